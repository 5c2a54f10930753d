import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import {
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupsCommand,
  DisableEbsEncryptionByDefaultCommand,
} from '@aws-sdk/client-ec2';
import { AttachGroupPolicyCommand, UpdateAccountPasswordPolicyCommand } from '@aws-sdk/client-iam';
import { DeleteBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { CisCounts } from '../../src/report/cis-counts.ts';
import { accountId, type Bench, openBench, region, yes } from '../helpers/bench.ts';

const bucket = 'acme-audit-cis';
const file = `version: 1
extends: startup
account: { id: "${accountId}", alias: acme-test, region: ${region} }
people: [{ name: ada, groups: [admins] }, { name: grace, groups: [admins] }]
trail: { bucket: ${bucket} }
`;
let bench: Bench;
beforeAll(async () => {
  bench = await openBench({
    scenario: { regions: { [region]: 'ENABLED_BY_DEFAULT', 'us-east-1': 'ENABLED_BY_DEFAULT' } },
  });
  bench.writeFile(file);
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, `${end.stderr}${end.stdout}`).toBe(0);
});
afterAll(() => bench?.stop());

interface Compared {
  readonly counts: CisCounts;
  readonly status: Readonly<Record<string, string>>;
  readonly why: Readonly<Record<string, string>>;
  readonly read: (name: string) => string;
}
async function compare(): Promise<Compared> {
  bench.front.resetCounters();
  const end = await bench.run(['report', '--cis', '--json']);
  expect(end.code, end.stderr).toBe(0);
  expect(bench.front.counters().changing).toBe(0);
  const { handover, cis } = JSON.parse(end.stdout) as { handover: string; cis: CisCounts };
  const read = (name: string) => readFileSync(join(handover, name), 'utf8');
  const { cis: rows = [] } = JSON.parse(read('report.json')) as Report;
  return {
    counts: cis,
    status: Object.fromEntries(rows.map((row) => [row.key, row.status])),
    why: Object.fromEntries(rows.map((row) => [row.key, `${row.why} ${row.evidence.join(', ')}`])),
    read,
  };
}

let before: Compared;
test('report --cis reads the live account, changes nothing, and tells it in all three forms', async () => {
  before = await compare();
  expect(Object.values(before.counts['7.0']).reduce((sum, count) => sum + count, 0)).toBe(70);
  expect(Object.entries(before.why).filter(([key]) => before.status[key] === 'unknown')).toEqual([]);
  expect(before.status).toMatchObject({
    ...{ trail: 'done', 'trail-key': 'done', 'key-rotation': 'done', 'bucket-tls': 'done' },
    ...{ 'password-length': 'done', 'ebs-encryption': 'done', 'access-analyzer': 'done', imdsv2: 'done' },
    ...{ 'public-access-block': 'done', 'open-groups': 'done', cloudshell: 'done' },
    ...{ 'no-star-policy': 'open', 'flow-logs': 'open', 'trail-bucket-logs': 'open' },
    ...{ 'alarm-root-used': 'open', config: 'not-covered', 'contact-details': 'manual' },
  });
  for (const name of ['report.html', 'report.md']) {
    expect(before.read(name)).toContain('Against CIS');
    expect(before.read(name)).toContain('a trail of all regions is recording');
  }
});

test('without --cis the section is left out, and nothing of it is asked', async () => {
  bench.front.resetCounters();
  const end = await bench.run(['report']);
  expect(end.code, end.stderr).toBe(0);
  expect(end.stdout).not.toContain('CIS');
  expect(Object.keys(bench.front.counters().reads)).not.toContain('ec2:DescribeSecurityGroups');
  const folder = end.stdout.trim().replace('Handover pack: ', '');
  expect(readFileSync(join(folder, 'report.md'), 'utf8')).not.toContain('Against CIS');
});

test('what is broken by hand turns its row, and no other', async () => {
  const { iam, s3, cloudtrail } = bench.clients;
  const there = await bench.clients.forRegion('us-east-1').ec2();
  await iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 8 }));
  await iam.send(
    new AttachGroupPolicyCommand({
      GroupName: 'developers',
      PolicyArn: 'arn:aws:iam::aws:policy/AWSCloudShellFullAccess',
    }),
  );
  await s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
  await there.send(new DisableEbsEncryptionByDefaultCommand({}));
  const groups = await there.send(new DescribeSecurityGroupsCommand({}));
  await there.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: groups.SecurityGroups?.[0]?.GroupId,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 20, ToPort: 30, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    }),
  );
  await cloudtrail.send(new StopLoggingCommand({ Name: 'account-trail' }));
  const after = await compare();
  const turned = Object.keys(after.status).filter((key) => after.status[key] !== before.status[key]);
  expect(turned.sort()).toEqual([
    ...['bucket-tls', 'cloudshell', 'ebs-encryption', 'open-groups'],
    ...['password-length', 'password-reuse', 'trail'],
  ]);
  expect(turned.map((key) => after.status[key])).toEqual(turned.map(() => 'open'));
  expect(after.why['ebs-encryption']).toContain('us-east-1');
  expect(after.why['bucket-tls']).toContain(bucket);
});

test('a denied read makes its rows unknown, says which right is missing, and the counts are on stdout', async () => {
  bench.front.setRules([
    { service: 'ec2', action: 'DescribeNetworkAcls', fault: { kind: 'accessDenied' } },
    { service: 'iam', action: 'ListServerCertificates', fault: { kind: 'accessDenied' } },
  ]);
  const denied = await compare();
  const end = await bench.run(['report', '--cis']);
  bench.front.setRules([]);
  const unknown = Object.keys(denied.status).filter((key) => denied.status[key] === 'unknown');
  expect(unknown.sort()).toEqual(['open-acls', 'server-certificates']);
  expect(denied.why['open-acls']).toContain('ec2:DescribeNetworkAcls');
  expect(end.stdout).toMatch(/^CIS 7\.0: \d+ done, .*2 unknown; 70 in all$/m);
  expect(end.stdout).toMatch(/^CIS 3\.0: .*; 62 in all$/m);
});

test('strict: the alarms are open until somebody has clicked the link in the mail', async () => {
  bench.writeFile(`version: 1
extends: strict
account: { id: "${accountId}", alias: acme-test, region: ${region} }
people: [{ name: ada, groups: [admins] }, { name: grace, groups: [admins] }]
trail: { bucket: ${bucket} }
alarms: { email: security@acme.example }
`);
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, `${end.stderr}${end.stdout}`).toBe(0);
  const alarms = ({ status }: Compared) =>
    new Set(Object.keys(status).flatMap((key) => (key.startsWith('alarm-') ? [status[key]] : [])));
  const waiting = await compare();
  expect(alarms(waiting)).toEqual(new Set(['open']));
  expect(waiting.why['alarm-root-used']).toContain('nobody has confirmed');
  bench.front.setScenario({ mail: { confirmed: true } });
  const confirmed = await compare();
  expect(alarms(confirmed)).toEqual(new Set(['done']));
  expect(confirmed.status).toMatchObject({ 'support-access': 'done', trail: 'done', 'mfa-delete': 'manual' });
});
