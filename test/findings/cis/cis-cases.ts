import type { CisInput } from '../../../src/findings/cis/verdict.ts';
import type { CisStatus } from '../../../src/model/cis.ts';
import { cisAlarms } from '../../../src/policies/alarm-table.ts';
import { onDay } from '../account-as-planned.ts';
import {
  alarmKeys,
  allow,
  aws,
  key,
  openGroup,
  star,
  trailArn,
  trusting,
  withAlarm,
  withBucket,
  withFilter,
  withGroup,
  withHome,
  withInstance,
  withPassword,
  withTrail,
} from './breaking.ts';
import { rightInput, withFacts, withRegion, withSnapshot, withUser } from './right-account.ts';

const { snapshot } = rightInput;

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
  {
    key: 'root-unused',
    what: 'used 30 days ago',
    input: withFacts({ rootLastUse: onDay(-20).toISOString() }),
  },
  { key: 'password-length', what: '13 characters', input: withPassword({ minimumLength: 13 }) },
  {
    key: 'password-length',
    what: 'no password policy',
    input: (() => {
      const { passwordPolicy: _, ...rest } = snapshot;
      return { ...rightInput, snapshot: rest };
    })(),
    also: ['password-reuse'],
  },
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
    what: 'our own words for the same, among others',
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
    input: withSnapshot({
      instances: [
        ...snapshot.instances,
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
    what: 'tied to a region only',
    input: trusting(allow('*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } })),
  },
  {
    key: 'no-open-principal',
    what: 'tied to a role of any account',
    input: trusting(allow('*', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/x' } })),
  },
  {
    key: 'no-open-principal',
    what: 'tied to anybody',
    input: trusting(allow('*', { StringLike: { 'aws:PrincipalOrgID': '*' } })),
  },
  {
    key: 'no-open-principal',
    what: 'one statement of two',
    input: trusting({
      Version: '2012-10-17',
      Statement: [...allow({ AWS: '123456789012' }).Statement, ...allow('*').Statement],
    }),
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
    key: 'mfa-delete',
    what: 'off for one of two',
    status: 'manual',
    input: withFacts({
      buckets: (rightInput.facts.buckets ?? []).flatMap((bucket) => [
        bucket,
        { ...bucket, name: 'second', mfaDelete: false },
      ]),
    }),
    // The policy copied to it speaks of the first one.
    also: ['bucket-tls'],
  },
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
  {
    key: 'trail',
    what: 'none at all',
    input: withSnapshot({ trails: [] }),
    also: [
      ...['trail-validation', 'trail-key', 'trail-bucket-logs', 'object-writes', 'object-reads'],
      ...alarmKeys,
    ],
  },
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
