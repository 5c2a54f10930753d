import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, test } from 'vitest';
import { makeClients } from '../../src/account/clients.ts';
import { simulateCalls } from '../../src/account/read/simulate.ts';

const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'only-for-tests' };
const clients = makeClients({ region: 'eu-west-1', credentials: async () => keys });
const iam = mockClient(IAMClient);
afterEach(() => iam.reset());

const ada = 'arn:aws:iam::123456789012:user/ada';
const call = (
  action: string,
  resource = '*',
  context: Readonly<Record<string, string | readonly string[]>> = {},
) => ({
  arn: ada,
  action,
  resource,
  context,
});
const refusal = (name: string) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: 400 } });

test('actions on one resource go in one call, with the context in its types, over all pages', async () => {
  iam
    .on(SimulatePrincipalPolicyCommand)
    .resolvesOnce({
      IsTruncated: true,
      Marker: 'more',
      EvaluationResults: [{ EvalActionName: 'ce:GetCostAndUsage', EvalDecision: 'allowed' }],
    })
    .resolves({
      EvaluationResults: [{ EvalActionName: 'ec2:describeinstances', EvalDecision: 'implicitDeny' }],
    });
  const context = {
    'aws:MultiFactorAuthPresent': 'true',
    'aws:RequestedRegion': 'eu-west-1',
    'x:list': ['a', 'b'],
  };
  const asked = [call('ce:GetCostAndUsage', '*', context), call('ec2:DescribeInstances', '*', context)];
  const { answers, notAsked } = await simulateCalls(clients, asked);
  expect(notAsked).toBeUndefined();
  expect(answers.map((each) => [each.call.action, each.decision])).toEqual([
    ['ce:GetCostAndUsage', 'allowed'],
    ['ec2:DescribeInstances', 'denied'],
  ]);
  const [first, second] = iam.commandCalls(SimulatePrincipalPolicyCommand).map(({ args }) => args[0].input);
  expect(first).toMatchObject({
    PolicySourceArn: ada,
    ActionNames: ['ce:GetCostAndUsage', 'ec2:DescribeInstances'],
    ResourceArns: ['*'],
    ContextEntries: [
      { ContextKeyName: 'aws:MultiFactorAuthPresent', ContextKeyValues: ['true'], ContextKeyType: 'boolean' },
      { ContextKeyName: 'aws:RequestedRegion', ContextKeyValues: ['eu-west-1'], ContextKeyType: 'string' },
      { ContextKeyName: 'x:list', ContextKeyValues: ['a', 'b'], ContextKeyType: 'stringList' },
    ],
  });
  expect(second?.Marker).toBe('more');
});

test.each(['AccessDenied', 'InvalidAction', 'Throttling'])(
  '%s: not asked, after one call, and no error',
  async (code) => {
    iam.on(SimulatePrincipalPolicyCommand).rejects(refusal(code));
    const asked = ['a', 'b', 'c'].map((name) => call('s3:GetObject', `arn:aws:s3:::${name}/x`));
    expect(await simulateCalls(clients, asked)).toEqual({ answers: [], notAsked: code });
    expect(iam.commandCalls(SimulatePrincipalPolicyCommand)).toHaveLength(1);
  },
);

test('an answer that misses a key is none; a policy of the organisation is told', async () => {
  iam.on(SimulatePrincipalPolicyCommand).resolves({
    EvaluationResults: [
      { EvalActionName: 's3:GetObject', EvalDecision: 'implicitDeny', MissingContextValues: ['s3:prefix'] },
      {
        EvalActionName: 's3:PutObject',
        EvalDecision: 'explicitDeny',
        OrganizationsDecisionDetail: { AllowedByOrganizations: false },
      },
    ],
  });
  const { answers } = await simulateCalls(clients, [call('s3:GetObject'), call('s3:PutObject')]);
  expect(answers).toMatchObject([
    { call: { action: 's3:PutObject' }, decision: 'denied', byOrganization: true },
  ]);
});

test('it stops at a bound, and says so; nothing to ask is no call', async () => {
  iam.on(SimulatePrincipalPolicyCommand).resolves({
    EvaluationResults: [{ EvalActionName: 's3:GetObject', EvalDecision: 'allowed' }],
  });
  const many = Array.from({ length: 300 }, (_, index) => call('s3:GetObject', `arn:aws:s3:::b/${index}`));
  const { answers, notAsked } = await simulateCalls(clients, many);
  expect([answers.length, notAsked]).toEqual([80, 'TooMany']);
  expect(iam.commandCalls(SimulatePrincipalPolicyCommand)).toHaveLength(80);
  expect(await simulateCalls(clients, [])).toEqual({ answers: [] });
});
