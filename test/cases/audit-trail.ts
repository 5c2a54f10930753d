import { auditBucketPolicy, auditKeyPolicy } from '../../src/policies/documents/audit-trail.ts';
import { type AccessCase, account, allowAll, scope, service, sessions, stranger, user } from './case.ts';

const trailArn = `arn:aws:cloudtrail:eu-west-1:${account}:trail/account-trail`;
const key = `arn:aws:kms:eu-west-1:${account}:key/11111111-2222-3333-4444-555555555555`;
const log = `arn:aws:s3:::acme-audit/AWSLogs/${account}/CloudTrail/eu-west-1/x.json.gz`;
const bucketPolicy = {
  name: 'bucket policy',
  document: auditBucketPolicy({ scope, bucket: 'acme-audit', trailArn }),
};
const keyPolicy = { name: 'key policy', document: auditKeyPolicy({ scope, trailArn }) };
const fromTrail = (arn: string) => ({ ...sessions.key, 'aws:SourceArn': arn });
const acl = { 's3:x-amz-acl': 'bucket-owner-full-control' };
const http = { 'aws:SecureTransport': 'false' };
const cloudTrail = service('cloudtrail.amazonaws.com');

type Row = readonly [
  title: string,
  principal: AccessCase['request']['principal'],
  action: string,
  resource: string,
  context: AccessCase['request']['context'],
  expected: AccessCase['expected'],
  sid?: string,
];
const toCase =
  (resourcePolicy: AccessCase['policies']['resource']) =>
  ([title, principal, action, resource, context, expected, sid]: Row): AccessCase => ({
    title,
    request: { principal, action, resource, resourceAccount: account, context },
    policies: {
      identity: principal.kind === 'service' ? [] : [allowAll],
      ...(resourcePolicy === undefined ? {} : { resource: resourcePolicy }),
    },
    expected,
    ...(sid === undefined ? {} : { sid }),
  });

const bucketRows: readonly Row[] = [
  [
    'CloudTrail writes for our trail',
    cloudTrail,
    's3:PutObject',
    log,
    { ...fromTrail(trailArn), ...acl },
    'allow',
    'AWSCloudTrailWrite20150319',
  ],
  [
    'CloudTrail reads the ACL for our trail',
    cloudTrail,
    's3:GetBucketAcl',
    'arn:aws:s3:::acme-audit',
    fromTrail(trailArn),
    'allow',
    'AWSCloudTrailAclCheck20150319',
  ],
  [
    "not for a stranger's trail",
    cloudTrail,
    's3:PutObject',
    log,
    { ...fromTrail(trailArn.replace(account, stranger)), ...acl },
    'implicit-deny',
  ],
  [
    'not for a trail of another region',
    cloudTrail,
    's3:PutObject',
    log,
    { ...fromTrail(trailArn.replace('eu-west-1', 'us-east-1')), ...acl },
    'implicit-deny',
  ],
  ['not without a trail', cloudTrail, 's3:PutObject', log, { ...sessions.key, ...acl }, 'implicit-deny'],
  [
    'not without handing the object over',
    cloudTrail,
    's3:PutObject',
    log,
    fromTrail(trailArn),
    'implicit-deny',
  ],
  [
    "not under another account's folder",
    cloudTrail,
    's3:PutObject',
    log.replace(account, stranger),
    { ...fromTrail(trailArn), ...acl },
    'implicit-deny',
  ],
  [
    'another service does not write',
    service('config.amazonaws.com'),
    's3:PutObject',
    log,
    { ...fromTrail(trailArn), ...acl },
    'implicit-deny',
  ],
  ['an administrator reads a log', user('ada'), 's3:GetObject', log, sessions.mfa, 'allow'],
  [
    'an administrator without TLS does not',
    user('ada'),
    's3:GetObject',
    log,
    { ...sessions.mfa, ...http },
    'explicit-deny',
    'DenyInsecureTransport',
  ],
  [
    'CloudTrail without TLS does not',
    cloudTrail,
    's3:PutObject',
    log,
    { ...fromTrail(trailArn), ...acl, ...http },
    'explicit-deny',
    'DenyInsecureTransport',
  ],
];
const context = { 'kms:EncryptionContext:aws:cloudtrail:arn': trailArn };
const keyRows: readonly Row[] = [
  [
    'CloudTrail encrypts for our trail',
    cloudTrail,
    'kms:GenerateDataKey',
    key,
    { ...fromTrail(trailArn), ...context },
    'allow',
    'CloudTrailEncrypts',
  ],
  [
    "not for a stranger's trail",
    cloudTrail,
    'kms:GenerateDataKey',
    key,
    { ...fromTrail(trailArn.replace(account, stranger)), ...context },
    'implicit-deny',
  ],
  [
    "not for an object of a stranger's trail",
    cloudTrail,
    'kms:GenerateDataKey',
    key,
    {
      ...fromTrail(trailArn),
      'kms:EncryptionContext:aws:cloudtrail:arn': trailArn.replace(account, stranger),
    },
    'implicit-deny',
  ],
  [
    'CloudTrail looks at the key',
    cloudTrail,
    'kms:DescribeKey',
    key,
    fromTrail(trailArn),
    'allow',
    'CloudTrailDescribesKey',
  ],
  [
    'CloudTrail decrypts for the bucket key',
    cloudTrail,
    'kms:Decrypt',
    key,
    fromTrail(trailArn),
    'allow',
    'CloudTrailDecryptsForBucketKey',
  ],
  ['CloudTrail administers nothing', cloudTrail, 'kms:DisableKey', key, fromTrail(trailArn), 'implicit-deny'],
  ['an administrator reads through IAM', user('ada'), 'kms:Decrypt', key, sessions.mfa, 'allow'],
];
const withoutIam: AccessCase = {
  title: 'the key policy alone gives nobody of the account anything',
  request: { principal: user('fin'), action: 'kms:Decrypt', resource: key, context: sessions.mfa },
  policies: { identity: [], resource: keyPolicy },
  expected: 'implicit-deny',
};
export const bucketPolicyCases = bucketRows.map(toCase(bucketPolicy));
export const keyPolicyCases = [...keyRows.map(toCase(keyPolicy)), withoutIam];
