import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resourceTypes } from '../../src/rehearsal/provider/types.ts';
import { seedBase } from './provider-base.ts';
import { type Base, phases } from './provider-case.ts';
import { alarmCases } from './provider-cases-alarms.ts';
import { iamCases } from './provider-cases-iam.ts';
import { moreCases } from './provider-cases-more.ts';
import { regionalCases } from './provider-cases-regional.ts';
import { s3Cases } from './provider-cases-s3.ts';
import { openProviderBench, type ProviderBench } from './provider-fixture.ts';
import { type Life, liveThrough } from './provider-life.ts';

const cases = [...iamCases, ...s3Cases, ...moreCases, ...regionalCases, ...alarmCases];
let bench: ProviderBench;
let base: Base;
let life: Life;

beforeAll(async () => {
  bench = await openProviderBench();
  base = await seedBase(bench.clients);
  life = await liveThrough(bench, base, cases);
});
afterAll(() => bench?.close());

it('has a case for every type', () => {
  expect(cases.map((each) => each.token).sort()).toEqual([...resourceTypes.keys()].sort());
});

describe.each(cases)('$token', (row) => {
  const same = { ops: ['same'], changed: [], forcing: [] };

  it('is made with its id, its defaults and its outputs', () => {
    const { made, looks, records } = life.phases.first;
    expect(made.get(row.token)?.ops).toEqual(['create']);
    expect(records.get(row.token)?.id).toMatch(row.id);
    expect(records.get(row.token)?.outputs).toMatchObject(row.outputs ?? {});
    expect(looks.get(row.token)).toEqual(row.found(base).first);
  });

  it.each(phases)('is the same when %s again, and quiet under a refresh', (phase) => {
    expect(life.phases[phase].again.get(row.token)).toEqual(same);
    expect(life.phases[phase].refreshed.get(row.token)).toEqual(same);
  });

  it('changes in place what does not replace', () => {
    const { made, looks } = life.phases.changed;
    const update = { ops: ['update'], changed: [...(row.inPlace ?? [])], forcing: [] };
    expect(made.get(row.token)).toEqual(row.inPlace === undefined ? same : update);
    expect(looks.get(row.token)).toEqual(row.found(base).changed ?? row.found(base).first);
  });

  it('replaces where it must, in the official order', () => {
    const { made, looks } = life.phases.replaced;
    const step = made.get(row.token);
    const found = row.found(base);
    expect(looks.get(row.token)).toEqual(found.replaced ?? found.changed ?? found.first);
    expect(step?.forcing).toEqual(row.forcing ?? []);
    const order = row.createFirst
      ? ['create-replacement', 'replace', 'delete-replaced']
      : ['delete-replaced', 'replace', 'create-replacement'];
    if (row.forcing !== undefined) expect(step?.ops).toEqual(order);
    else expect(step?.ops).toEqual(['same']);
  });

  it('shows a change made by hand in a refresh, and is put right', () => {
    const seen = life.seenByRefresh.get(row.token);
    if (row.seen === 'same') expect(seen).toEqual(same);
    else if (row.seen === 'gone') expect(seen?.ops).toEqual(['delete']);
    else expect(seen).toMatchObject({ ops: ['update'], changed: row.seen });
    const found = row.found(base);
    expect(life.repairedLooks.get(row.token)).toEqual(found.replaced ?? found.changed ?? found.first);
  });

  it('is imported by id without a change', () => {
    // What cannot be imported is made once more: the account does not notice.
    const ops = row.importId === 'none' ? ['create'] : ['import'];
    expect(life.imported.get(row.token)).toEqual({ ...same, ops });
    expect(life.afterImport.get(row.token)).toEqual(same);
  });

  it('is gone after a destroy, or left as the table says', () => {
    expect(life.left.get(row.token)).toEqual(row.left);
  });
});

it('counts a delete of what is gone already as done', () => {
  expect(life.destroyedTwice.delete).toBe(cases.length + 1);
});
