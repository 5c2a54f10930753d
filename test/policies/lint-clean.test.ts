import { expect, test } from 'vitest';
import { validateAccountFile } from '../../src/config/load.ts';
import { listTemplates } from '../../src/config/templates.ts';
import { lintFile } from '../../src/flow/lint-file.ts';
import { deliveryPolicy, deliveryTrust } from '../../src/policies/documents/alarms.ts';
import { auditBucketPolicy, auditKeyPolicy } from '../../src/policies/documents/audit-trail.ts';
import { bucketRole, ec2Trust } from '../../src/policies/documents/bucket-role.ts';
import { commandLineKeys, commandLineLogin } from '../../src/policies/documents/command-line.ts';
import { billingManagerGuard, financeAddition } from '../../src/policies/documents/finance.ts';
import { machineBoundary } from '../../src/policies/documents/machine-boundary.ts';
import { requireMfa } from '../../src/policies/documents/require-mfa.ts';
import { type DocumentToLint, lintDocument, lintPolicy } from '../../src/policies/lint/lint.ts';
import { readPolicy } from '../../src/policies/rights/read-policy.ts';
import { goodPolicies } from '../cases/good-policies.ts';
import { contextOf, packageRoot } from '../config/temp-folder.ts';

const accountId = '123456789012';
const known = { accountId, partition: 'aws', region: 'eu-west-1' } as const;

test.each(goodPolicies)('nothing to say: $name', async ({ kind, statements }) => {
  const found = await lintPolicy({
    where: 'group g',
    name: 'group/g',
    holder: kind,
    use: 'managed',
    statements,
    account: known,
  });
  expect(found.map(({ finding }) => `${finding.id}: ${finding.what}`)).toEqual([]);
});

test('nothing to say: the built-in templates and the examples', async () => {
  const templates = await listTemplates(packageRoot);
  const names = [...templates.map(({ name }) => name), 'examples/rehearsal.yaml', 'examples/checkbot.yaml'];
  expect(names.length).toBeGreaterThan(2);
  for (const name of names) {
    const file = await validateAccountFile(contextOf(packageRoot), name);
    for (const account of [{}, known]) expect(await lintFile(file, account)).toEqual([]);
  }
});

const trailArn = `arn:aws:cloudtrail:eu-west-1:${accountId}:trail/account-trail`;
const bucket = { name: 'assets', access: 'read-write', delete: true, owner: accountId } as const;
const work = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::assets/*' } as const;
const audit = { bucket: 'acme-audit', keyAlias: 'alias/account-trail', trailArn };
const ours: Readonly<Record<string, Pick<DocumentToLint, 'holder' | 'use' | 'document'>>> = {
  RequireMFA: { holder: 'human', use: 'managed', document: requireMfa(known) },
  FinanceAddition: { holder: 'human', use: 'managed', document: financeAddition() },
  BillingManagerGuard: { holder: 'human', use: 'managed', document: billingManagerGuard() },
  CommandLineKeys: { holder: 'human', use: 'managed', document: commandLineKeys(known) },
  CommandLineLogin: { holder: 'human', use: 'managed', document: commandLineLogin(known) },
  'the rights of check': { holder: 'human', use: 'managed', document: readPolicy(known) },
  boundary: {
    holder: 'machine',
    use: 'boundary',
    document: machineBoundary({ scope: known, statements: [work], audit }),
  },
  'bucket role': {
    holder: 'role',
    use: 'inline-role',
    document: bucketRole({
      scope: known,
      buckets: [bucket, { ...bucket, name: 'uploads', prefix: 'in', delete: false }],
      auditBucket: 'acme-audit',
    }),
  },
  trust: { holder: 'resource', use: 'trust', document: ec2Trust(known) },
  'bucket policy': {
    holder: 'resource',
    use: 'bucket',
    document: auditBucketPolicy({ scope: known, bucket: 'acme-audit', trailArn }),
  },
  'delivery to the log group': {
    holder: 'role',
    use: 'inline-role',
    document: deliveryPolicy({ scope: known, region: 'eu-west-1', logGroup: '/bootstrap-account/trail' }),
  },
  'delivery trust': { holder: 'resource', use: 'trust', document: deliveryTrust({ trailArn }) },
  'key policy': { holder: 'resource', use: 'key', document: auditKeyPolicy({ scope: known, trailArn }) },
};

test.each(Object.entries(ours))('nothing to say: our own %s', async (name, document) => {
  const found = await lintDocument({ where: name, name, account: known, ...document });
  expect(found.map(({ finding }) => `${finding.id}: ${finding.what}`)).toEqual([]);
});
