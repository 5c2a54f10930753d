import { describe, expect, test } from 'vitest';
import { findDrift } from '../../src/findings/drift-findings.ts';
import { comparePlan } from '../../src/findings/ours.ts';
import type { StateEntry } from '../../src/model/plan.ts';
import type { GroupFact, Snapshot, UserFact } from '../../src/model/snapshot.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import type { Staging } from '../../src/plan/staging.ts';
import { accountId, emptySnapshot, exampleAnswers } from '../helpers/example.ts';

const begun = '2026-10-30T00:00:00.000Z';
const admin = { name: 'AdministratorAccess', arn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
const ours = (name: string) => ({
  name,
  arn: `arn:aws:iam::${accountId}:policy/bootstrap-account/${name}`,
});
function someone(name: string, change: Partial<UserFact> = {}): UserFact {
  return {
    name,
    arn: `arn:aws:iam::${accountId}:user/${name}`,
    path: '/',
    createdAt: '2026-01-01T00:00:00.000Z',
    groups: ['admins'],
    attached: [],
    inline: [],
    tags: {},
    mfaDevices: [],
    loginProfile: { createdAt: '2026-01-01T00:00:00.000Z', resetRequired: false },
    accessKeys: [],
    ...change,
  };
}
const enrolled = { mfaDevices: [`arn:aws:iam::${accountId}:mfa/any`] };
const admins = (...attached: GroupFact['attached'][number][]): GroupFact => ({
  name: 'admins',
  arn: `arn:aws:iam::${accountId}:group/admins`,
  path: '/',
  attached,
  inline: [],
});
function account(users: readonly UserFact[], ...attached: GroupFact['attached'][number][]): Snapshot {
  return { ...emptySnapshot, users, groups: [admins(...attached)] };
}
const entry = (name: string): readonly [string, StateEntry] => [
  name,
  { urn: name, name, type: 'x', id: name, retained: false },
];
function groupIn(snapshot: Snapshot, staging: Staging, known: readonly string[] = []) {
  const plan = assemblePlan(exampleAnswers, snapshot, new Map(known.map(entry)), staging);
  return { plan, group: plan.parts.groups.groups.find((each) => each.name === 'admins') };
}

describe('a group whose members have not all enrolled', () => {
  const waiting = account([someone('ada'), someone('bob', enrolled)], admin);
  test('waits: nothing is added to it but the way to enrol, and what is on it stays', () => {
    const { group } = groupIn(waiting, 'begin');
    expect(group).toMatchObject({ customer: ['enrol-mfa'], staged: [{ name: 'ada' }] });
    expect(group?.awsManaged.map((each) => each.name)).toEqual(['AdministratorAccess']);
  });
  test('a work policy that is not there yet is held back with the deny', () => {
    expect(groupIn(account([someone('ada')]), 'begin').group?.awsManaged).toEqual([]);
  });
  test('without the wish the deny goes on', () => {
    expect(groupIn(waiting, 'off').group?.customer).toEqual(['require-mfa']);
    expect(groupIn(waiting, 'keep').group?.customer).toEqual(['require-mfa']);
  });
  test('a look by check keeps a group waiting that waits', () => {
    const begunAlready = account([someone('ada')], admin, ours('EnrolMFA'));
    expect(groupIn(begunAlready, 'keep').group?.staged).toEqual([{ name: 'ada' }]);
  });
  test('a deny that is on, or that the record knows, is never taken off', () => {
    const on = account([someone('ada')], admin, ours('RequireMFA'));
    expect(groupIn(on, 'begin').group?.staged).toBeUndefined();
    expect(groupIn(waiting, 'begin', ['groups/admins/RequireMFA']).group?.staged).toBeUndefined();
  });
  test('who has no way in keeps nobody waiting; an active key is one', () => {
    const { loginProfile: _, ...shut } = someone('ada');
    expect(groupIn(account([shut], admin), 'begin').group?.staged).toBeUndefined();
    const key = { idEnd: 'WXYZ', active: true, createdAt: begun };
    expect(groupIn(account([{ ...shut, accessKeys: [key] }], admin), 'begin').group?.staged).toHaveLength(1);
  });
});

describe('people and a waiting group', () => {
  const joinsOf = (snapshot: Snapshot) =>
    groupIn(snapshot, 'begin').plan.parts.people.find((each) => each.name === 'ada');
  const outside = someone('ada', { groups: [] });
  test('nobody joins one that has power', () => {
    const bob = someone('bob');
    expect(joinsOf(account([outside, bob], admin))).toMatchObject({ groups: [], waitsFor: ['admins'] });
  });
  test('one that has none yet is joined, to enrol', () => {
    expect(joinsOf(account([outside]))).toMatchObject({ groups: ['admins'] });
  });
});

describe('what check says of it', () => {
  const policy = { ...ours('EnrolMFA'), path: '/bootstrap-account/', awsManaged: false, tags: {} };
  const document = { Version: '2012-10-17' as const, Statement: [] };
  const at = (takenAt: string, user: Partial<UserFact> = {}): Snapshot => ({
    ...account([someone('ada', user)], admin, ours('EnrolMFA')),
    policies: [{ ...policy, document, updatedAt: begun }],
    takenAt,
  });
  const told = (snapshot: Snapshot) =>
    comparePlan(assemblePlan(exampleAnswers, snapshot, new Map()), snapshot).filter(
      ({ rule, subject }) => rule.startsWith('mfa-') && subject.startsWith('admins'),
    );
  test('who is missing, since when; pending until the grace is over, then a finding', () => {
    const [pending, ...more] = told(at('2026-11-01T00:00:00.000Z'));
    expect(more).toEqual([]);
    expect(pending).toMatchObject({ id: 'mfa-staged:admins/ada', state: 'pending', until: '2026-11-06' });
    expect(pending?.what).toContain('since 2026-10-30');
    expect(told(at('2026-11-07T00:00:00.000Z'))[0]?.state).toBeUndefined();
  });
  test('all have enrolled: the policy can go on, and that is no drift by hand', () => {
    expect(told(at('2026-11-01T00:00:00.000Z', enrolled)).map((each) => each.id)).toEqual([
      'mfa-staged-ready:admins',
    ]);
  });
  test('who keeps a group waiting is not told a second time as without MFA', () => {
    const snapshot = at('2026-11-01T00:00:00.000Z');
    const plan = assemblePlan(exampleAnswers, snapshot, new Map());
    const now = new Date(snapshot.takenAt);
    const ids = findDrift({ plan, snapshot, answers: exampleAnswers, now }).map((each) => each.id);
    expect(ids).toContain('mfa-staged:admins/ada');
    expect(ids).not.toContain('human-without-mfa:ada');
  });
  test('a person who waits to join is told', () => {
    const outside = account([someone('ada', { groups: [] }), someone('bob')], admin);
    const plan = assemblePlan(exampleAnswers, outside, new Map(), 'begin');
    expect(comparePlan(plan, outside).map((each) => each.id)).toContain('member-waits:admins/ada');
  });
});
