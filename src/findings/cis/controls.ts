import type { CisControl, CisHow, CisVersion } from '../../model/cis.ts';
import { cisAlarms } from '../../policies/alarm-table.ts';

type Numbers = Readonly<Partial<Record<CisVersion, string>>>;
type Row<K extends string> = CisControl & { readonly key: K };

/** Numbers in the order of the columns: 7.0, 5.0, 3.0; `-` where a version has none. */
function row<const K extends string>(
  key: K,
  numbers: readonly [v7: string, v5: string, v3: string],
  level: 1 | 2,
  how: CisHow,
  title: string,
  levelIn3?: 1 | 2,
): Row<K> {
  const [v7, v5, v3] = numbers;
  const all: Numbers = { '7.0': v7, '5.0': v5, '3.0': v3 };
  const present = Object.fromEntries(Object.entries(all).filter(([, number]) => number !== '-'));
  return { key, title, numbers: present, level, how, ...(levelIn3 === undefined ? {} : { levelIn3 }) };
}

/** People, keys and rights. */
const identity = [
  row(
    'root-centralized',
    ['2.1.1', '-', '-'],
    2,
    'none',
    'organization: root of members managed in one place',
  ),
  row('organization-guardrails', ['2.1.2', '-', '-'], 2, 'none', 'organization: limits above all accounts'),
  row(
    'organization-management',
    ['2.1.3', '-', '-'],
    2,
    'none',
    'organization: nothing runs in its own account',
  ),
  row('organization-units', ['2.1.4', '-', '-'], 2, 'none', 'organization: units by stage and sensitivity'),
  row(
    'organization-policies',
    ['2.1.5', '-', '-'],
    2,
    'none',
    'organization: policies looked after by a delegate',
  ),
  row(
    'organization-services',
    ['2.1.6', '-', '-'],
    2,
    'none',
    'organization: services looked after by a delegate',
  ),
  row(
    'contact-details',
    ['2.2', '1.1', '1.1'],
    1,
    'guide',
    'address and telephone of the account up to date',
  ),
  row('security-contact', ['2.3', '1.2', '1.2'], 1, 'set', 'AWS knows whom to write to about security'),
  row('security-questions', ['-', '-', '1.3'], 1, 'guide', 'security questions answered'),
  row('root-key', ['2.4', '1.3', '1.4'], 1, 'verify', 'root has no key'),
  row('root-mfa', ['2.5', '1.4', '1.5'], 1, 'verify', 'root signs in with a second factor'),
  row('root-hardware-mfa', ['2.6', '1.5', '1.6'], 2, 'verify', 'that factor is a device, not an app'),
  row('root-unused', ['2.7', '1.6', '1.7'], 1, 'verify', 'nobody works as root'),
  row('password-length', ['2.8', '1.7', '1.8'], 1, 'set', 'passwords of 14 characters or more'),
  row('password-reuse', ['2.9', '1.8', '1.9'], 1, 'set', 'none of the last 24 passwords again'),
  row('console-mfa', ['2.10', '1.9', '1.10'], 1, 'set', 'everybody with a password has a second factor'),
  row('no-first-keys', ['-', '1.10', '1.11'], 1, 'verify', 'no key handed out together with a password'),
  row('unused-45-days', ['2.11', '1.11', '1.12'], 1, 'verify', 'no password or key idle for 45 days'),
  row('one-key', ['-', '1.12', '1.13'], 1, 'verify', 'at most one active key each'),
  row('keys-90-days', ['2.12', '1.13', '1.14'], 1, 'verify', 'no active key older than 90 days'),
  row('rights-by-group', ['2.13', '1.14', '1.15'], 1, 'verify', 'people get rights from groups alone'),
  row('no-star-policy', ['2.14', '1.15', '1.16'], 1, 'verify', 'no policy in use grants everything'),
  row(
    'support-access',
    ['2.15', '1.16', '1.17'],
    1,
    'set',
    'somebody but an administrator can call AWS Support',
  ),
  row('instance-roles', ['2.16', '1.17', '1.18'], 2, 'verify', 'every EC2 instance has a role'),
  row('server-certificates', ['2.17', '1.18', '1.19'], 1, 'verify', 'no expired server certificate in IAM'),
  row('access-analyzer', ['2.18', '1.19', '1.20'], 1, 'set', 'an access analyzer in every region'),
  row('central-users', ['2.19', '1.20', '1.21'], 2, 'guide', 'people kept in one place for all accounts'),
  row('cloudshell', ['2.20', '1.21', '1.22'], 1, 'verify', 'full rights on CloudShell granted to nobody'),
  row('no-open-principal', ['2.21', '-', '-'], 1, 'verify', 'no resource lets in simply everybody'),
] as const;

