import type { CisInput } from '../../../src/findings/cis/verdict.ts';
import type { CisStatus, OpenRule } from '../../../src/model/cis.ts';
import type { PolicyDocument } from '../../../src/model/policy.ts';
import type { AlarmFact, InstanceFact, MetricFilterFact, TrailFact } from '../../../src/model/snapshot.ts';
import { cisAlarms } from '../../../src/policies/alarm-table.ts';
import { onDay } from '../account-as-planned.ts';
import { rightInput, withFacts, withRegion, withSnapshot, withUser } from './right-account.ts';

const { snapshot, facts } = rightInput;
const alarmKeys = cisAlarms.map((row) => `alarm-${row.key}`);
const trailArn = snapshot.trails[0]?.arn ?? '';

const withTrail = (change: Partial<TrailFact>) =>
  withSnapshot({ trails: snapshot.trails.map((trail) => ({ ...trail, ...change })) });
const withPassword = (change: object) =>
  withSnapshot({ passwordPolicy: { ...snapshot.passwordPolicy!, ...change } });
const withHome = (change: object) =>
  withSnapshot({
    regions: snapshot.regions.map((region) =>
      region.name === 'us-east-1' ? { ...region, ...change } : region,
    ),
  });
const withInstance = (change: Partial<InstanceFact>) =>
  withFacts({ instances: [{ ...snapshot.instances[0]!, id: 'i-0far', region: 'us-east-1', ...change }] });
const withGroup = (policy: { readonly name: string; readonly arn: string }) =>
  withSnapshot({
    groups: snapshot.groups.map((group) =>
      group.name === 'developers' ? { ...group, attached: [...group.attached, policy] } : group,
    ),
    policies: [
      ...snapshot.policies,
      { ...policy, path: '/', awsManaged: true, document: allow(undefined), tags: {} },
    ],
  });
const withBucket = (change: object) =>
  withFacts({ buckets: (facts.buckets ?? []).map((bucket) => ({ ...bucket, ...change })) });
const aws = (name: string) => ({ name, arn: `arn:aws:iam::aws:policy/${name}` });
const key = (idEnd: string, createdAt: string, lastUsedAt?: string) => ({
  idEnd,
  active: true,
  createdAt,
  ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
});
const openGroup = (...openIn: readonly OpenRule[]) =>
  withRegion({
    securityGroups: [{ id: 'sg-9', name: 'all', vpc: 'vpc-1', isDefault: false, rules: 1, openIn }],
  });
const allow = (
  principal: PolicyDocument['Statement'][number]['Principal'],
  condition?: object,
): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      ...(principal === undefined ? {} : { Principal: principal }),
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::b/*',
      ...(condition === undefined ? {} : { Condition: condition as never }),
    },
  ],
});
const trusting = (trust: PolicyDocument) =>
  withSnapshot({ roles: snapshot.roles.map((role, index) => (index === 0 ? { ...role, trust } : role)) });
const star: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** One thing broken by hand: what was done then is so no more, and nothing else turns but `also`. */
export interface BrokenCase {
  readonly key: string;
  readonly what: string;
  readonly input: CisInput;
  /** @default open */
  readonly status?: CisStatus;
  readonly also?: readonly string[];
}

