import { expect, test } from 'vitest';
import { chooseKept } from '../../src/flow/kept-things.ts';
import type { Study } from '../../src/flow/study.ts';
import type { StateEntry } from '../../src/model/plan.ts';
import { plannedResources } from '../../src/plan/planned-resources.ts';
import { accountAsPlanned, examplePlan } from '../findings/account-as-planned.ts';

const snapshot = accountAsPlanned();
const state = new Map(
  plannedResources(examplePlan).map(({ name }) => [name, { retained: false } as unknown as StateEntry]),
);
/** @param name of a user; the account is as planned */
const keptFor = (name: string, keepAdmins: boolean) => {
  const caller = { ...snapshot.caller, kind: 'user', name };
  const study = {
    plan: examplePlan,
    state,
    snapshot: { ...snapshot, caller },
    findings: [],
    differences: [],
  };
  return chooseKept(study as unknown as Study, { keepAdmins });
};
const { people, machines } = examplePlan.parts;
const isAdmin = ({ groups }: { groups: readonly string[] }) => groups.includes('admins');
const admin = people.find(isAdmin)?.name ?? '';
const other = people.find((each) => !isAdmin(each))?.name ?? '';

test('whoever takes the account down does not take down themselves', () => {
  expect(keptFor(admin, false).refusal?.fix).toContain('--keep-admins');
  expect(keptFor(admin, true).refusal).toBeUndefined();
  // Kept are the administrators: one who is none of them, or a program, would go with the rest.
  for (const name of [other, machines[0]?.name ?? '']) {
    expect(name).not.toBe('');
    expect(keptFor(name, true).refusal?.what).toContain(name);
    expect(keptFor(name, true).refusal?.fix).not.toContain('--keep-admins');
  }
  expect(keptFor('somebody-else', true).refusal).toBeUndefined();
});
