import type { Plan, RegionPlan, RolePlan } from '../../src/model/plan.ts';
import type {
  KeyFact,
  OwnBucketFact,
  PolicyFact,
  RegionFact,
  Snapshot,
  TrailFact,
  UserFact,
} from '../../src/model/snapshot.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { emptySnapshot, exampleAnswers } from '../helpers/example.ts';

const takenAt = '2026-11-01T00:00:00.000Z';
const allOn = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};

export const exampleContact = {
  name: 'Security team',
  title: 'On call',
  email: 'security@acme.example',
  phone: '+49 30 1234567',
};

/** A plan with one of everything: object lock on, an alias, a role whose bucket is made. */
export const examplePlan: Plan = assemblePlan(
  {
    ...exampleAnswers,
    account: { ...exampleAnswers.account, contacts: { security: exampleContact } },
    regions: { kind: 'list', others: ['us-east-1'] },
    trail: exampleAnswers.trail && { ...exampleAnswers.trail, objectLock: 'governance' },
  },
  {
    ...emptySnapshot,
    regions: ['eu-west-1', 'us-east-1'].map((name) => ({
      name,
      ebsEncryptionByDefault: false,
      metadataDefaults: {},
      analyzers: [],
      denied: [],
    })),
  },
  new Map(),
);

/** Policies of AWS's as far as the tests ask. */
const awsManagedPolicies: readonly PolicyFact[] = [
  ['AdministratorAccess', ['*']],
  ['AWSBillingReadOnlyAccess', ['billing:Get*', 'ce:Get*', 'account:GetAccountInformation']],
  ['AWSSupportAccess', ['support:*']],
].map(([name, actions]) => ({
  name: String(name),
  arn: `arn:aws:iam::aws:policy/${name}`,
  path: '/',
  awsManaged: true,
  versionId: 'v1',
  updatedAt: '2015-02-06T18:39:46.000Z',
  document: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions ?? [], Resource: '*' }],
  },
  tags: {},
}));

export const auditKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555';

/** The account just after that plan was carried out: nothing differs. */
export function accountAsPlanned(plan: Plan = examplePlan): Snapshot {
  const { groups, people, machines, roles } = plan.parts;
  const defaults = plan.parts['account-defaults'];
  const policies = [...Object.values(groups.policies), ...machines.map((machine) => machine.boundary)];
  return {
    ...emptySnapshot,
    takenAt,
    aliases: defaults.alias === undefined ? [] : [defaults.alias],
    users: [...people, ...machines].map((user) => ({
      ...asUser(user),
      ...('boundary' in user ? { boundaryArn: user.boundary.arn } : {}),
    })),
    groups: groups.groups.map(({ name, path, arn, awsManaged, customer }) => ({
      name,
      path,
      arn,
      attached: [...awsManaged, ...customer.flatMap((key) => groups.policies[key] ?? [])].map((policy) => ({
        name: policy.name,
        arn: policy.arn,
      })),
      inline: [],
    })),
    policies: [
      ...policies.map(({ name, path, arn, description, document, tags }) => ({
        name,
        path,
        arn,
        description,
        document,
        tags,
        awsManaged: false,
      })),
      ...awsManagedPolicies,
    ],
    roles: [
      ...roles.map((role) => ({ ...role, profiles: [role.profile.name] })),
      ...deliveryRolesOf(plan).map((role) => ({ ...role, profiles: [] })),
    ].map(({ name, path, arn, description, maxSessionSeconds, trust, policy, tags, profiles }) => ({
      name,
      path,
      arn,
      description,
      maxSessionSeconds,
      trust,
      attached: [],
      inline: [policy],
      tags,
      instanceProfiles: profiles,
    })),
    instanceProfiles: roles.map(({ name, profile }) => ({
      name: profile.name,
      arn: '',
      path: profile.path,
      roles: [name],
      tags: profile.tags,
    })),
    passwordPolicy: { ...defaults.passwordPolicy, allowUsersToChange: true },
    s3PublicAccessBlock: allOn,
    ebsEncryptionByDefault: true,
    regions: defaults.regions.map(regionOf),
    contacts: Object.fromEntries(defaults.contacts.map(({ type, ...contact }) => [type, contact])),
    trails: plan.parts['audit-trail'] === null ? [] : [trailOf(plan)],
    buckets: Object.fromEntries(
      [auditBucketOf(plan), ...roles.flatMap((role) => role.createBuckets.map(roleBucketOf))].map(
        (bucket) => [bucket.name, bucket],
      ),
    ),
    keys: keysOf(plan),
    ...watchOf(plan),
  };
}

