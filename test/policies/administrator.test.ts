import { describe, expect, test } from 'vitest';
import type { Statement } from '../../src/model/policy.ts';
import {
  findAssumeWay,
  findGrantWay,
  findReachWay,
  type Holder,
  type Powerful,
} from '../../src/policies/administrator.ts';
import { accountId } from '../helpers/example.ts';

const around = { scope: { partition: 'aws', accountId }, region: 'eu-west-1' } as const;
const iam = (rest: string) => `arn:aws:iam::${accountId}:${rest}`;
const policy = (...statements: readonly Statement[]) => ({
  name: 'p',
  document: { Version: '2012-10-17', Statement: statements } as const,
});
const allow = (Action: Statement['Action'], Resource: Statement['Resource'] = '*'): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
});
const eve = (statements: readonly Statement[], boundary?: readonly Statement[]): Holder => ({
  principal: { arn: iam('user/eve'), accountId, kind: 'user' },
  arn: iam('user/eve'),
  policies: {
    identity: [policy(...statements)],
    ...(boundary === undefined ? {} : { boundary: [policy(...boundary)] }),
  },
});
const trust = (principal: Statement['Principal']) =>
  policy({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }).document;
const instance = `arn:aws:ec2:eu-west-1:${accountId}:instance/i-0a`;
const powerful = (service: string): Powerful => ({
  users: [iam('user/ada')],
  groups: [iam('group/admins')],
  roles: [{ arn: iam('role/deployer'), trust: trust({ Service: service }) }],
  instances: [instance],
});

describe('each of these alone is as good as everything', () => {
  test.each([
    ['iam:AttachUserPolicy', 'user/*'],
    ['iam:PutUserPolicy', 'user/team/bob'],
    ['iam:AttachGroupPolicy', 'group/ops'],
    ['iam:PutGroupPolicy', 'group/*'],
    ['iam:AttachRolePolicy', 'role/apps/*'],
    ['iam:PutRolePolicy', 'role/?*'],
    ['iam:CreatePolicyVersion', 'policy/shared'],
  ])('%s on %s', (action, resource) => {
    const one = [allow(action, iam(resource))];
    expect(findGrantWay(eve(one), around)).toEqual({
      action,
      reason: expect.stringContaining('statement 1 of p'),
    });
    expect(findGrantWay(eve([...one, { ...allow(action), Effect: 'Deny' }]), around)).toBeUndefined();
  });
  test.each(['iam:DeleteUserPermissionsBoundary', 'iam:PutUserPermissionsBoundary'])(
    '%s, where a boundary holds the rest back',
    (action) => {
      expect(findGrantWay(eve([allow('iam:*')], [allow(action)]), around)?.action).toBe(action);
      expect(findGrantWay(eve([allow('iam:*')], [allow('s3:*')]), around)).toBeUndefined();
      expect(findGrantWay(eve([allow(action)], [allow(action)]), around)).toBeUndefined();
    },
  );
  test('what is allowed on things of another account, or reads only, is not', () => {
    const other = 'arn:aws:iam::999988887777:user/*';
    expect(findGrantWay(eve([allow('iam:PutUserPolicy', other)]), around)).toBeUndefined();
    expect(findGrantWay(eve([allow(['iam:Get*', 'iam:List*'])]), around)).toBeUndefined();
  });
});

describe('each of these alone gets at an administrator', () => {
  const there = powerful('ec2.amazonaws.com');
  test.each([
    ['iam:CreateAccessKey', iam('user/ada')],
    ['iam:CreateLoginProfile', iam('user/ada')],
    ['iam:UpdateLoginProfile', iam('user/*')],
    ['iam:AddUserToGroup', iam('group/admins')],
    ['iam:UpdateAssumeRolePolicy', iam('role/deployer')],
    ['ssm:SendCommand', instance],
    ['ssm:StartSession', 'arn:aws:ec2:*:*:instance/*'],
    ['ec2-instance-connect:SendSSHPublicKey', instance],
  ])('%s', (action, resource) => {
    expect(findReachWay(eve([allow(action, resource)]), there, around)?.action).toBe(action);
    expect(
      findReachWay(
        eve([allow(action, resource)]),
        { users: [], groups: [], roles: [], instances: [] },
        around,
      ),
    ).toBeUndefined();
  });
  test('what somebody may do to themselves is not', () => {
    const own = { ...there, users: [iam('user/eve')] };
    expect(findReachWay(eve([allow('iam:CreateAccessKey')]), own, around)).toBeUndefined();
  });
});