const identity: readonly BrokenCase[] = [
  {
    key: 'security-contact',
    what: 'taken away',
    input: withSnapshot({ contacts: {} }),
  },
  {
    key: 'root-key',
    what: 'root got a key',
    input: withSnapshot({ root: { ...snapshot.root, hasAccessKeys: true } }),
  },
  {
    key: 'root-mfa',
    what: 'no device',
    input: withSnapshot({ root: { ...snapshot.root, hasMfa: false } }),
    also: ['root-hardware-mfa'],
  },
  {
    key: 'root-mfa',
    what: 'no device, and a key where the organization should manage root',
    input: withSnapshot({
      root: { hasAccessKeys: true, hasMfa: false },
      summary: { AccountPasswordPresent: 0 },
    }),
    also: ['root-key', 'root-hardware-mfa'],
  },
  { key: 'root-hardware-mfa', what: 'an app', input: withFacts({ rootHasVirtualMfa: true }) },
  {
    key: 'root-unused',
    what: 'used yesterday',
    input: withFacts({ rootLastUse: onDay(9).toISOString() }),
  },
  { key: 'password-length', what: '13 characters', input: withPassword({ minimumLength: 13 }) },
  { key: 'password-reuse', what: '23 remembered', input: withPassword({ reusePrevention: 23 }) },
  {
    key: 'console-mfa',
    what: 'the device is gone',
    input: withUser('ada', { mfaDevices: [] }),
  },
  {
    key: 'no-first-keys',
    what: 'a key of the first minute',
    input: withUser('ada', { accessKeys: [key('AAAA', onDay(0).toISOString())] }),
  },
  {
    key: 'unused-45-days',
    what: 'a password, 46 days',
    input: withUser('ada', {
      loginProfile: { createdAt: onDay(-60).toISOString(), resetRequired: false },
      passwordLastUsedAt: onDay(-36).toISOString(),
    }),
  },
  {
    key: 'unused-45-days',
    what: 'a key that was never used, 46 days',
    input: withUser('ci-deployer', { accessKeys: [key('AAAA', onDay(-36).toISOString())] }),
  },
  {
    key: 'one-key',
    what: 'two active ones',
    input: withUser('ci-deployer', {
      accessKeys: [key('AAAA', onDay(5).toISOString()), key('BBBB', onDay(6).toISOString())],
    }),
  },
  {
    key: 'keys-90-days',
    what: '91 days old',
    input: withUser('ci-deployer', {
      accessKeys: [key('AAAA', onDay(-81).toISOString(), onDay(9).toISOString())],
    }),
  },
  {
    key: 'rights-by-group',
    what: 'a policy on a user',
    input: withUser('dev', { inline: [{ name: 'mine', document: allow(undefined) }] }),
  },
  { key: 'no-star-policy', what: 'administrators', input: withGroup(aws('AdministratorAccess')) },
  {
    key: 'no-star-policy',
    what: 'our own words for the same',
    input: withSnapshot({
      roles: snapshot.roles.map((role) => ({ ...role, inline: [{ name: 'all', document: star }] })),
    }),
  },
  {
    key: 'support-access',
    what: 'detached',
    input: withSnapshot({ groups: snapshot.groups.filter((group) => group.name !== 'support') }),
  },
  {
    key: 'instance-roles',
    what: 'an instance without one, in the other region',
    input: withFacts({
      instances: [
        {
          id: 'i-0far',
          region: 'us-east-1',
          state: 'running',
          httpTokens: 'required',
          metadata: true,
        },
      ],
    }),
  },
  {
    key: 'server-certificates',
    what: 'expired',
    input: withFacts({ serverCertificates: [{ name: 'old', expiresAt: '2026-11-10T00:00:00.000Z' }] }),
  },
  { key: 'access-analyzer', what: 'deleted in one region', input: withHome({ analyzers: [] }) },
  {
    key: 'cloudshell',
    what: 'attached',
    input: withGroup(aws('AWSCloudShellFullAccess')),
  },
  { key: 'no-open-principal', what: 'a role that trusts *', input: trusting(allow('*')) },
  {
    key: 'no-open-principal',
    what: 'a role that trusts { AWS: * } with a condition on nothing',
    input: trusting(allow({ AWS: '*' }, { Bool: { 'aws:SecureTransport': 'true' } })),
  },
  {
    key: 'no-open-principal',
    what: 'a bucket',
    input: withBucket({ policy: allow('*') }),
    also: ['bucket-tls'],
  },
];

