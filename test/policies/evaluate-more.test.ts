import { expect, test } from 'vitest';
import type { Statement } from '../../src/model/policy.ts';
import { type AccessRequest, evaluateAccess, type PolicySet } from '../../src/policies/evaluate.ts';
import { account, allowAll, role, stranger, user } from '../cases/case.ts';

// What the oracle answers otherwise, or is not asked about; with where the answer comes from.
const document = (...Statement: readonly Statement[]) => ({ Version: '2012-10-17' as const, Statement });
const named = (...statements: readonly Statement[]) => ({ name: 'p', document: document(...statements) });
const allow: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };
const request: AccessRequest = {
  principal: user('ann'),
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::a/b',
  resourceAccount: account,
  context: {},
};
const judge = (policies: PolicySet, more: Partial<AccessRequest> = {}) =>
  evaluateAccess({ ...request, ...more }, policies).kind;
const when = (Condition: NonNullable<Statement['Condition']>, context: AccessRequest['context'] = {}) =>
  judge({ identity: [named({ ...allow, Condition })] }, { context });

test('ForAnyValue is not met without the key, not even with IfExists', () => {
  expect(when({ 'ForAnyValue:StringEqualsIfExists': { 'aws:TagKeys': 'team' } })).toBe('implicit-deny');
  expect(when({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'team' } })).toBe('allow');
  expect(when({ StringEqualsIfExists: { 's3:prefix': 'in/' } })).toBe('allow');
});

test('a variable without a value equals nothing, and its default does', () => {
  expect(when({ StringEquals: { 'aws:username': `\${s3:nothing}` } })).toBe('implicit-deny');
  expect(when({ StringEquals: { 'aws:username': `\${s3:nothing, 'ann'}` } })).toBe('allow');
  expect(when({ StringLike: { 'aws:username': [`\${s3:nothing}`, 'a*'] } })).toBe('allow');
});

test('binary values are compared byte by byte', () => {
  const context = { 'test:binary': 'YW5u' };
  expect(when({ BinaryEquals: { 'test:binary': ['YQ==', 'YW5u'] } }, context)).toBe('allow');
  expect(when({ BinaryEquals: { 'test:binary': 'YQ==' } }, context)).toBe('implicit-deny');
});

test('addresses of the other family are outside, and the range of everything holds every one of its own', () => {
  const v6 = { 'aws:SourceIp': '2001:db8::1' };
  expect(when({ NotIpAddress: { 'aws:SourceIp': '203.0.113.7' } }, v6)).toBe('allow');
  expect(when({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, { 'aws:SourceIp': '10.1.2.3' })).toBe('allow');
  expect(when({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, v6)).toBe('implicit-deny');
});

test('seconds since 1970 and a date name the same moment', () => {
  const context = { 'aws:CurrentTime': '2026-01-01T00:00:00Z' };
  expect(when({ DateEquals: { 'aws:CurrentTime': '1767225600' } }, context)).toBe('allow');
});

test('keys that no request lacks are there, whatever their value', () => {
  expect(when({ Null: { 'aws:CurrentTime': 'false' } })).toBe('allow');
  expect(when({ Null: { 'aws:CurrentTime': 'true' } })).toBe('implicit-deny');
  expect(when({ Null: { 'aws:SourceVpce': 'false' } })).toBe('unknown');
});

test('the tags of a principal are judged where they are known', () => {
  const condition = { StringEquals: { 'aws:PrincipalTag/Team': 'a' } };
  const policies = { identity: [named({ ...allow, Condition: condition })] };
  const tagged = (tags: Readonly<Record<string, string>>) => ({ principal: { ...user('ann'), tags } });
  expect(judge(policies)).toBe('unknown');
  expect(judge(policies, tagged({ team: 'a' }))).toBe('allow');
  expect(judge(policies, tagged({}))).toBe('implicit-deny');
});

test.each<[string, AccessRequest['principal'], readonly string[], boolean, string]>([
  ['nobody of us is spared', user('ann'), [stranger], false, 'explicit-deny'],
  ['user and account are spared', user('ann'), [account, user('ann').arn], false, 'allow'],
  ['the account alone', user('ann'), [account], false, 'unknown'],
  ['the user alone', user('ann'), [user('ann').arn], false, 'unknown'],
  ['the user, who has a boundary', user('ann'), [account, user('ann').arn], true, 'explicit-deny'],
  [
    'session, role and account',
    role('r'),
    [account, `arn:aws:iam::${account}:role/r`, role('r').arn],
    false,
    'allow',
  ],
  ['role and account', role('r'), [account, `arn:aws:iam::${account}:role/r`], false, 'unknown'],
])('a Deny with NotPrincipal: %s', (_title, principal, AWS, bounded, expected) => {
  const deny: Statement = { Effect: 'Deny', NotPrincipal: { AWS }, Action: 's3:*', Resource: '*' };
  const policies = {
    identity: [allowAll],
    ...(bounded ? { boundary: [allowAll] } : {}),
    resource: { name: 'r', document: document(deny) },
  };
  expect(judge(policies, { principal })).toBe(expected);
});

test('a bucket policy for everybody is not limited by the boundary of a role that it names as well', () => {
  const principal = role('r');
  const to = (AWS: readonly string[]): PolicySet => ({
    identity: [],
    boundary: [],
    resource: {
      name: 'r',
      document: document({ Effect: 'Allow', Principal: { AWS }, Action: 's3:*', Resource: '*' }),
    },
  });
  const arn = `arn:aws:iam::${account}:role/r`;
  expect(judge(to([arn]), { principal })).toBe('implicit-deny');
  expect(judge(to([arn, '*']), { principal })).toBe('allow');
});

test('who comes from an identity provider takes on a role by its trust policy alone', () => {
  const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
  const sub = 'token.actions.githubusercontent.com:sub';
  const trust: Statement = {
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringLike: { [sub]: 'repo:acme/*' } },
  };
  const ask = (arn: string, repository: string) =>
    judge(
      { identity: [], resource: { name: 'trust', document: document(trust) } },
      {
        principal: { arn, accountId: account, kind: 'federated' },
        action: 'sts:AssumeRoleWithWebIdentity',
        resource: `arn:aws:iam::${account}:role/deploy`,
        context: { [sub]: repository },
      },
    );
  expect(ask(provider, 'repo:acme/site:ref:refs/heads/main')).toBe('allow');
  expect(ask(provider, 'repo:stranger/site')).toBe('implicit-deny');
  expect(ask('accounts.google.com', 'repo:acme/site')).toBe('implicit-deny');
});

test('what is AWS’s own nobody changes, and everybody may ask who they are', () => {
  const policies = { identity: [allowAll] };
  const managed = { resource: 'arn:aws:iam::aws:policy/AdministratorAccess' };
  const plain = { ...request, resourceAccount: undefined };
  const ask = (action: string, resource: string, set: PolicySet = policies) => {
    const { resourceAccount: _, ...rest } = plain;
    return evaluateAccess({ ...rest, action, resource }, set).kind;
  };
  expect(ask('iam:GetPolicy', managed.resource)).toBe('allow');
  expect(ask('iam:CreatePolicyVersion', managed.resource)).toBe('implicit-deny');
  expect(ask('iam:DeleteRole', `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/x`)).toBe(
    'implicit-deny',
  );
  expect(ask('kms:DeleteAlias', `arn:aws:kms:eu-west-1:${account}:alias/aws/s3`)).toBe('implicit-deny');
  const denied = { identity: [named({ Effect: 'Deny', Action: '*', Resource: '*' })] };
  expect(ask('sts:GetCallerIdentity', '*', denied)).toBe('allow');
});
