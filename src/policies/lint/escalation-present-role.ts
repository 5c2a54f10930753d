import type { EscalationPath, Step } from './escalation-table.ts';
import {
  instance,
  interpreter,
  lambda,
  machine,
  notebook,
  project,
  regional,
  stack,
  stackSet,
  step,
} from './escalation-targets.ts';

/** Without `iam:PassRole`: something that has a role already is made to do one's bidding. */
const rows: readonly (readonly [id: string, steps: readonly Step[], how: string])[] = [
  [
    'lambda-code',
    [step('lambda:UpdateFunctionCode', lambda)],
    'the code of a function can be exchanged, and runs with the role of the function',
  ],
  [
    'lambda-layer',
    [step('lambda:UpdateFunctionConfiguration', lambda)],
    "a layer of one's own can be put before the code of a function",
  ],
  [
    'ssm-send-command',
    [step('ssm:SendCommand', instance)],
    'commands can be run as root on every instance, with the role of the instance',
  ],
  [
    'ssm-start-session',
    [step('ssm:StartSession', instance)],
    'a shell can be opened on every instance, with the role of the instance',
  ],
  [
    'ssm-association',
    [step('ssm:CreateAssociation', instance)],
    'commands can be tied to every instance, which runs them with its role',
  ],
  [
    'ec2-user-data',
    [
      step('ec2:ModifyInstanceAttribute', instance),
      step('ec2:StopInstances', instance),
      step('ec2:StartInstances', instance),
    ],
    'the start script of an instance can be rewritten, and runs as root with its role',
  ],
  [
    'ec2-instance-connect',
    [step('ec2-instance-connect:SendSSHPublicKey', instance)],
    "an SSH key of one's own can be put onto every instance",
  ],
  [
    'ec2-serial-console',
    [step('ec2-instance-connect:SendSerialConsoleSSHPublicKey', instance)],
    'the serial console of every instance can be opened',
  ],
  [
    'ecs-execute-command',
    [step('ecs:ExecuteCommand', regional('ecs', 'task/any/0'))],
    'a shell can be opened in every container, with the role of its task',
  ],
  [
    'cloudformation-update',
    [step('cloudformation:UpdateStack', stack)],
    'a stack that has a role of its own can be told to make anything with it',
  ],
  [
    'cloudformation-change-set',
    [step('cloudformation:CreateChangeSet', stack), step('cloudformation:ExecuteChangeSet', stack)],
    'a stack that has a role of its own can be changed with it',
  ],
  [
    'cloudformation-update-stack-set',
    [step('cloudformation:UpdateStackSet', stackSet)],
    'a stack set can be told to make anything, in every account it reaches',
  ],
  [
    'codebuild-override',
    [step('codebuild:StartBuild', project)],
    "a build can be started with commands of one's own instead of its own, with the role of the project",
  ],
  [
    'codestar-member',
    [step('codestar:AssociateTeamMember', regional('codestar', 'project/any'))],
    'one can make oneself an owner of a project and of what it may do',
  ],
  [
    'glue-endpoint-key',
    [step('glue:UpdateDevEndpoint', regional('glue', 'devEndpoint/any'))],
    "an SSH key of one's own can be put onto a development endpoint with a role",
  ],
  [
    'sagemaker-notebook-url',
    [step('sagemaker:CreatePresignedNotebookInstanceUrl', notebook)],
    "somebody else's notebook can be opened, with its role",
  ],
  [
    'sagemaker-domain-url',
    [step('sagemaker:CreatePresignedDomainUrl', regional('sagemaker', 'user-profile/d-any/any'))],
    "somebody else's Studio can be opened, with its role",
  ],
  [
    'sagemaker-lifecycle',
    [
      step(
        'sagemaker:CreateNotebookInstanceLifecycleConfig',
        regional('sagemaker', 'notebook-instance-lifecycle-config/any'),
      ),
      step('sagemaker:UpdateNotebookInstance', notebook),
    ],
    "a start script of one's own can be given to a notebook with a role",
  ],
  [
    'step-functions-update',
    [step('states:UpdateStateMachine', machine)],
    'a state machine can be rewritten, and makes its calls with the role it has',
  ],
  [
    'emr-steps',
    [step('elasticmapreduce:AddJobFlowSteps', regional('elasticmapreduce', 'cluster/j-any'))],
    "steps of one's own can be run on a cluster, with its role",
  ],
  [
    'app-runner-update',
    [step('apprunner:UpdateService', regional('apprunner', 'service/any/0'))],
    "a web service can be told to run an image of one's own, with its role",
  ],
  [
    'code-interpreter-session',
    [
      step('bedrock-agentcore:StartCodeInterpreterSession', interpreter),
      step('bedrock-agentcore:InvokeCodeInterpreter', interpreter),
    ],
    "a code interpreter that has a role can be made to run one's code",
  ],
  [
    'eks-access-entry',
    [
      step('eks:CreateAccessEntry', regional('eks', 'cluster/any')),
      step('eks:AssociateAccessPolicy', regional('eks', 'access-entry/any/user/0/any/0')),
    ],
    'one can make oneself administrator of a cluster, and use the roles of its nodes and pods',
  ],
];

export const presentRolePaths: readonly EscalationPath[] = rows.map(([id, steps, how]) => ({
  id,
  steps,
  how,
}));
