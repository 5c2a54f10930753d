import { describe, expect, test } from 'vitest';
import type { PolicyDocument } from '../../src/model/policy.ts';
import type { OwnBucketFact } from '../../src/model/snapshot.ts';
import { lookUpAction } from '../../src/policies/actions.ts';
import { auditBucketPolicy, auditKeyPolicy } from '../../src/policies/documents/audit-trail.ts';
import { bucketRole, ec2Trust } from '../../src/policies/documents/bucket-role.ts';
import { commandLineKeys, commandLineLogin } from '../../src/policies/documents/command-line.ts';
import { billingManagerGuard, financeAddition } from '../../src/policies/documents/finance.ts';
import { machineBoundary } from '../../src/policies/documents/machine-boundary.ts';
import { requireMfa } from '../../src/policies/documents/require-mfa.ts';
import { lackingForState } from '../../src/policies/documents/state-bucket.ts';
import { tlsOnlyPolicy } from '../../src/policies/documents/tls-only.ts';
import { listOf } from '../../src/policies/list-of.ts';
import { policyLimits, policySize } from '../../src/policies/policy-size.ts';
import { scope } from '../cases/case.ts';

const trailArn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/account-trail';
const audit = { bucket: 'acme-audit', keyAlias: 'alias/account-trail', trailArn };
const buckets = Array.from({ length: 10 }, (_, index) => ({
  name: `bucket-of-some-length-${index}`,
  access: 'read-write' as const,
  delete: true,
  owner: scope.accountId,
}));
const documents: Readonly<Record<string, readonly [PolicyDocument, keyof typeof policyLimits]>> = {
  RequireMFA: [requireMfa(scope), 'managed'],
  FinanceAddition: [financeAddition(), 'managed'],
  BillingManagerGuard: [billingManagerGuard(), 'managed'],
  CommandLineKeys: [commandLineKeys(scope), 'managed'],
  CommandLineLogin: [commandLineLogin(scope), 'managed'],
  boundary: [machineBoundary({ scope, statements: [], audit }), 'managed'],
  'ten buckets': [bucketRole({ scope, buckets, auditBucket: 'acme-audit' }), 'inlineRole'],
  trust: [ec2Trust(scope), 'trust'],
  'bucket policy': [auditBucketPolicy({ scope, bucket: 'acme-audit', trailArn }), 'managed'],
  'key policy': [auditKeyPolicy({ scope, trailArn }), 'managed'],
};

describe.each(Object.entries(documents))('%s', (_name, [document, limit]) => {
  test('every action exists', async () => {
    const entries = document.Statement.flatMap((each) => [...listOf(each.Action), ...listOf(each.NotAction)]);
    const facts = await Promise.all(entries.map(lookUpAction));
    expect(facts.filter((each) => each.actions.length === 0)).toEqual([]);
    expect(entries.length).toBeGreaterThan(0);
  });

  test('version, unique ASCII Sids, size under the quota', () => {
    const sids = document.Statement.map((each) => each.Sid ?? '');
    expect(document.Version).toBe('2012-10-17');
    expect(new Set(sids).size).toBe(sids.length);
    for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
    expect(policySize(document)).toBeLessThanOrEqual(policyLimits[limit]);
  });

  test('nobody unnamed is ever allowed in', () => {
    const open = document.Statement.filter(
      (each) => each.Effect === 'Allow' && JSON.stringify(each.Principal ?? '').includes('"*"'),
    );
    expect(open).toEqual([]);
  });
});

test('other partitions have their own ARNs and their own EC2', () => {
  const china = { partition: 'aws-cn', accountId: '111122223333' } as const;
  expect(
    JSON.stringify([
      requireMfa(china),
      commandLineLogin(china),
      machineBoundary({ scope: china, statements: [], audit }),
    ]).replaceAll('arn:aws-cn:', ''),
  ).not.toContain('arn:aws:');
  expect(ec2Trust(china).Statement[0]?.Principal).toEqual({ Service: 'ec2.amazonaws.com.cn' });
});

test('every S3 permission of a role is bound to the owner of the bucket', () => {
  const allows = bucketRole({ scope, buckets }).Statement;
  for (const each of allows)
    expect(each.Condition?.StringEquals).toEqual({ 'aws:ResourceAccount': scope.accountId });
  expect(allows).toHaveLength(30);
});

test.each(['a*', 'a?b', `\${aws:username}`, 'a b', 'a"b'])(
  'a name that a policy would not take literally is refused: %s',
  (name) => {
    const bucket = { name, access: 'read' as const, delete: false, owner: scope.accountId };
    expect(() => bucketRole({ scope, buckets: [bucket] })).toThrow(
      expect.objectContaining({ code: 'WildcardInName' }),
    );
    expect(() => bucketRole({ scope, buckets: [{ ...bucket, name: 'fine', prefix: name }] })).toThrow(
      'literally',
    );
    expect(() => auditBucketPolicy({ scope, bucket: name, trailArn })).toThrow('literally');
    expect(() => machineBoundary({ scope, statements: [], audit: { ...audit, keyAlias: name } })).toThrow(
      'literally',
    );
  },
);

test('a boundary numbers the statements of several groups anew and keeps each once', () => {
  const statement = {
    Sid: 'Work',
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::a/*',
  } as const;
  const other = { ...statement, Resource: 'arn:aws:s3:::b/*' };
  const { Statement } = machineBoundary({
    scope,
    statements: [statement, other, { ...statement, Sid: 'Again' }],
  });
  expect(Statement.filter((each) => each.Effect === 'Allow').map((each) => each.Sid)).toEqual([
    'Work1',
    'Work2',
  ]);
});

test('a boundary that is asked for every role still lets none be taken', () => {
  const { Statement } = machineBoundary({
    scope,
    statements: [{ Effect: 'Allow', Action: 'sts:*', Resource: '*' }],
  });
  expect(Statement.find((each) => each.Sid === 'OnlyListedRoles')).toMatchObject({
    Effect: 'Deny',
    Resource: '*',
  });
});

describe('the bucket of a shared state', () => {
  const good: OwnBucketFact = {
    kind: 'own',
    name: 'acme-state',
    region: 'eu-west-1',
    tags: {},
    policy: tlsOnlyPolicy('aws', 'acme-state'),
    publicAccessBlock: {
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: true,
    },
    versioning: 'Enabled',
    encryption: { algorithm: 'aws:kms', bucketKey: true },
    lifecycle: [],
  };
  test('as we make it nothing is lacking', () => expect(lackingForState(good)).toEqual([]));
  const { policy: _, publicAccessBlock: __, ...open } = good;
  test.each([
    ['versioning', { ...good, versioning: 'Suspended' as const }],
    ['KMS key', { ...good, encryption: { algorithm: 'AES256', bucketKey: false } }],
    ['public access', { ...open, policy: good.policy }],
    ['TLS', { ...open, publicAccessBlock: good.publicAccessBlock }],
    ['object lock', { ...good, objectLock: { enabled: true, mode: 'GOVERNANCE', days: 1 } }],
  ])('without the right %s that is named, and nothing else', (word, bucket) => {
    expect(lackingForState(bucket as OwnBucketFact)).toEqual([expect.stringContaining(word)]);
  });
});