const storage: readonly BrokenCase[] = [
  { key: 'bucket-tls', what: 'no policy', input: withBucket({ policy: 'none' }) },
  {
    key: 'bucket-tls',
    what: 'a deny for reading alone',
    input: withBucket({
      policy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:GetObject',
            Resource: 'arn:aws:s3:::*/*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    }),
  },
  { key: 'mfa-delete', what: 'off', status: 'manual', input: withBucket({ mfaDelete: false }) },
  {
    key: 'public-access-block',
    what: 'one switch off',
    input: withSnapshot({
      s3PublicAccessBlock: { ...snapshot.s3PublicAccessBlock!, restrictPublicBuckets: false },
    }),
  },
  { key: 'ebs-encryption', what: 'off in one region', input: withHome({ ebsEncryptionByDefault: false }) },
];

const logging: readonly BrokenCase[] = [
  {
    key: 'trail',
    what: 'stopped',
    input: withTrail({ logging: false }),
    also: ['object-writes', 'object-reads', ...alarmKeys],
  },
  { key: 'trail', what: 'no reads', input: withTrail({ allManagementEvents: false }), also: alarmKeys },
  { key: 'trail-validation', what: 'off', input: withTrail({ validation: false }) },
  {
    key: 'trail-key',
    what: 'taken off',
    input: withSnapshot({ trails: snapshot.trails.map(({ kmsKeyArn: _, ...trail }) => trail) }),
  },
  { key: 'trail-bucket-logs', what: 'off', input: withBucket({ accessLogs: 'off' }) },
  {
    key: 'key-rotation',
    what: 'off',
    input: withRegion({ keys: [{ arn: 'arn:aws:kms:us-east-1:1:key/1', rotation: false }] }),
  },
  {
    key: 'flow-logs',
    what: 'none of one network',
    input: withRegion({ vpcs: [{ id: 'vpc-2', isDefault: false, flowLogs: false }] }),
  },
  { key: 'object-writes', what: 'reads only', input: withFacts({ objectEvents: { [trailArn]: 'read' } }) },
  { key: 'object-reads', what: 'writes only', input: withFacts({ objectEvents: { [trailArn]: 'write' } }) },
];

const network: readonly BrokenCase[] = [
  { key: 'cifs', what: 'port 445', input: openGroup({ source: '::/0', ports: { from: 400, to: 500 } }) },
  {
    key: 'open-acls',
    what: 'as AWS makes them',
    input: withRegion({
      networkAcls: [{ id: 'acl-9', isDefault: true, entries: [{ source: '0.0.0.0/0', allows: true }] }],
    }),
  },
  {
    key: 'open-acls',
    what: 'the deny comes too late, IPv6',
    input: withRegion({
      networkAcls: [
        {
          id: 'acl-9',
          isDefault: false,
          entries: [
            { source: '::/0', allows: true, ports: { from: 1, to: 1024 } },
            { source: '::/0', allows: false, ports: { from: 22, to: 22 } },
          ],
        },
      ],
    }),
  },
  {
    key: 'open-groups',
    what: 'port 22',
    input: openGroup({ source: '0.0.0.0/0', ports: { from: 22, to: 22 } }),
  },
  {
    key: 'open-groups',
    what: 'every port',
    input: openGroup({ source: '0.0.0.0/0' }),
    also: ['cifs'],
  },
  {
    key: 'open-groups-6',
    what: 'port 3389',
    input: openGroup({ source: '::/0', ports: { from: 3000, to: 4000 } }),
  },
  {
    key: 'default-groups',
    what: 'as AWS makes them',
    input: withRegion({
      securityGroups: [{ id: 'sg-1', name: 'default', vpc: 'vpc-1', isDefault: true, rules: 2, openIn: [] }],
    }),
  },
  {
    key: 'imdsv2',
    what: 'an old instance in the other region',
    input: withInstance({ httpTokens: 'optional' }),
  },
  {
    key: 'imdsv2',
    what: 'no default in one region',
    input: withHome({ metadataDefaults: {} }),
  },
];

const withAlarm = (name: string, change: Partial<AlarmFact>) =>
  withSnapshot({
    alarms: snapshot.alarms.map((alarm) => (alarm.name.endsWith(name) ? { ...alarm, ...change } : alarm)),
  });
const withFilter = (name: string, change: Partial<MetricFilterFact>) =>
  withSnapshot({
    logGroups: snapshot.logGroups.map((group) => ({
      ...group,
      filters: group.filters.map((filter) =>
        filter.name.endsWith(name) ? { ...filter, ...change } : filter,
      ),
    })),
  });
const broken = (name: string) => ({ key: `alarm-${name}` });

const alarms: readonly BrokenCase[] = [
  ...cisAlarms.map(({ key: name }) => ({
    ...broken(name),
    what: 'deleted',
    input: withSnapshot({ alarms: snapshot.alarms.filter((alarm) => !alarm.name.endsWith(name)) }),
  })),
  ...cisAlarms.map(({ key: name }) => ({
    ...broken(name),
    what: 'another pattern',
    input: withFilter(name, { pattern: '{ $.eventName = "Nothing" }' }),
  })),
  { ...broken('root-used'), what: 'counts nothing', input: withFilter('root-used', { value: '0' }) },
  { ...broken('root-used'), what: 'switched off', input: withAlarm('root-used', { actionsEnabled: false }) },
  { ...broken('root-used'), what: 'tells nobody', input: withAlarm('root-used', { actions: [] }) },
  { ...broken('root-used'), what: 'fires at two', input: withAlarm('root-used', { threshold: 2 }) },
  {
    ...broken('root-used'),
    what: 'fires above one',
    input: withAlarm('root-used', { comparison: 'GreaterThanThreshold' }),
  },
  {
    ...broken('denied-calls'),
    what: 'within a minute only',
    input: withAlarm('denied-calls', { periodSeconds: 60 }),
  },
  {
    ...broken('root-used'),
    what: 'the mail is not confirmed',
    input: withSnapshot({
      topics: snapshot.topics.map((topic) => ({
        ...topic,
        subscriptions: topic.subscriptions.map(({ protocol, endpoint }) => ({ protocol, endpoint })),
      })),
    }),
    also: alarmKeys,
  },
  {
    ...broken('root-used'),
    what: 'no delivery to the log group',
    input: withSnapshot({ trails: snapshot.trails.map(({ logGroupArn: _, ...trail }) => trail) }),
    also: alarmKeys,
  },
];

export const brokenCases: readonly BrokenCase[] = [
  ...identity,
  ...storage,
  ...logging,
  ...alarms,
  ...network,
];

/** Just short of being wrong, or right in another way: the row stays done. */
export const quietCases: readonly Omit<BrokenCase, 'status' | 'also'>[] = [
  {
    key: 'root-mfa',
    what: 'the organization manages root: no device, no password, no key',
    input: withSnapshot({
      root: { hasAccessKeys: false, hasMfa: false },
      summary: { AccountMFAEnabled: 0, AccountPasswordPresent: 0 },
    }),
  },
  {
    key: 'root-hardware-mfa',
    what: 'the same',
    input: withSnapshot({
      root: { hasAccessKeys: false, hasMfa: false },
      summary: { AccountMFAEnabled: 0, AccountPasswordPresent: 0 },
    }),
  },
  {
    key: 'root-unused',
    what: 'never used',
    input: withFacts({ rootLastUse: 'never' }),
  },
  {
    key: 'unused-45-days',
    what: 'an old password given anew',
    input: withUser('ada', {
      loginProfile: { createdAt: onDay(3).toISOString(), resetRequired: true },
      passwordLastUsedAt: onDay(-100).toISOString(),
    }),
  },
  {
    key: 'one-key',
    what: 'the second is switched off',
    input: withUser('ci-deployer', {
      accessKeys: [
        key('AAAA', onDay(5).toISOString()),
        { ...key('BBBB', onDay(6).toISOString()), active: false },
      ],
    }),
  },
  {
    key: 'keys-90-days',
    what: '90 days',
    input: withUser('ci-deployer', {
      accessKeys: [key('AAAA', onDay(-80).toISOString(), onDay(9).toISOString())],
    }),
  },
  {
    key: 'no-open-principal',
    what: 'a wildcard tied to the organization',
    input: trusting(allow('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } })),
  },
  {
    key: 'no-star-policy',
    what: 'a role of AWS’s own',
    input: withSnapshot({
      roles: [
        ...snapshot.roles,
        {
          ...snapshot.roles[0]!,
          name: 'AWSReservedSSO_Admin_1',
          path: '/aws-reserved/sso.amazonaws.com/',
          inline: [{ name: 'all', document: star }],
        },
      ],
    }),
  },
  {
    key: 'imdsv2',
    what: 'no metadata at all',
    input: withInstance({ httpTokens: 'optional', metadata: false }),
  },
  {
    key: 'trail',
    what: 'a second trail that records little',
    input: withSnapshot({
      trails: [...snapshot.trails, { ...snapshot.trails[0]!, name: 'small', multiRegion: false }],
    }),
  },
  {
    key: 'alarm-root-used',
    what: 'sharper than ours',
    input: withAlarm('root-used', { comparison: 'GreaterThanThreshold', threshold: 0, periodSeconds: 60 }),
  },
  {
    key: 'open-acls',
    what: 'another port alone',
    input: withRegion({
      networkAcls: [
        {
          id: 'acl-9',
          isDefault: false,
          entries: [{ source: '0.0.0.0/0', allows: true, ports: { from: 443, to: 443 } }],
        },
      ],
    }),
  },
];
