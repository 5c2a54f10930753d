import { describe, expect, test } from 'vitest';
import { findDrift } from '../../src/findings/drift-findings.ts';
import { comparePlan } from '../../src/findings/ours.ts';
import { registryEntry } from '../../src/findings/registry.ts';
import { rules } from '../../src/findings/rules.ts';
import { logicalNames as names } from '../../src/lib/logical-names.ts';
import type {
  GroupFact,
  KeyFact,
  OwnBucketFact,
  PolicyFact,
  RoleFact,
  Snapshot,
  TrailFact,
  UserFact,
} from '../../src/model/snapshot.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { exampleAnswers } from '../helpers/example.ts';
import { accountAsPlanned, auditKeyArn, examplePlan, having, onDay } from './account-as-planned.ts';
import { plantedAlarms } from './planted-alarms.ts';
import { plantedRegional, quietRegional } from './planted-regional.ts';

const settled = accountAsPlanned();
const auditBucket = examplePlan.parts['audit-trail']?.bucket.name ?? '';

const withGroup = (name: string, change: (group: GroupFact) => Partial<GroupFact>): Snapshot =>
  having({
    groups: settled.groups.map((group) => (group.name === name ? { ...group, ...change(group) } : group)),
  });
const withUser = (name: string, change: Partial<UserFact>): Snapshot =>
  having({ users: settled.users.map((user) => (user.name === name ? { ...user, ...change } : user)) });
const withPolicy = (name: string, change: Partial<PolicyFact>): Snapshot =>
  having({
    policies: settled.policies.map((policy) => (policy.name === name ? { ...policy, ...change } : policy)),
  });
const withRole = (change: Partial<RoleFact>): Snapshot =>
  having({ roles: settled.roles.map((role) => ({ ...role, ...change })) });
const withTrail = (change: Partial<TrailFact>): Snapshot =>
  having({ trails: settled.trails.map((trail) => ({ ...trail, ...change })) });
const withKey = (change: Partial<KeyFact>): Snapshot =>
  having({ keys: settled.keys.map((key) => ({ ...key, ...change })) });
const withBucket = (name: string, change: Partial<OwnBucketFact>): Snapshot =>
  having({
    buckets: { ...settled.buckets, [name]: { ...(settled.buckets[name] as OwnBucketFact), ...change } },
  });
const anything = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Other', Effect: 'Allow', Action: '*', Resource: '*' }],
} as const;
const password = (change: object): Snapshot =>
  having({ passwordPolicy: { ...settled.passwordPolicy!, ...change } });

