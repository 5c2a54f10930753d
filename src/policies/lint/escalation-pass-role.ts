import type { EscalationPath, Step } from './escalation-table.ts';
import {
  glueJob,
  glueSession,
  instance,
  interpreter,
  lambda,
  machine,
  notebook,
  pipeline,
  project,
  regional,
  stack,
  stackSet,
  step,
  task,
  template,
} from './escalation-targets.ts';

/** A role that nobody named is handed to a service, which then works with it. */
const pass = (receiver: string): Step => ({
  action: 'iam:PassRole',
  on: 'any-role',
  context: { 'iam:PassedToService': `${receiver}.amazonaws.com` },
});

/** With `iam:PassRole`: something is made that runs with a role of one's choice. */
const rows: readonly (readonly [id: string, receiver: string, steps: readonly Step[], how: string])[] = [
  [
    'ec2-run',
    'ec2',
    [step('ec2:RunInstances', instance)],
    'an instance is started with it, and hands out its keys',
  ],
  [
    'ec2-associate-profile',
    'ec2',
    [step('ec2:AssociateIamInstanceProfile', instance)],
    'it is put onto an instance that one can get into',
  ],
  [
    'ec2-replace-profile',
    'ec2',
    [step('ec2:ReplaceIamInstanceProfileAssociation', instance)],
    'it takes the place of the role of an instance that one can get into',
  ],
  [
    'ec2-spot-instances',
    'ec2',
    [step('ec2:RequestSpotInstances', regional('ec2', 'spot-instances-request/any'))],
    'a spot instance is started with it',
  ],
  [
    'ec2-launch-template',
    'ec2',
    [step('ec2:CreateLaunchTemplateVersion', template), step('ec2:ModifyLaunchTemplate', template)],
    'the next instances of a group start with it',
  ],
  [
    'swap-profile-role',
    'ec2',
    [step('iam:AddRoleToInstanceProfile', { global: 'iam', rest: 'instance-profile/any' })],
    'it is put into the profile of a running instance',
  ],
  [
    'autoscaling-configuration',
    'ec2',
    [
      step(
        'autoscaling:CreateLaunchConfiguration',
        regional('autoscaling', 'launchConfiguration:0:launchConfigurationName/any'),
      ),
      step(
        'autoscaling:CreateAutoScalingGroup',
        regional('autoscaling', 'autoScalingGroup:0:autoScalingGroupName/any'),
      ),
    ],
    'a group of instances is started with it',
  ],
  [
    'lambda-invoke',
    'lambda',
    [step('lambda:CreateFunction', lambda), step('lambda:InvokeFunction', lambda)],
    "code of one's own runs with it as a function",
  ],
  [
    'lambda-permission',
    'lambda',
    [step('lambda:CreateFunction', lambda), step('lambda:AddPermission', lambda)],
    "a function with it is called by a service or an account of one's choice",
  ],
  [
    'lambda-event-source',
    'lambda',
    [step('lambda:CreateFunction', lambda), step('lambda:CreateEventSourceMapping', 'nothing')],
    'a function with it is called by a queue or stream',
  ],
  [
    'lambda-url',
    'lambda',
    [step('lambda:CreateFunction', lambda), step('lambda:CreateFunctionUrlConfig', lambda)],
    'a function with it is called from the web',
  ],
  [
    'lambda-exchange-role',
    'lambda',
    [step('lambda:UpdateFunctionConfiguration', lambda)],
    'it takes the place of the role of a function that one can call',
  ],
  [
    'cloudformation-create',
    'cloudformation',
    [step('cloudformation:CreateStack', stack)],
    'a stack makes with it whatever one writes into the template',
  ],
  [
    'cloudformation-exchange-role',
    'cloudformation',
    [step('cloudformation:UpdateStack', stack)],
    'a stack is updated with it',
  ],
  [
    'cloudformation-stack-set',
    'cloudformation',
    [step('cloudformation:CreateStackSet', 'nothing'), step('cloudformation:CreateStackInstances', stackSet)],
    'a stack set makes with it whatever one writes into the template',
  ],
  [
    'glue-endpoint',
    'glue',
    [step('glue:CreateDevEndpoint', 'nothing')],
    'a development endpoint with it lets one in by SSH',
  ],
  [
    'glue-job',
    'glue',
    [step('glue:CreateJob', glueJob), step('glue:StartJobRun', glueJob)],
    "a job of one's own runs with it",
  ],
  [
    'glue-trigger',
    'glue',
    [step('glue:CreateJob', glueJob), step('glue:CreateTrigger', regional('glue', 'trigger/any'))],
    "a job of one's own is started with it by a trigger",
  ],
  [
    'glue-update-job',
    'glue',
    [step('glue:UpdateJob', glueJob), step('glue:StartJobRun', glueJob)],
    'a job is rewritten and runs with it',
  ],
  [
    'glue-session',
    'glue',
    [step('glue:CreateSession', glueSession), step('glue:RunStatement', glueSession)],
    "an interactive session runs one's code with it",
  ],
  [
    'data-pipeline',
    'datapipeline',
    [
      step('datapipeline:CreatePipeline', 'nothing'),
      step('datapipeline:PutPipelineDefinition', pipeline),
      step('datapipeline:ActivatePipeline', pipeline),
    ],
    'a pipeline runs commands with it',
  ],
  [
    'sagemaker-notebook',
    'sagemaker',
    [
      step('sagemaker:CreateNotebookInstance', notebook),
      step('sagemaker:CreatePresignedNotebookInstanceUrl', notebook),
    ],
    'a notebook with it is opened in the browser',
  ],
  [
    'sagemaker-training',
    'sagemaker',
    [step('sagemaker:CreateTrainingJob', regional('sagemaker', 'training-job/any'))],
    "a training job runs an image of one's own with it",
  ],
  [
    'sagemaker-processing',
    'sagemaker',
    [step('sagemaker:CreateProcessingJob', regional('sagemaker', 'processing-job/any'))],
    "a processing job runs an image of one's own with it",
  ],
  [
    'sagemaker-domain',
    'sagemaker',
    [
      step('sagemaker:CreateUserProfile', regional('sagemaker', 'user-profile/d-any/any')),
      step('sagemaker:CreatePresignedDomainUrl', regional('sagemaker', 'user-profile/d-any/any')),
    ],
    'a Studio profile with it is opened in the browser',
  ],
  [
    'codebuild-project',
    'codebuild',
    [step('codebuild:CreateProject', project), step('codebuild:StartBuild', project)],
    "a build runs one's commands with it",
  ],
  [
    'codebuild-batch',
    'codebuild',
    [step('codebuild:CreateProject', project), step('codebuild:StartBuildBatch', project)],
    "a batch of builds runs one's commands with it",
  ],
  [
    'codebuild-exchange-role',
    'codebuild',
    [step('codebuild:UpdateProject', project), step('codebuild:StartBuild', project)],
    'it takes the place of the role of a build',
  ],
  [
    'codepipeline',
    'codepipeline',
    [step('codepipeline:CreatePipeline', regional('codepipeline', 'any'))],
    "a pipeline of one's own deploys with it",
  ],
  [
    'codestar-project',
    'codestar',
    [step('codestar:CreateProject', 'nothing')],
    'a project template makes things with it',
  ],
  [
    'ecs-run-task',
    'ecs-tasks',
    [step('ecs:RegisterTaskDefinition', task), step('ecs:RunTask', task)],
    "a container of one's own runs with it",
  ],
  [
    'ecs-start-task',
    'ecs-tasks',
    [step('ecs:RegisterTaskDefinition', task), step('ecs:StartTask', task)],
    "a container of one's own is placed on an instance with it",
  ],
  [
    'ecs-create-service',
    'ecs-tasks',
    [step('ecs:RegisterTaskDefinition', task), step('ecs:CreateService', regional('ecs', 'service/any/any'))],
    "a service runs a container of one's own with it",
  ],
  [
    'ecs-update-service',
    'ecs-tasks',
    [step('ecs:RegisterTaskDefinition', task), step('ecs:UpdateService', regional('ecs', 'service/any/any'))],
    "a running service is told to use a container of one's own with it",
  ],
  [
    'batch-job',
    'ecs-tasks',
    [
      step('batch:RegisterJobDefinition', regional('batch', 'job-definition/any')),
      step('batch:SubmitJob', regional('batch', 'job-definition/any')),
    ],
    "a job of one's own runs with it",
  ],
  [
    'emr-cluster',
    'elasticmapreduce',
    [step('elasticmapreduce:RunJobFlow', 'nothing')],
    "a cluster runs one's steps with it",
  ],
  [
    'emr-serverless',
    'emr-serverless',
    [step('emr-serverless:StartJobRun', regional('emr-serverless', '/applications/any'))],
    "a Spark job of one's own runs with it",
  ],
  [
    'step-functions',
    'states',
    [step('states:CreateStateMachine', machine), step('states:StartExecution', machine)],
    'a state machine makes any AWS call with it',
  ],
  [
    'step-functions-exchange-role',
    'states',
    [step('states:UpdateStateMachine', machine), step('states:StartExecution', machine)],
    'it takes the place of the role of a state machine',
  ],
  [
    'scheduler',
    'scheduler',
    [step('scheduler:CreateSchedule', regional('scheduler', 'schedule/default/any'))],
    'a schedule makes any AWS call with it',
  ],
  [
    'eventbridge',
    'events',
    [
      step('events:PutRule', regional('events', 'rule/any')),
      step('events:PutTargets', regional('events', 'rule/any')),
    ],
    'a rule starts something with it',
  ],
  [
    'ssm-automation',
    'ssm',
    [step('ssm:StartAutomationExecution', regional('ssm', 'document/any'))],
    'an automation makes any AWS call with it',
  ],
  [
    'app-runner',
    'tasks.apprunner',
    [step('apprunner:CreateService', regional('apprunner', 'service/any/0'))],
    "a web service of one's own runs with it",
  ],
  [
    'code-interpreter',
    'bedrock-agentcore',
    [
      step('bedrock-agentcore:CreateCodeInterpreter', 'nothing'),
      step('bedrock-agentcore:StartCodeInterpreterSession', interpreter),
      step('bedrock-agentcore:InvokeCodeInterpreter', interpreter),
    ],
    "a code interpreter runs one's code with it",
  ],
  [
    'cognito-identity-pool',
    'cognito-identity',
    [step('cognito-identity:SetIdentityPoolRoles', 'nothing')],
    'an identity pool hands it out, to guests if one likes',
  ],
  [
    'airflow',
    'airflow',
    [
      step('airflow:CreateEnvironment', regional('airflow', 'environment/any')),
      step('airflow:CreateWebLoginToken', regional('airflow', 'role/any/Admin')),
    ],
    "an Airflow environment runs one's code with it",
  ],
  [
    'roles-anywhere',
    'rolesanywhere',
    [step('rolesanywhere:CreateTrustAnchor', 'nothing'), step('rolesanywhere:CreateProfile', 'nothing')],
    "certificates of one's own open sessions with it",
  ],
];

export const passRolePaths: readonly EscalationPath[] = rows.map(([id, receiver, steps, how]) => ({
  id: `pass-role-${id}`,
  steps: [pass(receiver), ...steps],
  how: `any role can be handed on: ${how}`,
}));
