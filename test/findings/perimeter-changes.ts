import type { KeyOwner } from '../../src/model/keys.ts';
import type { Statement } from '../../src/model/policy.ts';
import type {
  GroupFact,
  InstanceFact,
  PolicyFact,
  RoleFact,
  Snapshot,
  TrailFact,
  UserFact,
} from '../../src/model/snapshot.ts';
import { accountId } from '../helpers/example.ts';
import { accountInUse, handedOver } from './account-as-planned.ts';

/** The account that every case begins with: handed over, everybody at work, nothing to say. */
export const settled = accountInUse();

export type Change = (account: Snapshot) => Snapshot;

export const policyOf = (...statements: readonly Statement[]) =>
  ({ Version: '2012-10-17', Statement: statements }) as const;
export const allow = (action: Statement['Action'], resource: Statement['Resource'] = '*'): Statement => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
});
export const everything = policyOf(allow('*'));
export const inline = (...statements: readonly Statement[]) => [
  { name: 'mine', document: policyOf(...statements) },
];
export const attached = (name: string, owner = 'aws') => [
  { name, arn: `arn:aws:iam::${owner}:policy/${name}` },
];

/** Adds somebody or something that nobody planned. */
export const withUser =
  (name: string, more: Partial<UserFact> = {}): Change =>
  (account) => ({
    ...account,
    users: [
      ...account.users,
      {
        name,
        arn: `arn:aws:iam::${accountId}:user/${name}`,
        path: '/',
        createdAt: handedOver,
        groups: [],
        attached: [],
        inline: [],
        tags: {},
        mfaDevices: [],
        accessKeys: [],
        ...more,
      },
    ],
  });
export const withGroup =
  (name: string, more: Partial<GroupFact> = {}): Change =>
  (account) => ({
    ...account,
    groups: [
      ...account.groups,
      { name, arn: `arn:aws:iam::${accountId}:group/${name}`, path: '/', attached: [], inline: [], ...more },
    ],
  });
export const withRole =
  (name: string, principal: Statement['Principal'], more: Partial<RoleFact> = {}): Change =>
  (account) => ({
    ...account,
    roles: [
      ...account.roles,
      {
        name,
        arn: `arn:aws:iam::${accountId}:role${more.path ?? '/'}${name}`,
        path: '/',
        maxSessionSeconds: 3600,
        trust: policyOf({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }),
        attached: [],
        inline: [],
        tags: {},
        instanceProfiles: [],
        ...more,
      },
    ],
  });
export const withPolicy =
  (name: string, more: Partial<PolicyFact> = {}): Change =>
  (account) => ({
    ...account,
    policies: [
      ...account.policies,
      {
        name,
        arn: `arn:aws:iam::${accountId}:policy/${name}`,
        path: '/',
        awsManaged: false,
        versionId: 'v1',
        document: policyOf(allow('ec2:Describe*')),
        tags: {},
        ...more,
      },
    ],
  });
export const withInstance =
  (more: Partial<InstanceFact> = {}): Change =>
  (account) => ({
    ...account,
    instances: [
      ...account.instances,
      {
        id: 'i-0bad',
        region: 'eu-west-1',
        state: 'running',
        profileArn: `arn:aws:iam::${accountId}:instance-profile/checkbot`,
        httpTokens: 'required',
        metadata: true,
        ...more,
      },
    ],
  });
const holder = { kind: 'instance', id: 'i-0bad', region: 'eu-west-1' } as const;
export const withPlanted =
  (owner: KeyOwner): Change =>
  (account) => ({
    ...account,
    planted: {
      keys: [{ idEnd: 'ABCD', owner, places: [{ ...holder, part: '', line: 3, withSecret: true }] }],
      undecoded: [],
      looked: 1,
    },
  });
export const withUndecoded: Change = (account) => ({
  ...account,
  planted: { keys: [], undecoded: [{ ...holder, why: ['gzip data that is damaged'] }], looked: 1 },
});
export const withTrail =
  (more: Partial<TrailFact> = {}): Change =>
  (account) => ({
    ...account,
    trails: [
      ...account.trails,
      ...account.trails.map((trail) => ({
        ...trail,
        name: 'old',
        arn: `arn:aws:cloudtrail:us-east-1:${accountId}:trail/old`,
        homeRegion: 'us-east-1',
        bucket: 'old-logs',
        tags: {},
        ...more,
      })),
    ],
  });

/** Changes what is there. */
export const change =
  (name: string, more: Partial<UserFact>): Change =>
  (account) => ({
    ...account,
    users: account.users.map((user) => (user.name === name ? { ...user, ...more } : user)),
  });
export const changeGroup =
  (name: string, more: Partial<GroupFact>): Change =>
  (account) => ({
    ...account,
    groups: account.groups.map((group) => (group.name === name ? { ...group, ...more } : group)),
  });
export const changePolicy =
  (name: string, more: Partial<PolicyFact>): Change =>
  (account) => ({
    ...account,
    policies: account.policies.map((policy) => (policy.name === name ? { ...policy, ...more } : policy)),
  });
export const both =
  (...changes: readonly Change[]): Change =>
  (account) =>
    changes.reduce((now, next) => next(now), account);
