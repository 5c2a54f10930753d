import { expect, test } from 'vitest';
import type { Statement } from '../../src/model/policy.ts';
import { type AccessRequest, evaluateAccess, type PolicySet } from '../../src/policies/evaluate.ts';
import { account, allowAll, stranger, user } from '../cases/case.ts';

const document = (...Statement: readonly Statement[]) => ({ Version: '2012-10-17' as const, Statement });
const request: AccessRequest = {
  principal: user('ann'),
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::a/b',
  resourceAccount: account,
  context: {},
};
const allow: Statement = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
const deny: Statement = { ...allow, Effect: 'Deny' };
const identity = (...statements: readonly Statement[]): PolicySet => ({
  identity: [{ name: 'p', document: document(...statements) }],
});
const key = `arn:aws:kms:eu-west-1:${account}:key/1`;

const open: readonly (readonly [string, AccessRequest, PolicySet])[] = [
  [
    'an operator that nobody knows, on an allow',
    request,
    identity({ ...allow, Condition: { StringResembles: { 'aws:username': 'ann' } } }),
  ],
  [
    'an operator that nobody knows, on a deny',
    request,
    identity(allow, { ...deny, Condition: { StringResembles: { 'aws:username': 'ann' } } }),
  ],
  [
    'binary values that are not base64',
    request,
    identity({ ...allow, Condition: { BinaryEquals: { 'aws:username': 'YW5u' } } }),
  ],
  [
    'a negated operator against a variable that has no value',
    request,
    identity({ ...allow, Condition: { StringNotEquals: { 'aws:username': `\${s3:nothing}` } } }),
  ],
  [
    'a key of several values as a variable',
    { ...request, context: { 'aws:TagKeys': ['a'] } },
    identity({ ...allow, Resource: `arn:aws:s3:::\${aws:TagKeys}/*` }),
  ],
  [
    'one value of a key that can have several, under an operator for one',
    { ...request, context: { 'aws:TagKeys': ['a'] } },
    identity({ ...allow, Condition: { StringEquals: { 'aws:TagKeys': 'a' } } }),
  ],
  [
    'half an ARN in a NotResource',
    request,
    identity({ Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:kms*' }),
  ],
  [
    'an address that the request does not tell, on a deny',
    request,
    identity(allow, { ...deny, Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }),
  ],
  [
    'a tag that the request does not tell',
    request,
    identity(allow, { ...deny, Condition: { StringEquals: { 'aws:ResourceTag/secret': 'yes' } } }),
  ],
  [
    'a tag inside a resource',
    request,
    identity(allow, { ...deny, Resource: `arn:aws:s3:::\${aws:PrincipalTag/team}/*` }),
  ],
  [
    'several values under an operator for one',
    { ...request, context: { 'aws:TagKeys': ['a', 'b'] } },
    identity({ ...allow, Condition: { StringEquals: { 'aws:TagKeys': 'a' } } }),
  ],
  [
    'NotPrincipal that names the user without the account',
    request,
    {
      ...identity(allow),
      resource: { name: 'r', document: document({ ...deny, NotPrincipal: { AWS: user('ann').arn } }) },
    },
  ],
  [
    'NotPrincipal with an Allow, which AWS does not take',
    request,
    {
      identity: [],
      resource: { name: 'r', document: document({ ...allow, NotPrincipal: { AWS: stranger } }) },
    },
  ],
  [
    "a stranger's resource, whose policy is not known",
    { ...request, resourceAccount: stranger },
    identity(allow),
  ],
  [
    'a key whose policy is not known',
    { ...request, action: 'kms:Decrypt', resource: key },
    { identity: [allowAll] },
  ],
  ['a policy whose text is not known', request, { ...identity(allow), unread: ['q'] }],
  ['a policy whose text is not known, and no other', request, { identity: [], unread: ['q'] }],
  ['a boundary whose text is not known', request, { ...identity(allow), boundary: [], unread: ['b'] }],
];
test.each(open)('%s: unknown', (_title, asked, policies) => {
  expect(evaluateAccess(asked, policies)).toMatchObject({ decision: 'unknown', kind: 'unknown' });
});

test('a deny that is certain stands, whatever else is open', () => {
  const policies = {
    ...identity({ ...allow, Condition: { StringResembles: { a: 'b' } } }, { ...deny, Sid: 'Never' }),
    unread: ['q'],
  };
  expect(evaluateAccess(request, policies)).toMatchObject({
    decision: 'denied',
    kind: 'explicit-deny',
    by: { policy: 'p', sid: 'Never', index: 1 },
    reason: 'statement Never of p denies it',
  });
});

test('where nothing allows, an open deny changes nothing', () => {
  expect(
    evaluateAccess(request, identity({ ...deny, Condition: { StringResembles: { a: 'b' } } })),
  ).toMatchObject({ kind: 'implicit-deny', reason: 'no statement allows it' });
});

test('a boundary that is empty, and read, allows nothing', () => {
  expect(evaluateAccess(request, { ...identity(allow), boundary: [] })).toMatchObject({
    kind: 'implicit-deny',
    reason: 'the permissions boundary does not allow it',
  });
});

test('under the version of 2008 a variable is plain text', () => {
  const own: Statement = {
    Effect: 'Allow',
    Action: 'iam:GetUser',
    Resource: `arn:aws:iam::${account}:user/\${aws:username}`,
  };
  const asked = { ...request, action: 'iam:GetUser', resource: `arn:aws:iam::${account}:user/ann` };
  const old = { identity: [{ name: 'p', document: { Version: '2008-10-17' as const, Statement: [own] } }] };
  expect(evaluateAccess(asked, identity(own)).decision).toBe('allowed');
  expect(evaluateAccess(asked, old).decision).toBe('denied');
});

test('a star that comes out of a variable is a star and not a wildcard', () => {
  const own: Statement = { ...allow, Resource: `arn:aws:s3:::\${aws:PrincipalTag/team}/*` };
  const asked = (team: string) =>
    evaluateAccess({ ...request, context: { 'aws:PrincipalTag/team': team } }, identity(own)).decision;
  expect([asked('a'), asked('*')]).toEqual(['allowed', 'denied']);
});
