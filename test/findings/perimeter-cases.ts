import type { Verdict } from '../../src/model/finding.ts';
import { accountId } from '../helpers/example.ts';
import { onDay } from './account-as-planned.ts';
import {
  allow,
  attached,
  both,
  type Change,
  change,
  inline,
  withGroup,
  withInstance,
  withPlanted,
  withPolicy,
  withRole,
  withTrail,
  withUndecoded,
  withUser,
} from './perimeter-changes.ts';

interface More {
  readonly day?: number;
  readonly rootClosedAt?: string;
  /** What has to be there for the case, and is told as well. */
  readonly also?: readonly string[];
}
type Planted = readonly [id: string, verdicts: readonly Verdict[], plant: Change, more: More];
type Case = readonly [id: string, verdicts: readonly Verdict[], plant: Change, more?: More];
const iso = (day: number): string => onDay(day).toISOString();
const look = inline(allow('ec2:Describe*'));
const github = {
  Federated: `arn:aws:iam::${accountId}:oidc-provider/token.actions.githubusercontent.com`,
};
const removable = ['remove', 'accept'] as const;
/** Perhaps the file should know it. */
const stranger = ['adopt', 'remove', 'accept'] as const;
const byHand = ['accept'] as const;
const keyOf = (more: object) => ({
  idEnd: 'ABCD',
  active: true,
  createdAt: iso(9),
  lastUsedAt: iso(9),
  ...more,
});
const keys = (...more: readonly object[]) => ({ accessKeys: more.map(keyOf) });

/** One thing planted each, on the tenth day: what is found, alone. Whoever is an administrator: see the ways. */
const cases: readonly Case[] = [
  [
    `root-key:${accountId}`,
    byHand,
    (account) => ({ ...account, root: { ...account.root, hasAccessKeys: true } }),
  ],
  [
    `root-without-mfa:${accountId}`,
    byHand,
    (account) => ({ ...account, root: { ...account.root, hasMfa: false } }),
  ],
  [
    `root-used:${accountId}/2026-11-06`,
    byHand,
    (account) => ({ ...account, root: { ...account.root, lastUsedAt: iso(5) } }),
    { rootClosedAt: '2026-11-05' },
  ],
  [
    `root-in-use:${accountId}`,
    byHand,
    (account) => ({ ...account, root: { ...account.root, lastUsedAt: iso(5) } }),
  ],

  [
    'unknown-user:eve',
    stranger,
    both(withGroup('ops'), withUser('eve', { groups: ['ops'] })),
    { also: ['unknown-group:ops'] },
  ],
  ['user-without-group:eve', stranger, withUser('eve')],
  ['user-direct-policy:eve', stranger, withUser('eve', { inline: look })],
  ['user-direct-policy:dev', ['repair', 'accept'], change('dev', { inline: look })],
  ['member-extra:finance/eve', ['repair', 'adopt', 'accept'], withUser('eve', { groups: ['finance'] })],
  ['unknown-group:ops', removable, both(withGroup('ops'), change('finn', { groups: ['finance', 'ops'] }))],
  ['unknown-role:batch', removable, withRole('batch', { Service: 'lambda.amazonaws.com' }, { inline: look })],
  [
    'unknown-role:helper',
    removable,
    withRole('helper', { AWS: `arn:aws:iam::${accountId}:root` }, { inline: look }),
  ],
  ['role-trusts-account:audit/999988887777', removable, withRole('audit', { AWS: '999988887777' })],
  [
    'role-trusts-account:audit/o-a1b2c3d4e5',
    removable,
    withRole('audit', '*', {
      trust: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: '*',
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
          },
        ],
      },
    }),
  ],
  ['role-trusts-anyone:open/anyone', removable, withRole('open', { AWS: '*' })],
  ['role-trusts-anyone:ci/anyone', removable, withRole('ci', github)],
  [
    'role-trusts-provider:ci/token.actions.githubusercontent.com',
    removable,
    withRole('ci', github, {
      trust: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: github,
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/site:*' },
            },
          },
        ],
      },
    }),
  ],
  [
    // AWS's name, and a stranger beside the one account.
    'outside-administrator:OrganizationAccountAccessRole/999988887777',
    removable,
    withRole(
      'OrganizationAccountAccessRole',
      { AWS: [`arn:aws:iam::${accountId}:root`, '999988887777'] },
      { attached: attached('AdministratorAccess') },
    ),
  ],
  [
    'rights-unknown:arn:aws:iam::aws:policy/Mystery',
    byHand,
    (account) => ({
      ...account,
      roles: account.roles.map((role) => ({ ...role, boundaryArn: 'arn:aws:iam::aws:policy/Mystery' })),
    }),
  ],
  [
    'foreign-policy-changed:shared/v3',
    byHand,
    both(withPolicy('shared', { versionId: 'v3', updatedAt: iso(8) }), (account) => ({
      ...account,
      roles: account.roles.map((role) => ({
        ...role,
        boundaryArn: `arn:aws:iam::${accountId}:policy/shared`,
      })),
    })),
  ],
  [
    'aws-policy-new-version:AWSBillingReadOnlyAccess/v28',
    byHand,
    (account) => ({
      ...account,
      groups: account.groups.map((group) => ({ ...group, createdAt: iso(0) })),
      policies: account.policies.map((policy) =>
        policy.name === 'AWSBillingReadOnlyAccess'
          ? { ...policy, versionId: 'v28', updatedAt: iso(8) }
          : policy,
      ),
    }),
  ],

  ['human-without-mfa:ada', removable, change('ada', { mfaDevices: [] })],
  ['human-key-without-mfa:dev', removable, change('dev', { mfaDevices: [], ...keys({}) })],
  [
    'machine-login-profile:ci-deployer',
    removable,
    change('ci-deployer', { loginProfile: { createdAt: iso(9), resetRequired: true } }),
  ],
  ['password-never-used:finn', removable, change('finn', { passwordLastUsedAt: undefined })],
  [
    // A password given anew on the third day, after the last sign-in.
    'password-never-used:finn',
    removable,
    change('finn', { loginProfile: { createdAt: iso(3), resetRequired: true } }),
    { day: 11 },
  ],

  ['key-old:ci-deployer/ABCD', removable, change('ci-deployer', keys({ createdAt: iso(-81) }))],
  ['key-unused:ci-deployer/ABCD', removable, change('ci-deployer', keys({ lastUsedAt: iso(-36) }))],
  [
    'key-unused:ci-deployer/ABCD',
    removable,
    change('ci-deployer', keys({ createdAt: iso(-100), lastUsedAt: undefined })),
  ],
  ['keys-two-active:ci-deployer', removable, change('ci-deployer', keys({}, { idEnd: 'EFGH' }))],

  [
    'key-on-machine:i-0bad/ABCD',
    byHand,
    withPlanted({ kind: 'user', name: 'ci-deployer', status: 'active' }),
  ],
  ['key-on-machine:i-0bad/ABCD', byHand, withPlanted({ kind: 'foreign', accountId: '999988887777' })],
  ['key-on-machine:i-0bad/ABCD', byHand, withPlanted({ kind: 'own-account' })],
  ['key-text-left:i-0bad/ABCD', byHand, withPlanted({ kind: 'user', name: 'bot', status: 'gone' })],
  ['key-text-left:i-0bad/ABCD', byHand, withPlanted({ kind: 'temporary' })],
  ['key-text-left:i-0bad/ABCD', byHand, withPlanted({ kind: 'deleted' })],
  ['user-data-undecoded:i-0bad', byHand, withUndecoded],

  ['instance-without-profile:i-0bad', byHand, withInstance({ profileArn: undefined })],
  [
    'instance-foreign-profile:i-0bad',
    byHand,
    withInstance({ profileArn: `arn:aws:iam::${accountId}:instance-profile/path/other` }),
  ],
  ['instance-imdsv1:i-0bad', byHand, withInstance({ httpTokens: 'optional' })],

  [`second-trail:arn:aws:cloudtrail:us-east-1:${accountId}:trail/old`, stranger, withTrail()],
];

