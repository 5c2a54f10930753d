import type { Statement } from '../../src/model/policy.ts';
import { bucketRole, ec2Trust } from '../../src/policies/documents/bucket-role.ts';
import { machineBoundary } from '../../src/policies/documents/machine-boundary.ts';
import {
  type AccessCase,
  account,
  allowAll,
  role,
  scope,
  service,
  sessions,
  stranger,
  user,
} from './case.ts';

const work: readonly Statement[] = [
  {
    Sid: 'Push',
    Effect: 'Allow',
    Action: ['ecr:PutImage', 'ecr:InitiateLayerUpload'],
    Resource: `arn:aws:ecr:eu-west-1:${account}:repository/app`,
  },
  {
    Sid: 'Deploy',
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Resource: `arn:aws:iam::${account}:role/deployer`,
  },
];
const trailArn = `arn:aws:cloudtrail:eu-west-1:${account}:trail/account-trail`;
const key = `arn:aws:kms:eu-west-1:${account}:key/11111111-2222-3333-4444-555555555555`;
const boundary = machineBoundary({
  scope,
  statements: work,
  audit: { bucket: 'acme-audit', keyAlias: 'alias/account-trail', trailArn },
});
// Given everything by hand, the machine still has its boundary.
const overreaching = { identity: [allowAll], boundary: [{ name: 'boundary', document: boundary }] };
const groupsOnly = {
  identity: [{ name: 'work', document: { Version: '2012-10-17' as const, Statement: work } }],
  boundary: overreaching.boundary,
};
/** A bucket policy that names the user is not held back by a boundary's silence, only by its denies. */
const namedByBucket = (name: string) => ({
  ...overreaching,
  resource: {
    name: 'bucket policy',
    document: {
      Version: '2012-10-17' as const,
      Statement: [
        {
          Effect: 'Allow' as const,
          Principal: { AWS: user('ci', '/machine/').arn },
          Action: 's3:GetObject',
          Resource: `arn:aws:s3:::${name}/*`,
        },
      ],
    },
  },
});
const machine = (
  title: string,
  policies: AccessCase['policies'],
  action: string,
  resource: string,
  expected: AccessCase['expected'],
  sid?: string,
  context: Readonly<Record<string, string | readonly string[]>> = {},
): AccessCase => ({
  title,
  request: { principal: user('ci', '/machine/'), action, resource, context: { ...sessions.key, ...context } },
  policies,
  expected,
  ...(sid === undefined ? {} : { sid }),
});
const aliases = { 'kms:ResourceAliases': ['alias/account-trail'] };

export const machineCases: readonly AccessCase[] = [
  machine(
    'its work is allowed',
    groupsOnly,
    'ecr:PutImage',
    `arn:aws:ecr:eu-west-1:${account}:repository/app`,
    'allow',
    'Push',
  ),
  machine(
    'the repository next door is not',
    groupsOnly,
    'ecr:PutImage',
    `arn:aws:ecr:eu-west-1:${account}:repository/other`,
    'implicit-deny',
  ),
  machine(
    'its listed role',
    groupsOnly,
    'iam:GetRole',
    `arn:aws:iam::${account}:role/deployer`,
    'explicit-deny',
    'NeverIdentityOrMoney',
  ),
  machine(
    'all of IAM is denied',
    overreaching,
    'iam:CreateUser',
    `arn:aws:iam::${account}:user/x`,
    'explicit-deny',
    'NeverIdentityOrMoney',
  ),
  machine(
    'a federation token is denied',
    overreaching,
    'sts:GetFederationToken',
    `arn:aws:sts::${account}:federated-user/x`,
    'explicit-deny',
    'NeverIdentityOrMoney',
  ),
  machine(
    'another role is denied',
    overreaching,
    'sts:AssumeRole',
    `arn:aws:iam::${account}:role/admin`,
    'explicit-deny',
    'OnlyListedRoles',
  ),
  machine(
    'the trail is denied',
    overreaching,
    'cloudtrail:StopLogging',
    trailArn,
    'explicit-deny',
    'NeverTrails',
  ),
  machine(
    'another trail is denied',
    overreaching,
    'cloudtrail:DeleteTrail',
    trailArn.replace('account-trail', 'old'),
    'explicit-deny',
    'NeverTrails',
  ),
  machine(
    'the audit bucket is denied',
    overreaching,
    's3:DeleteObject',
    'arn:aws:s3:::acme-audit/AWSLogs/x',
    'explicit-deny',
    'NeverAuditBucket',
  ),
  machine(
    'the audit key is denied',
    overreaching,
    'kms:ScheduleKeyDeletion',
    key,
    'explicit-deny',
    'NeverAuditKey',
    aliases,
  ),
  machine(
    'the alias of the audit key is denied',
    overreaching,
    'kms:DeleteAlias',
    `arn:aws:kms:eu-west-1:${account}:alias/account-trail`,
    'explicit-deny',
    'NeverAuditKeyAlias',
  ),
  machine(
    'what the boundary does not list',
    overreaching,
    'ec2:RunInstances',
    `arn:aws:ec2:eu-west-1:${account}:instance/*`,
    'implicit-deny',
  ),
  machine(
    'a bucket that names the user',
    namedByBucket('shared'),
    's3:GetObject',
    'arn:aws:s3:::shared/a',
    'allow',
  ),
  machine(
    'the audit bucket that names the user',
    namedByBucket('acme-audit'),
    's3:GetObject',
    'arn:aws:s3:::acme-audit/a',
    'explicit-deny',
    'NeverAuditBucket',
  ),
];

