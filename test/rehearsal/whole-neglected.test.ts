import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteTrailCommand } from '@aws-sdk/client-cloudtrail';
import { DeactivateMFADeviceCommand } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readCaller } from '../../src/account/read/caller.ts';
import { readSnapshot } from '../../src/account/read/snapshot.ts';
import { completeAnswers } from '../../src/config/complete-answers.ts';
import { loadAccountFile } from '../../src/config/load.ts';
import type { Power } from '../../src/model/power.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import type { Step, StepsReport } from '../../src/model/steps.ts';
import { assemblePlan, snapshotInterest } from '../../src/plan/assemble.ts';
import { comparePower } from '../../src/policies/compare-power.ts';
import { liveWorld } from '../../src/policies/live-world.ts';
import { powersOf } from '../../src/policies/matrix.ts';
import { contextOf } from '../config/temp-folder.ts';
import { accountId, type Bench, region, yes } from '../helpers/bench.ts';
import { enrol, logBucket, openNeglected, partner } from '../helpers/neglected-account.ts';
import { choose, openRehearsal } from '../helpers/rehearsal-screen.ts';
import type { Screen } from '../helpers/screen.ts';

let bench: Bench;
const screens: Screen[] = [];
const folder = () => join(bench.stateFolder, '..', '..', accountId);
const file = () => join(folder(), 'bootstrap-account.yaml');
const trailArn = (name: string) => `arn:aws:cloudtrail:${region}:${accountId}:trail/${name}`;

beforeAll(async () => {
  bench = await openNeglected();
}, 120_000);
afterEach(() => {
  for (const screen of screens.splice(0)) screen.kill();
});
afterAll(() => bench?.stop());

interface Look {
  readonly snapshot: Snapshot;
  readonly powers: readonly Power[];
}
/** Everybody's power by the documents that are live, judged by the product's evaluator. */
async function look(): Promise<Look> {
  const { merged } = await loadAccountFile(contextOf(folder()));
  const complete = completeAnswers(merged, { accountId, region });
  if (!('answers' in complete)) throw new Error('the file is not complete');
  const interest = snapshotInterest(complete.answers, 'aws');
  const caller = await readCaller(bench.clients);
  const snapshot = await readSnapshot(bench.clients, interest, { caller, region, now: new Date() });
  const plan = assemblePlan(complete.answers, snapshot, new Map());
  return { snapshot, powers: powersOf(liveWorld(plan, snapshot)) };
}

/** Users who can do less than before: not at all, or only with a device that they do not have. */
function cutOff(before: Look, after: Look): readonly string[] {
  const devices = new Map(after.snapshot.users.map((user) => [user.name, user.mfaDevices.length]));
  return comparePower(before.powers, after.powers)
    .filter(({ kind }) => kind !== 'role' && kind !== 'other-role')
    .filter(({ name, loses }) => loses.some(({ to }) => to !== 'with-mfa' || (devices.get(name) ?? 0) === 0))
    .map(({ name }) => name)
    .sort();
}

async function steps(): Promise<{
  readonly code: number | null;
  readonly of: (id: string) => Step | undefined;
  readonly report: StepsReport;
}> {
  const end = await bench.run(['plan', '--steps', '--json']);
  const report = JSON.parse(end.stdout) as StepsReport;
  return { code: end.code, report, of: (id) => report.steps.find((step) => step.id === id) };
}
const stateOf = (report: StepsReport) => Object.fromEntries(report.steps.map(({ id, state }) => [id, state]));
const openItems = (step: Step | undefined) =>
  (step?.items ?? []).filter(({ done }) => !done).map(({ subject }) => subject);

function open(words: readonly string[]): Screen {
  const screen = openRehearsal(bench, ['--', ...words]);
  screens.push(screen);
  return screen;
}

test('at first: everything stands in one step, what can be done now is marked', async () => {
  const path = bench.writeFile(`version: 1
extends: startup
account: { id: "${accountId}", alias: acme-test, region: ${region} }
regions: home
people:
  - { name: alice, groups: [admins] }
  - { name: bob, groups: [admins] }
  - { name: hugo, groups: [finance] }
`);
  bench.front.resetCounters();
  const { code, report, of } = await steps();
  rmSync(path);
  expect(code).toBe(2);
  expect(bench.front.counters().changing).toBe(0);
  expect(stateOf(report)).toMatchObject({
    root: 'done',
    people: 'now',
    trail: 'now',
    prepare: 'later',
    devices: 'now',
    enforce: 'later',
    'direct-rights': 'later',
    programs: 'later',
    leavers: 'now',
    outside: 'now',
    check: 'later',
  });
  expect(openItems(of('people'))).toEqual(['admins', 'carol', 'dave', 'erin', 'frank', 'gina']);
  expect(openItems(of('programs'))).toEqual(['backup', 'deploy', 'mailer']);
  expect(openItems(of('leavers'))).toEqual(['ivan']);
  expect(of('devices')?.items.find(({ subject }) => subject === 'hugo')?.text).toMatch(/no right to enrol/);
  expect(of('trail')?.fileLines).toEqual(['trail:', '  name: management-events', `  bucket: ${logBucket}`]);
});

