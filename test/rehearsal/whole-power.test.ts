import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutGroupPolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PowerChange } from '../../src/model/power.ts';
import type { Report } from '../../src/model/report.ts';
import { type Bench, openBench, startupFile, yes } from '../helpers/bench.ts';

let bench: Bench;
let packFolder: string;
beforeAll(async () => {
  bench = await openBench();
  bench.writeFile(startupFile);
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, end.stderr).toBe(0);
  expect(end.stdout.replace(/\s+/g, ' ')).toContain(
    'New in the account: ada, grace, finn, dev, machine ci-deployer',
  );
});
afterAll(() => bench?.stop());

/** A file of the newest pack, which `report` has just written. */
const read = (name: string): string => readFileSync(join(packFolder, name), 'utf8');
async function writeReport(): Promise<void> {
  const report = await bench.run(['report', '--json']);
  expect(report.code, report.stderr).toBe(0);
  packFolder = JSON.parse(report.stdout).handover;
}
const permissions = (): Report['permissions'] => (JSON.parse(read('report.json')) as Report).permissions;
const find = (who: string, what: string) =>
  permissions().find((each) => each.who === who && each.what === what);

test('a machine does its work within its boundary, and nothing of identities', async () => {
  await writeReport();
  expect(permissions().filter((row) => row.planned !== undefined)).toEqual([]);
  const machine = permissions().filter((row) => row.who === 'machine ci-deployer');
  const work = machine.filter(({ what }) => what.startsWith('do its work'));
  expect(work.map(({ decision }) => decision)).not.toContain('denied');
  expect(work.length).toBeGreaterThan(0);
  expect(machine.find(({ what }) => what === 'make a user')).toMatchObject({
    decision: 'denied',
    by: { sid: 'NeverIdentityOrMoney' },
  });
  expect(find('member of finance', 'see the bills')).toMatchObject({
    decision: 'allowed',
    withoutMfa: 'denied',
  });
  expect(JSON.parse(read('report.json')).secondOpinion).toEqual({
    asked: 0,
    differing: 0,
    notAsked: 'InvalidAction',
  });
  expect(read('report.html')).toContain('simulator was not asked');
});

test('s3:* planted in the finance group: the row turns, with the statement that did it', async () => {
  const planted = { Sid: 'Planted', Effect: 'Allow', Action: 's3:*', Resource: '*' };
  await bench.clients.iam.send(
    new PutGroupPolicyCommand({
      GroupName: 'finance',
      PolicyName: 'extra',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [planted] }),
    }),
  );
  await writeReport();
  expect(find('member of finance', 'read an object of a bucket')).toMatchObject({
    decision: 'allowed',
    withoutMfa: 'denied',
    reason: 'statement Planted of extra allows it',
    planned: 'denied',
  });
  expect(read('report.html')).toContain('planned: denied');
  expect(read('report.md')).toContain('planned: denied');
});

test('a plan tells who gains and who loses, in words and as data', async () => {
  bench.writeFile(
    startupFile
      .replace('finn, groups: [finance]', 'finn, groups: [admins]')
      .replace('  - { name: grace, groups: [admins] }\n', ''),
  );
  const plan = await bench.run(['plan', '--json']);
  expect(plan.code, plan.stderr).toBe(2);
  const power = JSON.parse(plan.stdout).power as readonly PowerChange[];
  expect(power.map(({ who, presence }) => `${who}: ${presence}`).sort()).toEqual([
    'finn: present',
    'grace: gone',
  ]);
  const finn = power.find(({ who }) => who === 'finn');
  expect(finn?.gains.find(({ what }) => what === 'make a user')).toMatchObject({
    from: 'denied',
    to: 'with-mfa',
  });
  // What was planted goes with the group that is left, and administrators may it all the same.
  expect(finn?.loses).toEqual([]);
  const text = (await bench.run(['plan'])).stdout.replace(/\s+/g, ' ');
  expect(text).toMatch(/\+ finn gains: [^+]*only with MFA: [^·+]*make a user/);
  expect(text).toMatch(/- grace \(is taken out of the account\) loses: /);
});
