import { describe, expect, test } from 'vitest';
import { findDrift } from '../../src/findings/drift-findings.ts';
import { findLockouts } from '../../src/findings/lockout.ts';
import { planSteps } from '../../src/findings/plan-steps.ts';
import { proposeMember } from '../../src/findings/propose-member.ts';
import type { AccountFile } from '../../src/model/account-file.ts';
import type { Answers } from '../../src/model/answers.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { exampleAnswers } from '../helpers/example.ts';
import { user } from '../helpers/report-example.ts';
import { examplePlan, onDay } from './account-as-planned.ts';
import { planted } from './perimeter-cases.ts';
import { attached, change, everything, settled, withUser } from './perimeter-changes.ts';

const groups: NonNullable<AccountFile['groups']> = {
  admins: { access: 'administrator' },
  finance: { access: 'billing-read-only' },
  developers: { access: { statements: [{ Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' }] } },
  api: { kind: 'machine', access: 'none' },
};
const stepsOf = (
  snapshot: Snapshot,
  day = 10,
  more: Partial<Pick<Answers, 'rootClosedAt' | 'exceptions'>> = {},
) => {
  const answers = { ...exampleAnswers, ...more };
  const findings = findDrift({ plan: examplePlan, snapshot, answers, now: onDay(day) });
  const state = new Map();
  const guards = findLockouts(examplePlan, snapshot, state);
  return { findings, ...planSteps({ plan: examplePlan, snapshot, state, groups, findings, guards }) };
};
const step = (found: ReturnType<typeof stepsOf>, id: string) => found.steps.find((each) => each.id === id);

test('an account in sync has every step behind it', () => {
  const { result, steps } = stepsOf(settled);
  expect(result).toBe('in-sync');
  expect(steps.filter(({ state }) => state !== 'done')).toEqual([]);
  expect(steps.map(({ id }) => id)).toEqual(expect.arrayContaining(['root', 'prepare', 'enforce', 'check']));
});

describe('every finding belongs to a step that is open', () => {
  test.each(planted)('%s', (id, _verdicts, plant, { day, also: _also, ...more }) => {
    const found = stepsOf(plant(settled), day, more);
    const open = found.findings.filter(({ state, severity }) => state === undefined && severity !== 'info');
    const named = found.steps
      .filter(({ state }) => state !== 'done')
      .flatMap(({ items }) => items.filter(({ done }) => !done).flatMap(({ findings }) => findings));
    expect(new Set(named), id).toEqual(new Set(open.map((finding) => finding.id)));
  });
});

test('what is accepted is done, until its date', () => {
  const account = withUser('eve', { inline: [] })(settled);
  const exceptions = [{ finding: 'user-without-group:eve', reason: 'moves', until: '2026-11-30' }];
  expect(step(stepsOf(account), 'leavers')?.state).toBe('now');
  expect(stepsOf(account, 10, { exceptions }).result).toBe('in-sync');
  expect(stepsOf(account, 40, { exceptions }).result).toBe('steps');
});

test('rights of a single person: who loses what when they are taken off', () => {
  const found = stepsOf(change('finn', { attached: attached('AdministratorAccess') })(settled));
  const direct = step(found, 'direct-rights');
  expect(direct?.state).toBe('now');
  expect(direct?.commands).toEqual(['bootstrap-account check --repair --only user-administrator:finn']);
  expect(direct?.power.map(({ name, loses }) => [name, loses.length > 0])).toEqual([['finn', true]]);
});

test('a machine that still carries policies of its own is told with the people', () => {
  const found = stepsOf(change('ci-deployer', { attached: attached('AmazonSESFullAccess') })(settled));
  expect(step(found, 'direct-rights')?.items.filter(({ done }) => !done)).toMatchObject([
    { subject: 'ci-deployer', findings: ['user-direct-policy:ci-deployer'] },
  ]);
});

test('a boundary on a program that runs already is named before, with the consent', () => {
  const bare = change('ci-deployer', { boundaryArn: undefined })(settled);
  const prepare = step(stepsOf(bare), 'prepare');
  expect(prepare?.state).toBe('now');
  expect(prepare?.affects.join()).toMatch(/ci-deployer .*boundary/);
  expect(prepare?.commands).toEqual(['bootstrap-account apply --staged --allow-cutoff ci-deployer']);
});

test('MFA is a must only once its people have devices; who has none is named, with the consent', () => {
  const mfa = examplePlan.parts.groups.policies['require-mfa']?.arn;
  const before: Snapshot = {
    ...change('finn', { mfaDevices: [] })(settled),
    groups: settled.groups.map((group) => ({
      ...group,
      attached: group.attached.filter(({ arn }) => arn !== mfa),
    })),
  };
  const found = stepsOf(before);
  const enforce = step(found, 'enforce');
  expect(step(found, 'prepare')?.state).toBe('done');
  expect(enforce).toMatchObject({ state: 'later' });
  expect(enforce?.waitsFor).toContain('devices');
  expect(enforce?.affects[0]).toMatch(/^finn has no MFA device/);
  expect(enforce?.otherwise[0]?.command).toMatch(/--allow-cutoff .*finn/);
  expect(
    step(found, 'devices')
      ?.items.filter(({ done }) => !done)
      .map(({ subject }) => subject),
  ).toEqual(['finn']);
});

describe('where a stranger belongs', () => {
  const now = settled.takenAt;
  const signedIn = { loginProfile: { createdAt: now, resetRequired: false }, passwordLastUsedAt: now };
  const key = [{ idEnd: 'ABCD', active: true, createdAt: now }];
  const admin = { attached: attached('AdministratorAccess') };
  const proposed = (name: string, more: Parameters<typeof user>[2]) => {
    const live = user(name, [], { createdAt: now, ...more });
    const { kind, ...rest } = proposeMember(live, { ...settled, users: [...settled.users, live] }, groups);
    return 'group' in rest ? rest.group : kind;
  };
  test.each([
    ['carol', { ...signedIn, ...admin }, 'admins'],
    ['hugo', { ...signedIn, attached: attached('job-function/Billing') }, 'finance'],
    ['gina', { ...signedIn, attached: attached('AmazonEC2FullAccess') }, 'developers'],
    ['deploy', { ...signedIn, accessKeys: key }, 'program'],
    ['x', { accessKeys: key }, 'program'],
    ['ivan', {}, 'unused'],
    ['old', { loginProfile: signedIn.loginProfile, createdAt: '2020-01-01T00:00:00Z' }, 'unused'],
    // A device belongs to a person, whatever the name.
    [
      'api',
      { ...signedIn, accessKeys: key, mfaDevices: ['arn:aws:iam::123456789012:mfa/api'] },
      'developers',
    ],
  ])('%s', (name, more, expected) => expect(proposed(name, more)).toBe(expected));
  test('everything by an inline policy is an administrator too', () =>
    expect(proposed('eve', { ...signedIn, inline: [{ name: 'own', document: everything }] })).toBe('admins'));
});

test('who has left and is kept is not asked for a device', () => {
  const people = examplePlan.parts.people.map((person) =>
    person.name === 'dev' ? { ...person, groups: [], keptUntil: '2026-12-30' } : person,
  );
  const plan = { ...examplePlan, parts: { ...examplePlan.parts, people } };
  const { steps } = planSteps({
    plan,
    snapshot: settled,
    state: new Map(),
    groups,
    findings: [],
    guards: [],
  });
  const subjects = steps.find(({ id }) => id === 'devices')?.items.map(({ subject }) => subject);
  expect(subjects).toEqual(people.flatMap(({ name }) => (name === 'dev' ? [] : [name])));
  expect(subjects).not.toHaveLength(people.length);
});