test('who and what is there is written into the file; the account is as before', async () => {
  const before = await look();
  bench.front.resetCounters();
  const { of } = await steps();
  const ids = [...(of('people')?.commands ?? []), ...(of('trail')?.commands ?? [])].flatMap((command) =>
    command.split(' ').slice(command.split(' ').indexOf('--only') + 1),
  );
  expect(ids).toContain('group-missing:admins');
  const screen = open(['check', '--repair', '--only', ...ids]);
  for (let index = 1; index <= ids.length; index += 1)
    await choose(screen, new RegExp(`\\(${index} of ${ids.length}\\)[\\s\\S]*Adopt: it is right`), 1);
  const { code } = await screen.ended;
  expect(code, screen.text()).toBe(2);
  const text = readFileSync(file(), 'utf8');
  expect(text).toMatch(/admins: null/);
  expect(text).toMatch(/name: dave, groups: \[Admins\]/);
  expect(text).toMatch(/name: gina, groups: \[developers\]/);
  expect(text).toMatch(new RegExp(`bucket: ${logBucket}`));
  expect(bench.front.counters().changing).toBe(0);
  expect(cutOff(before, await look())).toEqual([]);
});

const unready = ['erin', 'frank', 'gina', 'hugo'];

test('apply: only those who were named are cut off, until they have a device', async () => {
  for (const name of ['bob', 'carol']) await enrol(bench.clients, name);
  const before = await look();
  const named = await steps();
  const waiting = openItems(named.of('devices'));
  expect([...waiting].sort()).toEqual(unready);
  // Without naming them it is refused, each by name.
  const refused = await bench.run(['apply', ...yes]);
  expect(refused.code).toBe(3);
  for (const name of [...unready, 'dave']) expect(refused.stderr).toContain(`--allow-cutoff ${name}`);
  expect(refused.stdout + refused.stderr).not.toContain('--allow-cutoff bob');
  const applied = await bench.run(['apply', '--json', ...yes, '--allow-cutoff', ...unready, 'dave']);
  expect(applied.code, applied.stderr).toBe(0);
  const { adopted } = JSON.parse(applied.stdout) as {
    adopted: { title: string; who: string[]; stays: string[] }[];
  };
  const group = adopted.find(({ title }) => title === 'group Admins');
  expect(group?.who).toEqual(['alice', 'bob']);
  expect(adopted.find(({ title }) => title === 'user carol')?.stays).toContain('AdministratorAccess');
  expect(adopted.find(({ title }) => title.startsWith('audit bucket'))?.stays.join()).toContain(partner);
  const after = await look();
  expect(cutOff(before, after).filter((name) => !unready.includes(name))).toEqual([]);
  expect(after.snapshot.trails.map(({ name }) => name)).toEqual(['management-events', 'old-trail']);
  for (const name of unready) await enrol(bench.clients, name);
  expect(cutOff(before, await look())).toEqual([]);
});

test('what hangs on single people goes, as the step said who loses what', async () => {
  const { report, of } = await steps();
  expect(stateOf(report)).toMatchObject({
    people: 'done',
    trail: 'done',
    prepare: 'done',
    devices: 'done',
    enforce: 'done',
    'direct-rights': 'now',
  });
  const said = (of('direct-rights')?.power ?? []).filter(({ loses }) => loses.length > 0);
  expect(said.map(({ name }) => name)).toEqual(expect.arrayContaining(['hugo']));
  const before = await look();
  const repaired = await bench.run(['check', '--repair-all', '--yes', '--json']);
  expect([1, 2], repaired.stderr).toContain(repaired.code);
  const after = await look();
  expect(cutOff(before, after).filter((name) => !said.some((each) => each.name === name))).toEqual([]);
  const carol = after.snapshot.users.find(({ name }) => name === 'carol');
  expect(carol?.attached).toEqual([]);
});

test('the rest is removed or accepted with a date, and it is in sync', async () => {
  await bench.clients.cloudtrail.send(new DeleteTrailCommand({ Name: trailArn('old-trail') }));
  const screen = open(['check', '--repair', '--only', 'user-without-group:ivan', 'unknown-group:devs']);
  for (const name of ['devs', 'ivan'])
    await screen.until(/of 2\)/).then(async () => {
      await choose(screen, new RegExp(`Remove: (user|group) ${name}`), 1);
      await screen.answer(new RegExp(`Type ${name} to go on`), name);
    });
  await screen.answer(/Go on in account/, 'y');
  await screen.ended;
  // A phone is lost: he has no device any more, which is accepted below with all the rest.
  await bench.clients.iam.send(
    new DeactivateMFADeviceCommand({
      UserName: 'hugo',
      SerialNumber: `arn:aws:iam::${accountId}:mfa/hugo-phone`,
    }),
  );
  const { report } = await steps();
  const left = report.steps.flatMap(({ items }) => items.flatMap(({ findings }) => findings));
  expect(left).not.toContain('user-without-group:ivan');
  const checked = await bench.run(['check', '--json']);
  const { findings } = JSON.parse(checked.stdout) as { findings: { id: string }[] };
  // Every open finding belongs to a step.
  expect([...new Set(left)].sort()).toEqual(findings.map(({ id }) => id).sort());
  expect(left).toContain('human-without-mfa:hugo');
  const until = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  const exceptions = findings.map(
    ({ id }) => `  - { finding: ${JSON.stringify(id)}, reason: Moves in spring, until: "${until}" }\n`,
  );
  writeFileSync(file(), `${readFileSync(file(), 'utf8')}exceptions:\n${exceptions.join('')}`);
  const end = await steps();
  expect(end.report.result, JSON.stringify(end.report.steps.filter(({ state }) => state !== 'done'))).toBe(
    'in-sync',
  );
  expect(end.code).toBe(0);
  // Not «15 of 16»: the steps tick what check accepts.
  expect(end.report.steps.filter(({ state }) => state !== 'done')).toEqual([]);
  const check = await bench.run(['check']);
  expect(check.code, check.stdout).toBe(0);
  expect(check.stdout).toMatch(/^✔ In sync/);
});
