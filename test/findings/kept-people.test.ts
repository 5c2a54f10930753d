import { describe, expect, test } from 'vitest';
import {
  administratorsLeft,
  isLastAdministrator,
  leavesNoAdministrator,
} from '../../src/findings/administrators-left.ts';
import { comparePlan } from '../../src/findings/ours.ts';
import type { RemovalStep } from '../../src/model/removal.ts';
import type { UserFact } from '../../src/model/snapshot.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { emptySnapshot, exampleAnswers } from '../helpers/example.ts';
import { accountAsPlanned, accountInUse, examplePlan } from './account-as-planned.ts';
import { attached, type Change, everything, withUser } from './perimeter-changes.ts';

const people = exampleAnswers.people.map((person) =>
  person.name === 'dev' ? { ...person, keptUntil: '2026-11-30' } : person,
);
const answers = { ...exampleAnswers, people };
const settled = accountAsPlanned();
const key = { idEnd: 'WXYZ', active: true, createdAt: '2026-11-02T00:00:00.000Z' };
function told(takenAt: string, change: Partial<UserFact> = {}) {
  const users = settled.users.map((user) =>
    user.name === 'dev' ? { ...user, groups: [], ...change } : user,
  );
  const snapshot = { ...settled, users, takenAt };
  return comparePlan(assemblePlan(answers, snapshot, new Map()), snapshot).filter(
    ({ subject }) => subject === 'dev' || subject.endsWith('/dev'),
  );
}

test('who is kept is in no group, and that is no drift; check waits for the day', () => {
  const plan = assemblePlan(answers, emptySnapshot, new Map());
  expect(plan.parts.people.find((each) => each.name === 'dev')?.groups).toEqual([]);
  expect(told('2026-11-30T12:00:00.000Z')).toEqual([
    expect.objectContaining({ id: 'user-kept:dev', state: 'pending', until: '2026-11-30' }),
  ]);
  const [due] = told('2026-12-01T00:00:00.000Z');
  expect([due?.state, due?.fix]).toEqual([undefined, expect.stringContaining('person remove dev')]);
});

test('a way in that was opened again is a finding, and a membership too', () => {
  expect(told('2026-11-03T00:00:00.000Z', { accessKeys: [key] }).map((each) => each.id)).toContain(
    'user-kept-open:dev',
  );
  expect(told('2026-11-03T00:00:00.000Z', { groups: ['developers'] }).map((each) => each.id)).toContain(
    'member-extra:developers/dev',
  );
});

test('an administrator without a way in is none that is left', () => {
  const second = { name: 'grace', groups: ['admins'] };
  const two = assemblePlan(
    { ...exampleAnswers, people: [...exampleAnswers.people, second] },
    emptySnapshot,
    new Map(),
  );
  const used = accountInUse(examplePlan);
  expect(administratorsLeft(two, used, 'grace')).toEqual(['ada']);
  expect(administratorsLeft(two, used, 'ada')).toEqual([]);
});

test('who is an administrator in the file only, and not in the account yet, is none that is left', () => {
  const promoted = exampleAnswers.people.map((person) =>
    person.name === 'dev' ? { ...person, groups: ['admins'] } : person,
  );
  const plan = assemblePlan({ ...exampleAnswers, people: promoted }, emptySnapshot, new Map());
  const used = accountInUse(examplePlan);
  expect(used.users.find(({ name }) => name === 'dev')?.loginProfile).toBeDefined();
  expect(administratorsLeft(plan, used, 'ada')).toEqual([]);
});

test('whom the file does not know is the last administrator where nobody else who is one has a way in', () => {
  const used = accountInUse(examplePlan);
  const shutOut: Change = (account) => ({
    ...account,
    users: account.users.map(({ loginProfile: _gone, ...user }) => ({ ...user, accessKeys: [] })),
  });
  const isLast = (name: string, change: Change, account = used) =>
    isLastAdministrator(examplePlan, change(account), name);
  const administrators = [
    { groups: ['admins'] },
    { attached: attached('AdministratorAccess') },
    { inline: [{ name: 'all', document: everything }] },
  ];
  for (const rights of administrators) {
    expect(isLast('eve', withUser('eve', rights), shutOut(used))).toBe(true);
    expect(isLast('eve', withUser('eve', rights))).toBe(false);
    const bob = withUser('bob', { ...rights, accessKeys: [{ ...key, active: true }] });
    expect(isLast('eve', (account) => bob(withUser('eve', rights)(account)), shutOut(used))).toBe(false);
    const off = withUser('bob', { ...rights, accessKeys: [{ ...key, active: false }] });
    expect(isLast('eve', (account) => off(withUser('eve', rights)(account)), shutOut(used))).toBe(true);
  }
  expect(isLast('eve', withUser('eve', { groups: ['finance'] }), shutOut(used))).toBe(false);
  expect(isLast('nobody', shutOut)).toBe(false);
});

describe('removals that would leave no administrator with a way in', () => {
  const arn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  const eve = { holder: { kind: 'user', name: 'eve' } } as const;
  const alone = withUser('eve', {
    attached: attached('AdministratorAccess'),
    inline: [{ name: 'all', document: everything }],
    accessKeys: [key],
  })({ ...settled, users: [] });
  const leaves = (...steps: readonly RemovalStep[]) => leavesNoAdministrator(examplePlan, alone, steps);
  const detach = { kind: 'detach-policy', ...eve, arn } as const;
  const inline = { kind: 'delete-inline-policy', ...eve, policy: 'all' } as const;
  test.each<readonly [string, boolean, readonly RemovalStep[]]>([
    ['the user', true, [{ kind: 'delete-user', user: 'eve' }]],
    ['the only key', true, [{ kind: 'switch-off-key', user: 'eve', idEnd: 'WXYZ' }]],
    ['one of two ways to the rights', false, [detach]],
    ['both ways to the rights', true, [detach, inline]],
    ['a key of somebody else', false, [{ kind: 'switch-off-key', user: 'bob', idEnd: 'WXYZ' }]],
    ['a policy of a role', false, [{ ...detach, holder: { kind: 'role', name: 'eve' } }, inline]],
  ])('%s: %s', (_, expected, steps) => expect(leaves(...steps)).toBe(expected));
  test('rights by a group go with the membership, and with the group', () => {
    const member = withUser('eve', { groups: ['admins'], accessKeys: [key] })({ ...settled, users: [] });
    const left = (step: RemovalStep) => leavesNoAdministrator(examplePlan, member, [step]);
    expect(left({ kind: 'leave-group', user: 'eve', group: 'admins' })).toBe(true);
    expect(left({ kind: 'delete-group', group: 'admins' })).toBe(true);
    expect(left({ kind: 'delete-login-profile', user: 'eve' })).toBe(false);
  });
  test('where nobody is one today, nothing is held up', () => {
    const nobody = { ...settled, users: [] };
    expect(leavesNoAdministrator(examplePlan, nobody, [{ kind: 'delete-user', user: 'eve' }])).toBe(false);
  });
});