/** What keeps data. */
const storage = [
  row('bucket-tls', ['3.1.1', '2.1.1', '2.1.1'], 2, 'verify', 'no bucket talks plain http'),
  row('mfa-delete', ['3.1.2', '2.1.2', '2.1.2'], 2, 'guide', 'MFA delete on every bucket', 1),
  row('macie', ['3.1.3', '2.1.3', '2.1.3'], 2, 'none', 'objects searched for sensitive data'),
  row('public-access-block', ['3.1.4', '2.1.4', '2.1.4'], 1, 'set', 'nothing in S3 can be made public'),
  row('rds-encryption', ['3.2.1', '2.2.1', '2.3.1'], 1, 'none', 'RDS: storage encrypted'),
  row('rds-upgrades', ['3.2.2', '2.2.2', '2.3.2'], 1, 'none', 'RDS: small upgrades by itself'),
  row('rds-public', ['3.2.3', '2.2.3', '2.3.3'], 1, 'none', 'RDS: not reachable from the internet'),
  row('rds-zones', ['3.2.4', '2.2.4', '-'], 1, 'none', 'RDS: in more than one zone'),
  row('efs-encryption', ['3.3.1', '2.3.1', '2.4.1'], 1, 'none', 'EFS: file systems encrypted'),
] as const;

/** What is recorded. */
const logging = [
  row('trail', ['4.1', '3.1', '3.1'], 1, 'set', 'a trail of all regions is recording'),
  row('trail-validation', ['4.2', '3.2', '3.2'], 2, 'set', 'log files can be proved unchanged'),
  row('config', ['4.3', '3.3', '3.3'], 2, 'none', 'AWS Config records every region'),
  row('trail-bucket-logs', ['4.4', '3.4', '3.4'], 1, 'verify', 'who reads the audit bucket is logged'),
  row('trail-key', ['4.5', '3.5', '3.5'], 2, 'set', 'trails encrypted with a key of your own'),
  row('key-rotation', ['4.6', '3.6', '3.6'], 2, 'verify', 'your own keys rotate'),
  row('flow-logs', ['4.7', '3.7', '3.7'], 2, 'verify', 'flow logs of every VPC'),
  row('object-writes', ['4.8', '3.8', '3.8'], 2, 'verify', 'writes to objects of S3 recorded'),
  row('object-reads', ['4.9', '3.9', '3.9'], 2, 'verify', 'reads of objects of S3 recorded'),
  row('front-end-logs', ['4.10', '-', '-'], 1, 'none', 'access logs of web front-ends'),
] as const;

/** What alarms tell, in the order of the benchmark; key, title and numbers stand in the table of the alarms. */
const levels = [2, 1, 1, 1, 1, 2, 2, 1, 2, 2, 2, 1, 1, 1, 1] as const;
const alarms: readonly Row<`alarm-${string}`>[] = cisAlarms.map(({ key, title, cis }, index) =>
  // The first one was of level 1 in 3.0.
  row(
    `alarm-${key}`,
    [cis.v7, cis.v5, cis.v3],
    levels[index] ?? 1,
    'set',
    `alarm: ${title}`,
    index === 0 ? 1 : undefined,
  ),
);
const monitoring = [row('security-hub', ['5.16', '4.16', '4.16'], 2, 'none', 'Security Hub is on')] as const;

const network = [
  row('ebs-encryption', ['6.1.1', '5.1.1', '2.2.1'], 1, 'set', 'new disks encrypted in every region'),
  row('cifs', ['6.1.2', '5.1.2', '-'], 1, 'verify', 'file sharing (CIFS) closed to the internet'),
  row('open-acls', ['6.2', '5.2', '5.1'], 1, 'verify', 'network ACLs: no administration from the internet'),
  row('open-groups', ['6.3', '5.3', '5.2'], 1, 'verify', 'security groups: the same, IPv4'),
  row('open-groups-6', ['6.4', '5.4', '5.3'], 1, 'verify', 'security groups: the same, IPv6'),
  row('default-groups', ['6.5', '5.5', '5.4'], 2, 'verify', 'default security groups without a rule'),
  row('peering', ['6.6', '5.6', '5.5'], 2, 'none', 'routes between VPCs no wider than needed'),
  row('imdsv2', ['6.7', '5.7', '5.6'], 1, 'set', 'instances ask for keys with a session token'),
  row('endpoints', ['6.8', '-', '-'], 2, 'none', 'AWS reached through VPC endpoints'),
] as const;

/** Keys of the rows that have a judge of their own each; those of the alarms share one. */
export type CisKey = (
  | (typeof identity)[number]
  | (typeof storage)[number]
  | (typeof logging)[number]
  | (typeof monitoring)[number]
  | (typeof network)[number]
)['key'];

/**
 * Every recommendation of the CIS AWS Foundations Benchmark 7.0, 5.0 and 3.0. Numbers are the benchmark's, words
 * are ours: its text is not free.
 * @see https://www.cisecurity.org/benchmark/amazon_web_services
 */
export const cisControls: readonly CisControl[] = [
  ...identity,
  ...storage,
  ...logging,
  ...alarms,
  ...monitoring,
  ...network,
];