function regionOf({ name, encryptEbs, metadataDefaults, analyzer }: RegionPlan): RegionFact {
  return {
    name,
    ebsEncryptionByDefault: encryptEbs,
    metadataDefaults: metadataDefaults ?? {},
    analyzers: analyzer === undefined ? [] : [{ ...analyzer, arn: `arn:aws:access-analyzer:${name}` }],
    denied: [],
  };
}

function asUser({
  name,
  path,
  arn,
  groups,
  tags,
}: Plan['parts']['people'][number] | Plan['parts']['machines'][number]): UserFact {
  return {
    name,
    path,
    arn,
    groups,
    tags,
    createdAt: takenAt,
    attached: [],
    inline: [],
    mfaDevices: [],
    accessKeys: [],
  };
}

function planned(plan: Plan) {
  const trail = plan.parts['audit-trail'];
  if (trail === null) throw new Error('the example has a trail');
  return trail;
}

function trailOf(plan: Plan): TrailFact {
  const { trail, bucket, key } = planned(plan);
  const delivery = plan.parts.alarms?.delivery;
  return {
    name: trail.name,
    arn: trail.arn,
    tags: trail.tags,
    homeRegion: plan.account.region,
    multiRegion: true,
    organization: false,
    globalEvents: true,
    validation: true,
    bucket: bucket.name,
    ...(key === undefined ? {} : { kmsKeyArn: auditKeyArn }),
    ...(delivery === undefined
      ? {}
      : { logGroupArn: `${delivery.logGroup.arn}:*`, logRoleArn: delivery.role.arn }),
    logging: true,
    allManagementEvents: true,
  };
}

function auditBucketOf(plan: Plan): OwnBucketFact {
  const { bucket, key } = planned(plan);
  return {
    kind: 'own',
    name: bucket.name,
    region: plan.account.region,
    tags: bucket.tags,
    policy: bucket.policy,
    publicAccessBlock: allOn,
    objectOwnership: 'BucketOwnerEnforced',
    versioning: 'Enabled',
    encryption:
      key === undefined
        ? { algorithm: 'AES256', bucketKey: false }
        : { algorithm: 'aws:kms', kmsKeyArn: auditKeyArn, bucketKey: true },
    lifecycle: [
      {
        id: 'expire-log-files',
        enabled: true,
        expirationDays: bucket.retentionDays,
        noncurrentDays: bucket.noncurrentDays,
      },
    ],
    ...(bucket.lockDays === undefined
      ? {}
      : { objectLock: { enabled: true, mode: 'GOVERNANCE', days: bucket.lockDays } }),
  };
}

function roleBucketOf({ name, tags, policy }: RolePlan['createBuckets'][number]): OwnBucketFact {
  const encryption = { algorithm: 'AES256', bucketKey: false };
  return {
    kind: 'own',
    name,
    region: 'eu-west-1',
    tags,
    publicAccessBlock: allOn,
    versioning: 'Disabled',
    encryption,
    lifecycle: [],
    ...(policy === undefined ? {} : { policy }),
  };
}

function keysOf(plan: Plan): readonly KeyFact[] {
  const key = plan.parts['audit-trail']?.key;
  return key === undefined ? [] : [keyOf(key)];
}

function keyOf(key: NonNullable<ReturnType<typeof planned>['key']>): KeyFact {
  return {
    id: '11111111-2222-3333-4444-555555555555',
    arn: auditKeyArn,
    aliases: [key.alias],
    state: 'Enabled',
    enabled: true,
    rotation: true,
    description: key.description,
    policy: key.policy,
    tags: key.tags,
  };
}

