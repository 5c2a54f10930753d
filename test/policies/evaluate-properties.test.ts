import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PolicyDocument, Statement } from '../../src/model/policy.ts';
import { evaluateAccess } from '../../src/policies/evaluate.ts';
import { requestContext } from '../../src/policies/request-context.ts';
import { account, user } from '../cases/case.ts';

const actions = [
  's3:GetObject',
  's3:PutObject',
  's3:*',
  's3:Get*',
  'iam:GetUser',
  'iam:*',
  '*',
  's3:?etObject',
];
const resources = [
  '*',
  'arn:aws:s3:::testbucket/a',
  'arn:aws:s3:::testbucket/*',
  'arn:aws:s3:::test?ucket/a',
  'arn:aws:s3:::*',
  `arn:aws:iam::${account}:user/\${aws:username}`,
  `arn:aws:iam::${account}:user/*/\${aws:username}`,
  `arn:aws:iam::*:user/ann`,
  `arn:aws:s3:::\${aws:PrincipalTag/team, 'testbucket'}/a`,
];
const some = <T>(values: readonly T[]) =>
  fc.subarray([...values], { minLength: 1, maxLength: Math.min(3, values.length) });

const textOperators = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIgnoreCase',
];
const exists = fc.constantFrom('', 'IfExists');
const condition = fc
  .oneof(
    fc.record({
      operator: fc.tuple(fc.constantFrom(...textOperators), exists),
      key: fc.constantFrom('s3:prefix', 'aws:username'),
      values: some(['in/', 'in/*', 'ann', 'A*', 'out']),
    }),
    fc.record({
      operator: fc.tuple(fc.constant('Bool'), exists),
      key: fc.constant('aws:MultiFactorAuthPresent'),
      values: some(['true', 'false']),
    }),
    fc.record({
      operator: fc.tuple(fc.constant('Null'), fc.constant('')),
      key: fc.constantFrom('aws:MultiFactorAuthPresent', 's3:prefix'),
      values: fc.constantFrom(['true'], ['false']),
    }),
    fc.record({
      operator: fc.tuple(fc.constantFrom('ArnLike', 'ArnEquals', 'ArnNotLike'), exists),
      key: fc.constant('aws:PrincipalArn'),
      values: some([
        `arn:aws:iam::${account}:user/ann`,
        'arn:aws:iam::*:user/*',
        `arn:aws:iam::${account}:role/*`,
      ]),
    }),
    fc.record({
      operator: fc.tuple(
        fc.constantFrom('NumericLessThan', 'NumericGreaterThanEquals', 'NumericEquals', 'NumericNotEquals'),
        exists,
      ),
      key: fc.constant('s3:max-keys'),
      values: some(['1', '10', '100']),
    }),
    fc.record({
      operator: fc.tuple(fc.constantFrom('DateLessThan', 'DateGreaterThan'), exists),
      key: fc.constant('aws:CurrentTime'),
      values: some(['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z']),
    }),
    fc.record({
      operator: fc.tuple(fc.constantFrom('IpAddress', 'NotIpAddress'), exists),
      key: fc.constant('aws:SourceIp'),
      values: some(['203.0.113.0/24', '203.0.113.7', '10.0.0.0/8', '2001:db8::/32']),
    }),
    fc.record({
      operator: fc.tuple(
        fc.constantFrom(
          'ForAnyValue:StringEquals',
          'ForAllValues:StringEquals',
          'ForAnyValue:StringLike',
          'ForAllValues:StringNotEquals',
        ),
        fc.constant(''),
      ),
      key: fc.constant('aws:TagKeys'),
      values: some(['a', 'b', '*']),
    }),
  )
  .map(({ operator, key, values }) => ({ [operator.join('')]: { [key]: values } }));

const statement: fc.Arbitrary<Statement> = fc
  .record({
    Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
    action: some(actions),
    notAction: fc.boolean(),
    resource: some(resources),
    notResource: fc.boolean(),
    Condition: fc.option(condition, { nil: undefined }),
  })
  .map(({ Effect, action, notAction, resource, notResource, Condition }) => ({
    Effect,
    ...(notAction ? { NotAction: action } : { Action: action }),
    ...(notResource ? { NotResource: resource } : { Resource: resource }),
    ...(Condition === undefined ? {} : { Condition }),
  }));
