import { describe, expect, test } from 'vitest';
import { type PreflightInput, preflight } from '../../src/findings/preflight.ts';
import { rules } from '../../src/findings/rules.ts';
import { logicalNames as names } from '../../src/lib/logical-names.ts';
import type { Plan, StateIndex } from '../../src/model/plan.ts';
import type { Snapshot, TrailFact } from '../../src/model/snapshot.ts';
import { accountId, emptySnapshot } from '../helpers/example.ts';
import { accountAsPlanned, auditKeyArn, examplePlan } from './account-as-planned.ts';

const noState: StateIndex = new Map();
const stateOf = (name: string, id: string): StateIndex =>
  new Map([[name, { urn: `urn:${name}`, type: 'aws:x:X', name, id, retained: true }]]);
const settled = accountAsPlanned();
const auditBucket = examplePlan.parts['audit-trail']?.bucket.name ?? '';
const empty: Snapshot = {
  ...emptySnapshot,
  buckets: {
    [auditBucket]: { kind: 'absent', name: auditBucket },
    testbucket: { kind: 'absent', name: 'testbucket' },
  },
};
const check = (change: Partial<Snapshot>, more: Partial<PreflightInput> = {}) =>
  preflight({ snapshot: { ...empty, ...change }, plan: examplePlan, state: noState, ...more });
const other: TrailFact = {
  ...settled.trails[0]!,
  name: 'old',
  arn: 'arn:aws:cloudtrail:us-east-1:123456789012:trail/old',
  homeRegion: 'us-east-1',
};
const strangersPolicy = {
  ...settled.policies.find((policy) => policy.name === 'RequireMFA')!,
  tags: {},
  document: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
  },
} as const;
const withRoleBucket = (
  change: object,
  createBuckets: readonly { name: string; tags: object; encrypt: boolean }[],
): Plan => {
  const role = examplePlan.parts.roles[0]!;
  const roles = [
    { ...role, buckets: [{ ...role.buckets[0]!, ...change }], createBuckets },
  ] as Plan['parts']['roles'];
  return { ...examplePlan, parts: { ...examplePlan.parts, roles } };
};
const ownBucket = settled.buckets.testbucket!;
const rootCaller = {
  ...emptySnapshot.caller,
  kind: 'root',
  name: 'root',
  arn: `arn:aws:iam::${accountId}:root`,
} as const;
const bigPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: Array.from({ length: 400 }, (_, index) => `ec2:Describe${index}Something`),
      Resource: '*',
    },
  ],
} as const;
const bigPlan: Plan = {
  ...examplePlan,
  parts: {
    ...examplePlan.parts,
    groups: {
      ...examplePlan.parts.groups,
      policies: {
        ...examplePlan.parts.groups.policies,
        'developers-work': { ...examplePlan.parts.groups.policies['developers-work']!, document: bigPolicy },
      },
    },
  },
};

test('nothing speaks against the example plan in an empty account, nor once it is carried out', () => {
  expect(check({})).toEqual([]);
  expect(
    preflight({
      snapshot: settled,
      plan: examplePlan,
      state: noState,
      expectedAccount: accountId,
      fileAccount: accountId,
    }),
  ).toEqual([]);
});