const checkbot = {
  identity: [
    {
      name: 'buckets',
      document: bucketRole({
        scope,
        buckets: [
          { name: 'testbucket', access: 'read-write', delete: false, owner: account },
          { name: 'uploads', access: 'write', prefix: 'in', delete: true, owner: account },
          { name: 'partner', access: 'read', owner: stranger, delete: false },
        ],
        auditBucket: 'acme-audit',
      }),
    },
  ],
};
/** Every bucket that says yes to everybody: what remains is what the role itself limits. */
const opened = (bucket: string) => ({
  ...checkbot,
  resource: {
    name: 'bucket policy',
    document: {
      Version: '2012-10-17' as const,
      Statement: [
        {
          Effect: 'Allow' as const,
          Principal: '*' as const,
          Action: 's3:*',
          Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        },
      ],
    },
  },
});
type RoleRow = readonly [
  title: string,
  action: string,
  resource: string,
  expected: AccessCase['expected'],
  extra?: { owner?: string; prefix?: string; policies?: AccessCase['policies'] },
];
const roleRows: readonly RoleRow[] = [
  ['reads its bucket', 's3:GetObject', 'testbucket/a', 'allow'],
  ['writes its bucket', 's3:PutObject', 'testbucket/a', 'allow'],
  ['lists its bucket', 's3:ListBucket', 'testbucket', 'allow'],
  ['deletes nothing where it was not asked', 's3:DeleteObject', 'testbucket/a', 'implicit-deny'],
  ['changes no bucket policy', 's3:PutBucketPolicy', 'testbucket', 'implicit-deny'],
  ['another bucket', 's3:GetObject', 'otherbucket/a', 'implicit-deny'],
  ['a bucket whose name begins alike', 's3:GetObject', 'testbucket2/a', 'implicit-deny'],
  [
    "a stranger's bucket of the same name",
    's3:PutObject',
    'testbucket/a',
    'implicit-deny',
    { owner: stranger, policies: opened('testbucket') },
  ],
  ['the audit bucket', 's3:GetObject', 'acme-audit/a', 'explicit-deny'],
  [
    'the audit bucket, opened by its own policy',
    's3:GetObject',
    'acme-audit/a',
    'explicit-deny',
    { policies: opened('acme-audit') },
  ],
  ['writes under its prefix', 's3:PutObject', 'uploads/in/a', 'allow'],
  ['deletes under its prefix', 's3:DeleteObject', 'uploads/in/a', 'allow'],
  ['beside its prefix', 's3:PutObject', 'uploads/index/a', 'implicit-deny'],
  ['reads nothing where it only writes', 's3:GetObject', 'uploads/in/a', 'implicit-deny'],
  [
    "the partner's bucket that is meant",
    's3:GetObject',
    'partner/a',
    'allow',
    { owner: stranger, policies: opened('partner') },
  ],
  ["an own bucket of the partner's name", 's3:GetObject', 'partner/a', 'implicit-deny'],
];
export const bucketRoleCases: readonly AccessCase[] = roleRows.map(
  ([title, action, path, expected, extra = {}]) => ({
    title,
    request: {
      principal: role('checkbot'),
      action,
      resource: `arn:aws:s3:::${path}`,
      resourceAccount: extra.owner ?? account,
      context: { ...sessions.key, ...(extra.prefix === undefined ? {} : { 's3:prefix': extra.prefix }) },
    },
    policies: extra.policies ?? checkbot,
    expected,
  }),
);

const prefixed = {
  identity: [
    {
      name: 'buckets',
      document: bucketRole({
        scope,
        buckets: [{ name: 'uploads', access: 'read', prefix: 'in/', delete: false, owner: account }],
      }),
    },
  ],
};
const trust = { identity: [allowAll], resource: { name: 'trust', document: ec2Trust(scope) } };
const assume = (
  title: string,
  principal: AccessCase['request']['principal'],
  expected: AccessCase['expected'],
): AccessCase => ({
  title,
  request: {
    principal,
    action: 'sts:AssumeRole',
    resource: `arn:aws:iam::${account}:role/checkbot`,
    context: sessions.mfa,
  },
  policies: principal.kind === 'service' ? { ...trust, identity: [] } : trust,
  expected,
});
export const bucketRoleMoreCases: readonly AccessCase[] = [
  ...(
    [
      ['in/', 'allow'],
      ['in/2026/', 'allow'],
      ['', 'implicit-deny'],
      ['other/', 'implicit-deny'],
    ] as const
  ).map(
    ([prefix, expected]): AccessCase => ({
      title: `lists only its prefix: "${prefix}"`,
      request: {
        principal: role('checkbot'),
        action: 's3:ListBucket',
        resource: 'arn:aws:s3:::uploads',
        resourceAccount: account,
        context: { ...sessions.key, 's3:prefix': prefix },
      },
      policies: prefixed,
      expected,
    }),
  ),
  assume('EC2 takes the role', service('ec2.amazonaws.com'), 'allow'),
  assume('Lambda does not', service('lambda.amazonaws.com'), 'implicit-deny'),
  assume('not even an administrator does', user('ada'), 'implicit-deny'),
];
