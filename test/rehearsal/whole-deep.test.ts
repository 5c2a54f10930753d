import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCaller } from '../../src/account/read/caller.ts';
import { readSnapshot } from '../../src/account/read/snapshot.ts';
import { completeAnswers } from '../../src/config/complete-answers.ts';
import { loadAccountFile } from '../../src/config/load.ts';
import { readStateIndex } from '../../src/engine/state.ts';
import { findDrift } from '../../src/findings/drift-findings.ts';
import { partsNotRead } from '../../src/findings/not-read.ts';
import type { Answers } from '../../src/model/answers.ts';
import type { CheckReport } from '../../src/model/check-report.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { assemblePlan, snapshotInterest } from '../../src/plan/assemble.ts';
import { callsOf, readActions } from '../../src/policies/rights/read-actions.ts';
import { contextOf } from '../config/temp-folder.ts';
import { accountId, type Bench, openBench, region, startupFile, yes } from '../helpers/bench.ts';
import { changes } from './deep-changes.ts';

// One account with one of everything, changed by hand in one way for each kind of resource.
const file = `${startupFile}alarms: { email: security@acme.example }
budget: { monthlyUsd: 200, email: billing@acme.example }
`.replace(
  `region: ${region} }`,
  `region: ${region}, contacts: { security: { name: S, title: T, email: s@acme.example, phone: "+49 30 1" } } }`,
);
/** What only one of the two can see, and why. */
const pinned = {
  engineOnly: [] as readonly string[],
  oursOnly: [] as readonly string[],
};
let bench: Bench;
let answers: Answers;
beforeAll(async () => {
  bench = await openBench({ scenario: { mail: { confirmed: true } } });
  bench.writeFile(file);
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, end.stdout + end.stderr).toBe(0);
  const folder = join(bench.stateFolder, '..', '..', accountId);
  const complete = completeAnswers((await loadAccountFile(contextOf(folder))).merged, { accountId, region });
  if (!('answers' in complete)) throw new Error('the file is not complete');
  answers = complete.answers;
});
afterAll(() => bench?.stop());

async function look(): Promise<Snapshot> {
  const caller = await readCaller(bench.clients);
  const interest = snapshotInterest(answers, 'aws');
  return readSnapshot(bench.clients, interest, { caller, region, now: new Date(), origins: false });
}
const driftIn = (snapshot: Snapshot) => {
  const plan = assemblePlan(answers, snapshot, readStateIndex(bench.stateFolder));
  return findDrift({ plan, snapshot, answers, now: new Date() });
};
const openIds = (report: Pick<CheckReport, 'findings'>) => report.findings.map(({ id }) => id).sort();
async function check(...words: readonly string[]): Promise<{ code: number | null; document: CheckReport }> {
  const end = await bench.run(['check', '--json', ...words]);
  return { code: end.code, document: JSON.parse(end.stdout) };
}

test('every kind of resource that the program makes has its change', () => {
  const made = new Set(
    [...readStateIndex(bench.stateFolder).values()].map(({ type }) =>
      type.replace(/^aws:/, '').replace(/:\w+$/, ''),
    ),
  );
  const changed = new Set(changes.map(([type]) => type));
  // Its own settings have rows of their own, and nothing but its tags is left.
  expect([...made].filter((type) => !changed.has(type))).toEqual(['sns/topic']);
});

let drifted: CheckReport;
test('check and the engine see every change by hand, and nothing else', async () => {
  expect(driftIn(await look()).filter(({ state }) => state === undefined)).toEqual([]);
  const account = await look();
  const trail = account.trails[0];
  const hand = { bench, account, bucket: trail?.bucket ?? '', keyId: account.keys[0]?.id ?? '' };
  for (const [type, , change] of changes)
    await change(hand).catch((error: unknown) => {
      throw new Error(`${type}: ${String(error)}`);
    });
  const { code, document } = await check('--deep');
  expect(code, JSON.stringify(document.notRead)).toBe(2);
  drifted = document;
  const seen = new Set(document.findings.flatMap(({ resources }) => resources ?? []));
  expect(changes.filter(([, name]) => !seen.has(name)).map(([type, name]) => [type, name])).toEqual([]);
  expect(document.deep?.engineOnly.map(({ name }) => name)).toEqual(pinned.engineOnly);
  expect(document.deep?.oursOnly).toEqual(pinned.oursOnly);
});

test('a third of all calls throttled: the same findings, the same exit code', async () => {
  bench.front.setRules([{ every: 3, fault: { kind: 'throttle' } }]);
  const { code, document } = await check();
  bench.front.setRules([]);
  expect(code).toBe(2);
  expect(document.notRead).toEqual([]);
  expect(openIds(document)).toEqual(openIds(drifted));
});

describe('one right missing', () => {
  // What is only read by `report --cis`, by the second way to something, or for the event history.
  const readers = new Set(['cis-facts', 'cis-network', 'cis-buckets', 'cis-keys', 'cis-object-events']);
  const asked = readActions.filter(
    ({ reader, action }) => !readers.has(reader) && reader !== 'event-history' && action !== 's3:ListBucket',
  );
  test('is named, alone, and nothing is found that is not so', async () => {
    const all = new Set(driftIn(await look()).map(({ id }) => id));
    const problems: string[] = [];
    for (const action of asked) {
      const calls = callsOf(action).map((call) => call.split(':'));
      bench.front.setRules(
        calls.map(([service, name]) => ({ service, action: name, fault: { kind: 'accessDenied' } as const })),
      );
      bench.front.resetCounters();
      const snapshot = await look();
      const { reads } = bench.front.counters();
      bench.front.setRules([]);
      if (!callsOf(action).some((call) => call in reads)) continue;
      const missing = [...new Set(partsNotRead(snapshot).map((part) => part.action))];
      // Whoever waits may wait for something else by what is known.
      const invented = driftIn(snapshot).filter(({ id, state }) => state === undefined && !all.has(id));
      if (missing.join() !== action.action) problems.push(`${action.action}: told ${missing.join()}`);
      problems.push(...invented.map(({ id }) => `${action.action}: invented ${id}`));
    }
    expect(problems).toEqual([]);
  });
});

test('put back: what is stronger by hand stays, and so does a statement of somebody else', async () => {
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, end.stdout + end.stderr).toBe(0);
  const { passwordPolicy } = await look();
  expect(passwordPolicy).toMatchObject({ minimumLength: 20, reusePrevention: 24 });
  const { code, document } = await check();
  // What somebody else wrote into a policy is told, and stays.
  expect(openIds(document)).toEqual(['alarm-topic-foreign-statement:bootstrap-account-alarms/Nobody']);
  expect(code).toBe(2);
});