describe('a planted obstacle is found', () => {
  const cases: readonly (readonly [
    id: string,
    stops: 'refuse' | 'consent' | undefined,
    text: string,
    found: ReturnType<typeof check>,
  ])[] = [
    [`root-caller:arn:aws:iam::${accountId}:root`, 'refuse', 'first-admin', check({ caller: rootCaller })],
    [`root-key:${accountId}`, 'refuse', 'delete it', check({ root: { hasAccessKeys: true, hasMfa: true } })],
    [
      `root-without-mfa:${accountId}`,
      'refuse',
      'Assign MFA device',
      check({ root: { hasAccessKeys: false, hasMfa: false } }),
    ],
    [
      'wrong-account:999988887777',
      'refuse',
      `${accountId}, but --account says 999988887777`,
      check({}, { expectedAccount: '999988887777' }),
    ],
    [
      'wrong-account:999988887777',
      'refuse',
      'account.id of the file says 999988887777',
      check({}, { fileAccount: '999988887777' }),
    ],
    [
      'unknown-inventory:iam:GetAccountAuthorizationDetails AccessDenied',
      'refuse',
      'denied',
      check({ notRead: [{ action: 'iam:GetAccountAuthorizationDetails', why: 'AccessDenied' }] }),
    ],
    [
      'not-read:kms:GetKeyPolicy AccessDenied',
      'refuse',
      'unknown here',
      check({ notRead: [{ action: 'kms:GetKeyPolicy', why: 'AccessDenied' }] }),
    ],
    [
      'not-read:ec2:DescribeLaunchTemplateVersions UnauthorizedOperation: us-east-1',
      undefined,
      'unknown here',
      check({
        notRead: [{ action: 'ec2:DescribeLaunchTemplateVersions', why: 'UnauthorizedOperation: us-east-1' }],
      }),
    ],
    [
      `credentials-expire-soon:${emptySnapshot.caller.arn}`,
      undefined,
      '10 minutes',
      check({}, { credentialsExpireAt: '2026-11-01T00:10:30Z' }),
    ],
    [
      `name-case-clash:arn:aws:iam::${accountId}:group/Admins`,
      'refuse',
      '"Admins"',
      check({
        groups: [
          {
            name: 'Admins',
            arn: `arn:aws:iam::${accountId}:group/Admins`,
            path: '/',
            attached: [],
            inline: [],
          },
        ],
      }),
    ],
    [
      `name-case-clash:arn:aws:iam::${accountId}:user/CI-Deployer`,
      'refuse',
      '"CI-Deployer"',
      check({
        users: [
          { ...settled.users[0]!, name: 'CI-Deployer', arn: `arn:aws:iam::${accountId}:user/CI-Deployer` },
        ],
      }),
    ],
    [
      'quota:users',
      'refuse',
      '4998 there + 4 planned = 5002, the quota is 5000',
      check({ summary: { Users: 4998, UsersQuota: 5000 } }),
    ],
    [
      'quota:policies on group admins',
      'refuse',
      '12, the quota is 10',
      check({
        groups: [
          {
            name: 'admins',
            arn: '',
            path: '/',
            inline: [],
            attached: Array.from({ length: 10 }, (_, index) => ({ name: `p${index}`, arn: `arn:p${index}` })),
          },
        ],
      }),
    ],
    [
      'quota:groups of user ada',
      'refuse',
      'g9',
      check({
        users: [
          {
            ...settled.users.find((user) => user.name === 'ada')!,
            groups: Array.from({ length: 10 }, (_, index) => `g${index}`),
          },
        ],
      }),
    ],
    [
      'quota:trails in eu-west-1',
      'refuse',
      '5 there + 1 planned = 6',
      check({
        trails: ['a', 'b', 'c', 'd', 'e'].map((name) => ({
          ...other,
          name,
          arn: name,
          homeRegion: 'eu-west-1',
          multiRegion: false,
        })),
      }),
    ],
    ['policy-too-long:policy developers-work', 'refuse', 'AWS takes 6144', check({}, { plan: bigPlan })],
    [`second-trail:${other.arn}`, 'consent', '2.00 USD', check({ trails: [other] })],
    [
      `second-trail:${other.arn}`,
      'consent',
      'organization trail',
      check({ trails: [{ ...other, organization: true, logging: false, allManagementEvents: false }] }),
    ],
    [
      `trail-name-taken:${other.arn}`,
      'refuse',
      'us-east-1',
      check({ trails: [{ ...other, name: 'account-trail', multiRegion: false }] }),
    ],
    [
      `audit-bucket-foreign:${auditBucket}`,
      'refuse',
      'stranger',
      check({ buckets: { ...empty.buckets, [auditBucket]: { kind: 'foreign', name: auditBucket } } }),
    ],
    [
      `audit-bucket-region:${auditBucket}`,
      'refuse',
      'us-west-2',
      check({
        buckets: {
          ...empty.buckets,
          [auditBucket]: {
            ...ownBucket,
            kind: 'own',
            name: auditBucket,
            region: 'us-west-2',
          } as typeof ownBucket,
        },
      }),
    ],
    [
      `audit-key-pending-deletion:${auditKeyArn}`,
      'refuse',
      'cancel-key-deletion',
      check({ keys: [{ ...settled.keys[0]!, state: 'PendingDeletion' }] }),
    ],
    [
      `policy-name-taken:${strangersPolicy.arn}`,
      'refuse',
      'rewrite it for everybody',
      check({ policies: [strangersPolicy] }),
    ],
    [
      'group-in-use:arn:aws:iam::123456789012:group/old',
      'refuse',
      'eve',
      check(
        {
          groups: [
            { name: 'old', arn: 'arn:aws:iam::123456789012:group/old', path: '/', attached: [], inline: [] },
          ],
          users: [{ ...settled.users[0]!, name: 'eve', groups: ['old'] }],
        },
        {
          state: new Map([
            [
              'groups/old',
              { urn: '', type: 'aws:iam/group:Group', name: 'groups/old', id: 'old', retained: false },
            ],
          ]),
        },
      ),
    ],
    [
      `trail-not-adoptable:${settled.trails[0]!.arn}`,
      'refuse',
      'their-bucket',
      check({ trails: [{ ...settled.trails[0]!, tags: {}, bucket: 'their-bucket' }] }),
    ],
    [
      'trail-kept:audit-trail/trail',
      'refuse',
      'trail.enabled',
      check(
        {},
        {
          plan: { ...examplePlan, parts: { ...examplePlan.parts, 'audit-trail': null } },
          state: stateOf(names.trail, 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/account-trail'),
        },
      ),
    ],
    [
      'trail-kept:audit-trail/bucket',
      'refuse',
      'bucket-of-yesterday',
      check({}, { state: stateOf(names.auditBucket, 'bucket-of-yesterday') }),
    ],
    ['role-bucket-absent:testbucket', 'refuse', 'create: true', check({}, { plan: withRoleBucket({}, []) })],
    [
      'role-bucket-absent:testbucket',
      'refuse',
      '999988887777',
      check({}, { plan: withRoleBucket({ owner: '999988887777' }, []) }),
    ],
    [
      'role-bucket-foreign:testbucket',
      'refuse',
      'owner:',
      check({ buckets: { testbucket: { kind: 'foreign', name: 'testbucket' } } }),
    ],
    [
      'role-bucket-foreign:testbucket',
      'refuse',
      'Remove owner',
      check({ buckets: { testbucket: ownBucket } }, { plan: withRoleBucket({ owner: '999988887777' }, []) }),
    ],
  ];
  test.each(cases)('%s', (id, stops, text, found) => {
    expect(found.map((finding) => finding.id)).toEqual([id]);
    expect(found[0]?.stops).toBe(stops);
    expect(JSON.stringify(found[0]).replaceAll('\\"', '"')).toContain(text);
  });
  test('every rule of the preflight has a case', () => {
    const starts = [
      'root-',
      'wrong-',
      'unknown-',
      'not-read',
      'credentials-',
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
    const mine = Object.keys(rules).filter((rule) => starts.some((start) => rule.startsWith(start)));
    const seen = new Set(cases.map(([id]) => id.split(':')[0]));
    expect(mine.filter((rule) => !seen.has(rule))).toEqual([]);
  });
});

describe('what is no obstacle', () => {
  test('a root without any credentials, under central root management', () => {
    expect(
      check({ root: { hasAccessKeys: false, hasMfa: false }, summary: { AccountPasswordPresent: 0 } }),
    ).toEqual([]);
  });
  test('the same name at another path', () => {
    expect(
      check({ users: [{ ...settled.users.find((user) => user.name === 'ada')!, path: '/staff/' }] }),
    ).toEqual([]);
  });
  test('a second trail, once ours is there or in the state', () => {
    expect(check({ trails: [other, settled.trails[0]!] })).toEqual([]);
    const entry = { urn: '', type: '', name: names.trail, id: settled.trails[0]!.arn, retained: false };
    expect(check({ trails: [other] }, { state: new Map([[names.trail, entry]]) })).toEqual([]);
  });
  test('a full account in which everything planned is there already', () => {
    const summary = {
      Users: 5000,
      UsersQuota: 5000,
      Groups: 300,
      GroupsQuota: 300,
      Policies: 1500,
      PoliciesQuota: 1500,
    };
    expect(preflight({ snapshot: { ...settled, summary }, plan: examplePlan, state: noState })).toEqual([]);
  });
  test('a bucket of a role that belongs to the account that the file names', () => {
    expect(
      check(
        { buckets: { testbucket: { kind: 'foreign', name: 'testbucket' } } },
        { plan: withRoleBucket({ owner: '999988887777' }, []) },
      ),
    ).toEqual([]);
  });
  test('credentials that last', () => {
    expect(check({}, { credentialsExpireAt: '2026-11-01T08:00:00Z' })).toEqual([]);
  });
});

test('everything is told at once, and without a plan what can be told', () => {
  const bad: Partial<Snapshot> = { caller: rootCaller, root: { hasAccessKeys: true, hasMfa: false } };
  const found = preflight({
    snapshot: { ...emptySnapshot, ...bad },
    state: noState,
    expectedAccount: '999988887777',
  });
  expect(found.map((finding) => finding.rule)).toEqual([
    'root-caller',
    'root-key',
    'root-without-mfa',
    'wrong-account',
  ]);
});