const document: fc.Arbitrary<PolicyDocument> = fc
  .array(statement, { minLength: 1, maxLength: 4 })
  .map((Statement) => ({ Version: '2012-10-17', Statement }));
const context = fc
  .record(
    {
      'aws:MultiFactorAuthPresent': fc.constantFrom('true', 'false'),
      's3:prefix': fc.constantFrom('in/', 'in/x', 'out'),
      's3:max-keys': fc.constantFrom('1', '50'),
      'aws:TagKeys': fc.constantFrom<string[][]>(['a'], ['a', 'b'], ['c']),
      'aws:CurrentTime': fc.constantFrom('2026-06-01T00:00:00Z', '2025-01-01T00:00:00Z'),
      'aws:SourceIp': fc.constantFrom('203.0.113.7', '10.1.2.3', '198.51.100.1', '2001:db8::1'),
      'aws:PrincipalTag/team': fc.constantFrom('testbucket', 'other'),
    },
    // Keys that real requests always carry are always given: without them we say «unknown», on purpose.
    { requiredKeys: ['aws:CurrentTime', 'aws:SourceIp', 'aws:PrincipalTag/team'] },
  )
  .map((keys) => Object.fromEntries(Object.entries(keys).filter((entry) => entry[1] !== undefined)));
const asked = fc.constantFrom(
  ['s3:GetObject', 'arn:aws:s3:::testbucket/a'],
  ['s3:PutObject', 'arn:aws:s3:::other/a'],
  ['iam:GetUser', `arn:aws:iam::${account}:user/ann`],
  ['iam:GetUser', `arn:aws:iam::${account}:user/staff/ann`],
  ['iam:GetUser', `arn:aws:iam::${account}:user/bob`],
) as fc.Arbitrary<readonly [string, string]>;

const kinds = {
  Allowed: 'allow',
  ExplicitlyDenied: 'explicit-deny',
  ImplicitlyDenied: 'implicit-deny',
} as const;
const seen = { allow: 0, 'explicit-deny': 0, 'implicit-deny': 0, unknown: 0 };

test('random policies are judged as the oracle judges them', () => {
  fc.assert(
    fc.property(
      fc.array(document, { minLength: 1, maxLength: 2 }),
      fc.option(document, { nil: undefined }),
      asked,
      context,
      (identity, boundary, [action, resource], given) => {
        const request = {
          principal: user('ann'),
          action,
          resource,
          resourceAccount: account,
          context: given,
        };
        const named = (list: readonly PolicyDocument[]) =>
          list.map((each, index) => ({ name: `p${index}`, document: each }));
        const ours = evaluateAccess(request, {
          identity: named(identity),
          ...(boundary === undefined ? {} : { boundary: named([boundary]) }),
        });
        seen[ours.kind] += 1;
        const { values } = requestContext(request);
        const filledIn = Object.fromEntries(
          ['aws:username', 'aws:PrincipalArn'].map((key) => [key, values(key)?.[0] ?? '']),
        );
        const theirs = runUnsafeSimulation(
          {
            request: {
              principal: request.principal.arn,
              action,
              resource: { resource, accountId: account },
              contextVariables: { ...filledIn, ...given },
            },
            identityPolicies: identity.map((policy, index) => ({ name: `p${index}`, policy })),
            serviceControlPolicies: [],
            resourceControlPolicies: [],
            ...(boundary === undefined
              ? {}
              : { permissionBoundaryPolicies: [{ name: 'b', policy: boundary }] }),
          },
          {},
        );
        expect(ours.kind, ours.reason).toBe(kinds[theirs]);
      },
    ),
    { numRuns: 1500, seed: 20261124 },
  );
  // A generator that never reaches one of the answers would prove nothing about it.
  expect(Math.min(seen.allow, seen['explicit-deny'], seen['implicit-deny'])).toBeGreaterThan(100);
});