function deliveryRolesOf({ parts }: Plan) {
  return parts.alarms?.delivery === undefined ? [] : [parts.alarms.delivery.role];
}

/** What watches the trail, with a mailbox whose owner has confirmed. */
function watchOf({
  parts: { alarms, budget },
}: Plan): Pick<Snapshot, 'logGroups' | 'alarms' | 'topics' | 'budgets'> {
  const budgets =
    budget === null
      ? []
      : [
          {
            name: budget.name,
            type: 'COST',
            timeUnit: 'MONTHLY',
            limit: { amount: budget.monthlyUsd, unit: 'USD' },
            notifications: budget.notifications,
            tags: budget.tags,
          },
        ];
  if (alarms === null || alarms.delivery === undefined)
    return { logGroups: [], alarms: [], topics: [], budgets };
  const { logGroup } = alarms.delivery;
  return {
    logGroups: [
      {
        ...logGroup,
        createdAt: takenAt,
        filters: alarms.alarms.map(({ name, pattern, namespace, metric }) => ({
          name,
          pattern,
          namespace,
          metric,
          value: '1',
        })),
      },
    ],
    alarms: alarms.alarms.map(({ name, namespace, metric, threshold, periodSeconds }) => ({
      name,
      arn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`,
      namespace,
      metric,
      threshold,
      periodSeconds,
      statistic: 'Sum',
      comparison: 'GreaterThanOrEqualToThreshold',
      evaluationPeriods: 1,
      treatMissingData: 'notBreaching',
      actionsEnabled: true,
      actions: [alarms.topic.arn],
    })),
    topics: [
      {
        name: alarms.topic.name,
        arn: alarms.topic.arn,
        policy: alarms.topic.policy,
        keyId: auditKeyArn,
        subscriptions: [
          { protocol: 'email', endpoint: alarms.email, arn: `${alarms.topic.arn}:11111111-2222` },
        ],
        tags: alarms.topic.tags,
      },
    ],
    budgets,
  };
}

/** Changes one part of the account. */
export function having(change: Partial<Snapshot>): Snapshot {
  return { ...accountAsPlanned(), ...change };
}

/** The day on which the account of the example was handed over. */
export const handedOver = '2026-11-01T00:00:00.000Z';

/** A day after that one. */
export function onDay(days: number): Date {
  return new Date(Date.parse(handedOver) + days * 86_400_000);
}

/** The account on that day: everybody got a first password, nobody has signed in. */
export function accountHandedOver(plan: Plan = examplePlan): Snapshot {
  const account = accountAsPlanned(plan);
  const people = new Set(plan.parts.people.map((person) => person.name));
  return {
    ...account,
    users: account.users.map((user) =>
      people.has(user.name)
        ? { ...user, loginProfile: { createdAt: handedOver, resetRequired: true } }
        : user,
    ),
  };
}

/** The account some days later: everybody has signed in and enrolled a device, the machine works, an instance runs. */
export function accountInUse(plan: Plan = examplePlan): Snapshot {
  const account = accountHandedOver(plan);
  return {
    ...account,
    users: account.users.map((user) =>
      user.loginProfile === undefined
        ? {
            ...user,
            accessKeys: [
              { idEnd: 'WXYZ', active: true, createdAt: handedOver, lastUsedAt: onDay(9).toISOString() },
            ],
          }
        : {
            ...user,
            loginProfile: { createdAt: handedOver, resetRequired: false },
            passwordLastUsedAt: onDay(2).toISOString(),
            mfaDevices: [`arn:aws:iam::${plan.account.id}:mfa/${user.name}`],
          },
    ),
    instances: plan.parts.roles.map((role) => ({
      id: 'i-0123456789abcdef0',
      region: plan.account.region,
      name: role.name,
      state: 'running',
      profileArn: `arn:aws:iam::${plan.account.id}:instance-profile/${role.profile.name}`,
      httpTokens: 'required',
      metadata: true,
    })),
  };
}