describe('a role is handed to a service that is then started', () => {
  test.each([
    ['ec2.amazonaws.com', 'ec2:RunInstances'],
    ['ec2.amazonaws.com', 'ec2:AssociateIamInstanceProfile'],
    ['lambda.amazonaws.com', 'lambda:CreateFunction'],
    ['lambda.amazonaws.com', 'lambda:UpdateFunctionConfiguration'],
    ['cloudformation.amazonaws.com', 'cloudformation:CreateStack'],
    ['cloudformation.amazonaws.com', 'cloudformation:UpdateStack'],
    ['ecs-tasks.amazonaws.com', 'ecs:RunTask'],
    ['ecs-tasks.amazonaws.com', 'ecs:StartTask'],
    ['ecs-tasks.amazonaws.com', 'ecs:CreateService'],
    ['codebuild.amazonaws.com', 'codebuild:CreateProject'],
    ['codebuild.amazonaws.com', 'codebuild:UpdateProject'],
    ['glue.amazonaws.com', 'glue:CreateJob'],
    ['glue.amazonaws.com', 'glue:UpdateJob'],
    ['glue.amazonaws.com', 'glue:CreateDevEndpoint'],
    ['glue.amazonaws.com', 'glue:CreateSession'],
    ['sagemaker.amazonaws.com', 'sagemaker:CreateNotebookInstance'],
    ['sagemaker.amazonaws.com', 'sagemaker:CreateProcessingJob'],
    ['datapipeline.amazonaws.com', 'datapipeline:CreatePipeline'],
    ['states.amazonaws.com', 'states:CreateStateMachine'],
    ['states.amazonaws.com', 'states:UpdateStateMachine'],
    ['ssm.amazonaws.com', 'ssm:StartAutomationExecution'],
  ])('%s by %s', (service, action) => {
    const pass = allow('iam:PassRole', iam('role/deployer'));
    const start = allow(action, `arn:aws:any:*:${accountId}:dev-*`);
    const reach = (...statements: readonly Statement[]) =>
      findReachWay(eve(statements), powerful(service), around)?.action;
    expect(reach(pass, start)).toBe('iam:PassRole');
    expect(reach(pass)).toBeUndefined();
    expect(reach(start)).toBeUndefined();
    // The role trusts another service than the one that may be started.
    expect(findReachWay(eve([pass, start]), powerful('edgelambda.amazonaws.com'), around)).toBeUndefined();
    const elsewhere = { ...pass, Condition: { StringEquals: { 'iam:PassedToService': 'x.amazonaws.com' } } };
    expect(reach(elsewhere, start)).toBeUndefined();
  });
});

describe('taking on a role', () => {
  const roleOf = (principal: Statement['Principal']): Powerful => ({
    users: [],
    groups: [],
    roles: [{ arn: iam('role/breakglass'), trust: trust(principal) }],
    instances: [],
  });
  const may = eve([allow('sts:AssumeRole', iam('role/*'))]);
  const mayNot = eve([allow('s3:*')]);
  test('the account is trusted: whoever has the right', () => {
    expect(findAssumeWay(may, roleOf({ AWS: iam('root') }), around)).toBeDefined();
    expect(findAssumeWay(mayNot, roleOf({ AWS: iam('root') }), around)).toBeUndefined();
  });
  test('named by the trust: without a right too, but it is none that was given', () => {
    expect(findAssumeWay(mayNot, roleOf({ AWS: iam('user/eve') }), around)).toBeDefined();
    expect(findAssumeWay(mayNot, roleOf({ AWS: iam('user/eve') }), around, true)).toBeUndefined();
    expect(findAssumeWay(may, roleOf({ AWS: iam('user/eve') }), around, true)).toBeDefined();
  });
  test('somebody else is named, or everybody is', () => {
    expect(findAssumeWay(may, roleOf({ AWS: iam('user/bob') }), around)).toBeUndefined();
    expect(findAssumeWay(may, roleOf('*'), around)).toBeUndefined();
    expect(findAssumeWay(may, roleOf({ AWS: ['*'] }), around)).toBeUndefined();
  });
});