export const planted: readonly Planted[] = cases.map(([id, verdicts, plant, more]) => [
  id,
  verdicts,
  plant,
  more ?? {},
]);

const root =
  (day: number): Change =>
  (account) => ({
    ...account,
    root: { ...account.root, lastUsedAt: iso(day) },
  });
const sharedBoundary =
  (more: Parameters<typeof withPolicy>[1]): Change =>
  (account) =>
    withPolicy(
      'shared',
      more,
    )({
      ...account,
      roles: account.roles.map((role) => ({
        ...role,
        boundaryArn: `arn:aws:iam::${accountId}:policy/shared`,
      })),
    });
const billing =
  (groupDay: number, policyDay: number): Change =>
  (account) => ({
    ...account,
    groups: account.groups.map((group) => ({ ...group, createdAt: iso(groupDay) })),
    policies: account.policies.map((policy) =>
      policy.awsManaged ? { ...policy, versionId: 'v28', updatedAt: iso(policyDay) } : policy,
    ),
  });

/** Just short of a finding, on the tenth day. */
const justShort: readonly (readonly [title: string, plant: Change, more?: More])[] = [
  ['a key of 90 days', change('ci-deployer', keys({ createdAt: iso(-80) }))],
  ['a key used 45 days ago', change('ci-deployer', keys({ createdAt: iso(-79), lastUsedAt: iso(-35) }))],
  ['an old key that is switched off', change('ci-deployer', keys({ createdAt: iso(-400), active: false }))],
  ['two keys, one switched off', change('ci-deployer', keys({}, { active: false }))],
  ['a person with device and key', change('dev', keys({}))],
  ['root, on the day it was closed', root(5), { rootClosedAt: '2026-11-06' }],
  ['root, weeks before the set-up', root(-21)],
  ['an instance without metadata service', withInstance({ httpTokens: 'optional', metadata: false })],
  ['a policy of others as it was made', sharedBoundary({ versionId: 'v1', updatedAt: iso(8) })],
  ['a policy of others changed long ago', sharedBoundary({ versionId: 'v3', updatedAt: iso(-81) })],
  ['a policy of others that nobody holds', withPolicy('shared', { versionId: 'v3', updatedAt: iso(8) })],
  ['a policy that AWS changed before the group was made', billing(5, 4)],
  ['a policy that AWS changed a while ago', billing(-60, -25)],
  ['a second trail that is stopped', withTrail({ logging: false })],
  ['a second trail without management events', withTrail({ allManagementEvents: false })],
];
export const quiet: readonly (readonly [title: string, plant: Change, more: More])[] = justShort.map(
  ([title, plant, more]) => [title, plant, more ?? {}],
);
