import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedGroupPoliciesCommand,
  ListUserTagsCommand,
} from '@aws-sdk/client-iam';
import { afterAll, expect, test } from 'vitest';
import { packageRoot } from '../config/temp-folder.ts';
import { accountId, type Bench, openBench, yes } from '../helpers/bench.ts';

/** A world of two regions: every one that is switched on is looked at. */
const regions = { 'eu-west-1': 'ENABLED_BY_DEFAULT', 'us-east-1': 'ENABLED_BY_DEFAULT' } as const;
/** Three to six runs of the engine a team, on a machine that has other work. */
const patience = 480_000;
const benches: Bench[] = [];
afterAll(async () => {
  for (const bench of benches) await bench.stop();
});

/** The folder of an example as a team would have it, in a new world. */
async function open(team: string): Promise<Bench> {
  const bench = await openBench({ scenario: { regions } });
  benches.push(bench);
  cpSync(join(packageRoot, 'examples', 'templates', team), join(bench.home, 'work'), { recursive: true });
  return bench;
}

/** From nothing to in sync: made, seen again as made, and no changing call for it. */
async function rehearse(bench: Bench): Promise<void> {
  const first = await bench.run(['apply', ...yes]);
  expect(first.code, `${first.stderr}${first.stdout}`).toBe(0);
  bench.front.resetCounters();
  const again = await bench.run(['apply', ...yes]);
  expect(again.stdout, again.stderr).toContain('In sync');
  expect(bench.front.counters().changing).toBe(0);
  const checked = await bench.run(['check', '--json']);
  const { findings } = JSON.parse(checked.stdout) as {
    readonly findings: readonly { readonly rule: string }[];
  };
  // What waits for people is no drift of a new account.
  expect(findings.map(({ rule }) => rule)).toEqual([]);
}

const attachedTo = async (bench: Bench, group: string) => {
  const iam = bench.clients.iam;
  const found = await iam.send(new ListAttachedGroupPoliciesCommand({ GroupName: group }));
  return (found.AttachedPolicies ?? []).map(({ PolicyName = '' }) => PolicyName).sort();
};

test('two founders and a contractor: minimal with a group less and a group more', {
  timeout: patience,
}, async () => {
  const bench = await open('two-founders');
  await rehearse(bench);
  expect(await attachedTo(bench, 'contractors')).toEqual(['RequireMFA', 'contractors-work']);
  await expect(attachedTo(bench, 'finance')).rejects.toMatchObject({ name: 'NoSuchEntityException' });
});

test('a data team: named policies, paths and tags, roles with buckets and a queue, and a template that shrinks', {
  timeout: patience,
}, async () => {
  const bench = await open('data-team');
  await rehearse(bench);
  const iam = bench.clients.iam;
  expect(await attachedTo(bench, 'data-engineers')).toEqual([
    'CommandLineKeys',
    'RequireMFA',
    'see-the-pipeline',
  ]);
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'trainer' }));
  expect(Role?.Path).toBe('/data/');
  expect(Object.fromEntries((Role?.Tags ?? []).map(({ Key, Value }) => [Key, Value]))).toMatchObject({
    Team: 'data',
    CostCenter: '4711',
    Stage: 'training',
    Origin: 'made',
  });
  const { Tags } = await iam.send(new ListUserTagsCommand({ UserName: 'mary' }));
  expect(Tags).toContainEqual({ Key: 'Team', Value: 'data' });
  const { PolicyDocument = '' } = await iam.send(
    new GetRolePolicyCommand({ RoleName: 'ingest', PolicyName: 'buckets' }),
  );
  expect(decodeURIComponent(PolicyDocument)).toContain('sqs:ReceiveMessage');

  // The account names one policy less than its template: `null` takes it out, and what it granted goes.
  const text = readFileSync(join(bench.home, 'work', 'bootstrap-account.yaml'), 'utf8');
  bench.writeFile(
    `${text}roles: { ingest: { policies: [see-the-pipeline] } }\npolicies: { read-work-queue: null }\n`,
  );
  await rehearse(bench);
  const after = await iam.send(new GetRolePolicyCommand({ RoleName: 'ingest', PolicyName: 'buckets' }));
  expect(decodeURIComponent(after.PolicyDocument ?? '')).not.toContain('sqs:ReceiveMessage');

  // After a lost state its things are known again, also the group under a path of its own.
  rmSync(bench.stateFolder, { recursive: true });
  const lost = await bench.run(['plan', '--json']);
  const { changes } = JSON.parse(lost.stdout) as { readonly changes: readonly { readonly verb: string }[] };
  expect([...new Set(changes.map(({ verb }) => verb))].sort()).toEqual(['adopt']);
});

test('an agency: built in, company, team and account, four files deep', { timeout: patience }, async () => {
  const bench = await open('agency');
  await rehearse(bench);
  expect(await attachedTo(bench, 'developers')).toEqual([
    'CommandLineLogin',
    'RequireMFA',
    'developers-work',
    'stay-in-europe',
  ]);
  const iam = bench.clients.iam;
  const arn = `arn:aws:iam::${accountId}:policy/bootstrap-account/stay-in-europe`;
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: 'v1' }));
  expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toContain('OnlyOurRegions');
  const diff = await bench.run(['template', 'diff', 'company/company.yaml', 'team.yaml', '--json'], {
    plain: true,
  });
  const { permissions } = JSON.parse(diff.stdout) as {
    readonly permissions: readonly { readonly who: string; readonly presence: string }[];
  };
  expect(permissions.map(({ who, presence }) => [who, presence])).toContainEqual(['role shop', 'new']);
});