/** One planted difference each: what is found, and what a repair would be aimed at. */
const planted: readonly (readonly [id: string, snapshot: Snapshot, resources: readonly string[]])[] = [
  [
    'group-missing:finance',
    having({ groups: settled.groups.filter((group) => group.name !== 'finance') }),
    [
      names.group('finance'),
      names.groupPolicy('finance', 'RequireMFA'),
      names.groupPolicy('finance', 'FinanceAddition'),
      names.groupPolicy('finance', 'AWSBillingReadOnlyAccess'),
    ],
  ],
  [
    'group-policy-detached:admins/AdministratorAccess',
    withGroup('admins', (group) => ({
      attached: group.attached.filter((policy) => policy.name !== 'AdministratorAccess'),
    })),
    [names.groupPolicy('admins', 'AdministratorAccess')],
  ],
  [
    'mfa-policy-detached:admins/RequireMFA',
    withGroup('admins', (group) => ({
      attached: group.attached.filter((policy) => policy.name !== 'RequireMFA'),
    })),
    [names.groupPolicy('admins', 'RequireMFA')],
  ],
  [
    'group-foreign-policy:finance/PowerUserAccess',
    withGroup('finance', (group) => ({
      attached: [
        ...group.attached,
        { name: 'PowerUserAccess', arn: 'arn:aws:iam::aws:policy/PowerUserAccess' },
      ],
    })),
    [],
  ],
  [
    'group-foreign-policy:finance/extra',
    withGroup('finance', () => ({ inline: [{ name: 'extra', document: anything }] })),
    [],
  ],
  ['member-extra:admins/finn', withUser('finn', { groups: ['admins', 'finance'] }), []],
  [
    'policy-missing:FinanceAddition',
    having({ policies: settled.policies.filter((policy) => policy.name !== 'FinanceAddition') }),
    [names.policy('finance-addition')],
  ],
  [
    'policy-changed:developers-work',
    withPolicy('developers-work', { document: anything }),
    [names.policy('developers-work')],
  ],
  [
    'mfa-policy-changed:RequireMFA',
    withPolicy('RequireMFA', { document: anything }),
    [names.policy('require-mfa')],
  ],
  [
    'policy-changed:ci-deployer-boundary',
    withPolicy('ci-deployer-boundary', { document: anything }),
    [names.machineBoundary('ci-deployer')],
  ],
  [
    'user-missing:ada',
    having({ users: settled.users.filter((user) => user.name !== 'ada') }),
    [names.person('ada'), names.personGroups('ada')],
  ],
  ['user-path-changed:ada', withUser('ada', { path: '/staff/' }), [names.person('ada')]],
  ['user-tags-changed:ada', withUser('ada', { tags: {} }), [names.person('ada')]],
  ['user-direct-policy:ada', withUser('ada', { inline: [{ name: 'mine', document: anything }] }), []],
  ['member-missing:admins/ada', withUser('ada', { groups: [] }), [names.personGroups('ada')]],
  [
    'boundary-removed:ci-deployer',
    withUser('ci-deployer', { boundaryArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
    [names.machine('ci-deployer')],
  ],
  [
    'role-missing:checkbot',
    having({ roles: [] }),
    [names.role('checkbot'), names.rolePolicy('checkbot'), names.roleProfile('checkbot')],
  ],
  ['role-trust-changed:checkbot', withRole({ trust: anything }), [names.role('checkbot')]],
  ['role-policy-missing:checkbot', withRole({ inline: [] }), [names.rolePolicy('checkbot')]],
  [
    'role-policy-changed:checkbot',
    withRole({ inline: [{ name: 'buckets', document: anything }] }),
    [names.rolePolicy('checkbot')],
  ],
  [
    'role-foreign-policy:checkbot/AdministratorAccess',
    withRole({
      attached: [{ name: 'AdministratorAccess', arn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
    }),
    [],
  ],
  ['role-settings-changed:checkbot', withRole({ maxSessionSeconds: 43200 }), [names.role('checkbot')]],
  ['role-tags-changed:checkbot', withRole({ tags: {} }), [names.role('checkbot')]],
  ['profile-missing:checkbot', having({ instanceProfiles: [] }), [names.roleProfile('checkbot')]],
  [
    'profile-role-changed:checkbot',
    having({ instanceProfiles: settled.instanceProfiles.map((profile) => ({ ...profile, roles: [] })) }),
    [names.roleProfile('checkbot')],
  ],
  [
    'role-bucket-missing:testbucket',
    having({ buckets: { ...settled.buckets, testbucket: { kind: 'absent', name: 'testbucket' } } }),
    [
      names.roleBucket('testbucket'),
      names.roleBucketPublicAccessBlock('testbucket'),
      names.roleBucketEncryption('testbucket'),
      names.roleBucketPolicy('testbucket'),
    ],
  ],
  [
    'role-bucket-open:testbucket',
    withBucket('testbucket', { publicAccessBlock: undefined }),
    [names.roleBucketPublicAccessBlock('testbucket')],
  ],
  [
    'role-bucket-policy-changed:testbucket',
    withBucket('testbucket', { policy: undefined }),
    [names.roleBucketPolicy('testbucket')],
  ],
  [
    'role-bucket-unencrypted:testbucket',
    withBucket('testbucket', { encryption: undefined }),
    [names.roleBucketEncryption('testbucket')],
  ],
  ['password-policy-missing:123456789012', having({ passwordPolicy: undefined }), [names.passwordPolicy]],
  ['password-policy-weaker:123456789012', password({ minimumLength: 13 }), [names.passwordPolicy]],
  ['password-policy-weaker:123456789012', password({ reusePrevention: undefined }), [names.passwordPolicy]],
  ['password-policy-weaker:123456789012', password({ allowUsersToChange: false }), [names.passwordPolicy]],
  ['alias-missing:acme', having({ aliases: ['other'] }), [names.accountAlias]],
  [
    's3-block-off:123456789012',
    having({ s3PublicAccessBlock: { ...settled.s3PublicAccessBlock!, blockPublicPolicy: false } }),
    [names.s3PublicAccessBlock],
  ],
  ['ebs-encryption-off:eu-west-1', having({ ebsEncryptionByDefault: false }), [names.ebsEncryption]],
  ...plantedRegional,
  ['trail-missing:account-trail', having({ trails: [] }), [names.trail]],
  ['trail-stopped:account-trail', withTrail({ logging: false }), [names.trail]],
  ['trail-not-multi-region:account-trail', withTrail({ multiRegion: false }), [names.trail]],
  ['trail-no-global-events:account-trail', withTrail({ globalEvents: false }), [names.trail]],
  ['trail-validation-off:account-trail', withTrail({ validation: false }), [names.trail]],
  ['trail-selectors-changed:account-trail', withTrail({ allManagementEvents: false }), [names.trail]],
  ['trail-bucket-changed:account-trail', withTrail({ bucket: 'elsewhere' }), [names.trail]],
  ['trail-bucket-changed:account-trail', withTrail({ prefix: 'deep' }), [names.trail]],
  ['trail-key-changed:account-trail', withTrail({ kmsKeyArn: undefined }), [names.trail]],
  ['trail-delivery-failed:account-trail', withTrail({ latestDeliveryError: 'AccessDenied' }), []],
  [
    `audit-bucket-missing:${auditBucket}`,
    having({ buckets: { ...settled.buckets, [auditBucket]: { kind: 'foreign', name: auditBucket } } }),
    [],
  ],
  [
    `audit-bucket-open:${auditBucket}`,
    withBucket(auditBucket, { publicAccessBlock: undefined }),
    [names.auditBucketPublicAccessBlock],
  ],
  [
    `audit-bucket-policy-changed:${auditBucket}`,
    withBucket(auditBucket, { policy: undefined }),
    [names.auditBucketPolicy],
  ],
  [
    `audit-bucket-policy-public:${auditBucket}`,
    withBucket(auditBucket, {
      policy: withStatement({
        Effect: 'Allow',
        Principal: { AWS: ['*'] },
        Action: 's3:GetObject',
        Resource: '*',
      }),
    }),
    [],
  ],
  [
    `audit-bucket-ownership-changed:${auditBucket}`,
    withBucket(auditBucket, { objectOwnership: 'ObjectWriter' }),
    [names.auditBucketOwnership],
  ],
  [
    `audit-bucket-versioning-off:${auditBucket}`,
    withBucket(auditBucket, { versioning: 'Suspended' }),
    [names.auditBucketVersioning],
  ],
  [
    `audit-bucket-encryption-changed:${auditBucket}`,
    withBucket(auditBucket, { encryption: { algorithm: 'AES256', bucketKey: false } }),
    [names.auditBucketEncryption],
  ],
  [
    `audit-bucket-retention-shorter:${auditBucket}/expire-log-files`,
    withBucket(auditBucket, {
      lifecycle: [{ id: 'expire-log-files', enabled: true, expirationDays: 30, noncurrentDays: 30 }],
    }),
    [names.auditBucketLifecycle],
  ],
  [
    `audit-bucket-retention-missing:${auditBucket}`,
    withBucket(auditBucket, { lifecycle: [] }),
    [names.auditBucketLifecycle],
  ],
  [
    `audit-bucket-lock-weaker:${auditBucket}`,
    withBucket(auditBucket, { objectLock: { enabled: true } }),
    [names.auditBucketObjectLock],
  ],
  ['audit-key-missing:alias/account-trail', having({ keys: [] }), [names.auditKey, names.auditKeyAlias]],
  [`audit-key-pending-deletion:${auditKeyArn}`, withKey({ state: 'PendingDeletion', enabled: false }), []],
  [`audit-key-disabled:${auditKeyArn}`, withKey({ state: 'Disabled', enabled: false }), [names.auditKey]],
  [`audit-key-rotation-off:${auditKeyArn}`, withKey({ rotation: false }), [names.auditKey]],
  [
    `audit-key-policy-changed:${auditKeyArn}`,
    withKey({ policy: { Version: '2012-10-17', Statement: [] } }),
    [names.auditKey],
  ],
];

function withStatement(statement: PolicyFact['document']['Statement'][number]): PolicyFact['document'] {
  const policy = (settled.buckets[auditBucket] as OwnBucketFact).policy!;
  return { ...policy, Statement: [...policy.Statement, statement] };
}

/** With the perimeter beside it a difference stays one finding. */
const drift = (snapshot: Snapshot) =>
  findDrift({ plan: examplePlan, snapshot, answers: exampleAnswers, now: onDay(0) }).map(({ id }) => id);
/** Where a difference makes somebody an administrator, that stands in its place. */
const graver: Readonly<Record<string, readonly string[]>> = {
  'group-foreign-policy:finance/PowerUserAccess': [
    'group-foreign-policy:finance/PowerUserAccess',
    'rights-unknown:arn:aws:iam::aws:policy/PowerUserAccess',
  ],
  'group-foreign-policy:finance/extra': ['group-administrator:finance'],
  'member-extra:admins/finn': ['user-administrator:finn'],
  'policy-changed:developers-work': ['group-administrator:developers'],
  'mfa-policy-changed:RequireMFA': [
    'group-administrator:developers',
    'group-administrator:finance',
    'mfa-policy-changed:RequireMFA',
  ],
  'role-policy-changed:checkbot': ['role-administrator:checkbot'],
  'role-foreign-policy:checkbot/AdministratorAccess': ['role-administrator:checkbot'],
};

test('the account as planned has no finding', () => {
  expect(comparePlan(examplePlan, settled)).toEqual([]);
});

describe('a planted difference is found, alone, with what repairs it', () => {
  test.each(planted)('%s', (id, snapshot, resources) => {
    const found = comparePlan(examplePlan, snapshot);
    expect(found.map((finding) => finding.id)).toEqual([id]);
    expect(found[0]?.resources).toEqual(resources);
    expect(found[0]?.severity).toBe(rules[id.split(':')[0] as keyof typeof rules].severity);
    expect(found[0]?.fix).not.toBe('');
    expect(found[0]?.verdicts).toEqual(
      expect.arrayContaining(resources.length > 0 ? ['repair'] : ['accept']),
    );
    expect(registryEntry(found[0]?.rule ?? '')).toBeDefined();
    expect(drift(snapshot)).toEqual(graver[id] ?? [id]);
  });
});

test('every rule of the comparison has a planted case', () => {
  const preflightOnly = [
    'root-',
    'wrong-',
    'unknown-',
    'not-read',
    'missing-right',
    'state-',
    'credentials-',
    'region-',
    'name-',
    'quota',
    'policy-too-long',
    'second-trail',
    'trail-kept',
    'trail-not-adoptable',
    'policy-name-taken',
    'group-in-use',
    'trail-name-taken',
    'audit-bucket-foreign',
    'audit-bucket-region',
    'role-bucket-absent',
    'role-bucket-foreign',
  ];
  const mine = Object.keys(rules).filter((rule) => !preflightOnly.some((start) => rule.startsWith(start)));
  const elsewhere = [
    'audit-foreign-statement',
    'role-foreign-trust',
    'alarm-logs-missing',
    'alarm-topic-foreign-statement',
    // staging.test.ts
    'mfa-staged',
    'mfa-staged-ready',
    'member-waits',
    // kept-people.test.ts
    'user-kept',
    'user-kept-open',
  ];
  const seen = new Set([...[...planted, ...plantedAlarms].map(([id]) => id.split(':')[0]), ...elsewhere]);
  expect(mine.filter((rule) => !seen.has(rule))).toEqual([]);
});

describe('statements that somebody else wrote', () => {
  const stranger = {
    Sid: 'Backdoor',
    Effect: 'Allow',
    Principal: { AWS: '999988887777' },
    Action: '*',
    Resource: '*',
  } as const;
  const ids = (snapshot: Snapshot) =>
    comparePlan(assemblePlan(exampleAnswers, snapshot, new Map()), snapshot).map((each) => each.id);
  test('on the audit bucket stay, and are said', () => {
    const live = settled.buckets[auditBucket] as OwnBucketFact;
    const policy = { ...live.policy!, Statement: [...live.policy!.Statement, stranger] };
    expect(ids(withBucket(auditBucket, { policy }))).toEqual([
      `audit-foreign-statement:${auditBucket}/Backdoor`,
    ]);
  });
  test('that lets everybody in is said once, as what it is', () => {
    const live = settled.buckets[auditBucket] as OwnBucketFact;
    const open = { ...stranger, Principal: '*' } as const;
    const policy = { ...live.policy!, Statement: [...live.policy!.Statement, open] };
    expect(ids(withBucket(auditBucket, { policy }))).toEqual([`audit-bucket-policy-public:${auditBucket}`]);
  });
  test('on the audit key stay, and are said', () => {
    const [key] = settled.keys;
    const policy = { ...key!.policy, Statement: [...key!.policy.Statement, stranger] };
    expect(ids(having({ keys: [{ ...key!, policy }] }))).toEqual([
      `audit-foreign-statement:${key!.arn}/Backdoor`,
    ]);
  });
  test('in the trust of a role of ours go, of an adopted one stay and are said', () => {
    const [role] = settled.roles;
    const trust = {
      ...role!.trust,
      Statement: [...role!.trust.Statement, { ...stranger, Action: 'sts:AssumeRole' }],
    };
    expect(ids(having({ roles: [{ ...role!, trust }] }))).toEqual([`role-trust-changed:${role!.name}`]);
    expect(ids(having({ roles: [{ ...role!, trust, tags: {} }] }))).toContain(
      `role-foreign-trust:${role!.name}/Backdoor`,
    );
  });
});

describe('stronger, older or foreign is no drift', () => {
  test.each([
    [
      'a longer password, further demands, an end',
      password({ minimumLength: 20, requireSymbols: true, maxAgeDays: 90, hardExpiry: true }),
    ],
    [
      'longer retention',
      withBucket(auditBucket, {
        lifecycle: [{ id: 'expire-log-files', enabled: true, expirationDays: 4000, noncurrentDays: 400 }],
      }),
    ],
    [
      'a lock nobody can lift',
      withBucket(auditBucket, { objectLock: { enabled: true, mode: 'COMPLIANCE', days: 4000 } }),
    ],
    [
      'a foreign statement in the bucket policy',
      withBucket(auditBucket, {
        policy: withStatement({
          Sid: 'Balancer',
          Effect: 'Allow',
          Principal: { Service: 'delivery.logs.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: '*',
        }),
      }),
    ],
    [
      'a lifecycle rule for other keys',
      withBucket(auditBucket, {
        lifecycle: [
          ...(settled.buckets[auditBucket] as OwnBucketFact).lifecycle,
          { id: 'balancer', enabled: true, prefix: 'balancer/', expirationDays: 7 },
        ],
      }),
    ],
    [
      'a tag of somebody else',
      withUser('ada', { tags: { ...settled.users.find((user) => user.name === 'ada')!.tags, Team: 'ops' } }),
    ],
    [
      'another boundary nobody planned',
      withUser('ada', { boundaryArn: 'arn:aws:iam::123456789012:policy/own' }),
    ],
    ['the same policy, otherwise written', withPolicy('RequireMFA', { document: shuffled('RequireMFA') })],
  ])('%s', (_title, snapshot) => {
    expect(comparePlan(examplePlan, snapshot)).toEqual([]);
  });
});

describe('in regions and contacts too', () => {
  test.each(quietRegional)('%s', (_title, snapshot) => {
    expect(comparePlan(examplePlan, snapshot)).toEqual([]);
  });
});

function shuffled(name: string): PolicyFact['document'] {
  const { document } = settled.policies.find((policy) => policy.name === name)!;
  return { ...document, Statement: [...document.Statement].reverse() };
}

test('what could not be read is not judged', () => {
  const blind = having({
    groups: [],
    users: [],
    roles: [],
    policies: [],
    instanceProfiles: [],
    passwordPolicy: undefined,
    trails: [],
    keys: [],
    notRead: [
      'iam:GetAccountAuthorizationDetails',
      'iam:GetAccountPasswordPolicy',
      'cloudtrail:DescribeTrails',
      'kms:ListAliases',
    ].map((action) => ({ action, why: 'AccessDenied' })),
  });
  expect(comparePlan(examplePlan, blind)).toEqual([]);
});

test('a stranger in a human group is found; the most severe stands first', () => {
  const stranger: UserFact = { ...settled.users[0]!, name: 'eve', groups: ['admins'] };
  const found = comparePlan(examplePlan, { ...having({ users: [...settled.users, stranger] }), trails: [] });
  expect(found.map((finding) => finding.id)).toEqual([
    'trail-missing:account-trail',
    'member-extra:admins/eve',
  ]);
});
