import { describe, expect, test } from 'vitest';
import { findDrift } from '../../src/findings/drift-findings.ts';
import { findLockouts } from '../../src/findings/lockout.ts';
import { planSteps } from '../../src/findings/plan-steps.ts';
import { proposeMember } from '../../src/findings/propose-member.ts';
import type { AccountFile } from '../../src/model/account-file.ts';
import type { Answers } from '../../src/model/answers.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { exampleAnswers } from '../helpers/example.ts';
import { user } from '../helpers/report-example.ts';
import { examplePlan, onDay } from './account-as-planned.ts';
import { planted } from './perimeter-cases.ts';
import { attached, type Change, change, everything, settled, withUser } from './perimeter-changes.ts';

const mfaArn = examplePlan.parts.groups.policies['require-mfa']?.arn;
const withoutDeny: Change = (account) => ({
  ...account,
  groups: account.groups.map((group) => ({
    ...group,
    attached: group.attached.filter(({ arn }) => arn !== mfaArn),
  })),
});
const oldKey = { accessKeys: [{ idEnd: 'ABCD', active: true, createdAt: '2024-01-01T00:00:00Z' }] };
const signedIn = {
  loginProfile: { createdAt: settled.takenAt, resetRequired: false },
  passwordLastUsedAt: settled.takenAt,
};
const sender = { ...oldKey, attached: attached('AmazonSESFullAccess') };
const director = { ...signedIn, ...oldKey, attached: attached('AdministratorAccess') };
/** People of the file and strangers of every kind, and a rule that is not on. */
const accepted: readonly (readonly [string, Change])[] = [
  ['somebody without a device', change('finn', { mfaDevices: [] })],
  ['somebody without a device, with a key', change('dev', { mfaDevices: [], ...oldKey })],
  ['a stranger like a person', withUser('carol', { ...director, mfaDevices: ['phone'] })],
  ['a stranger like a program', withUser('deploy', sender)],
  ['a stranger nobody uses', withUser('ivan', { attached: sender.attached })],
  ['no MFA policy', withoutDeny],
  ['no MFA policy, and a key', (account) => withoutDeny(change('dev', oldKey)(account))],
];

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

describe('once everything is accepted the steps say what check says: in sync', () => {
  const cases: typeof planted = [
    ...planted,
    ...accepted.map(([id, plant]) => [id, [] as const, plant, {}] as const),
  ];
  test.each(cases)('%s', (id, _verdicts, plant, { day, also: _also, ...more }) => {
    const account = plant(settled);
    const counts = ({ state, severity }: Finding) => state === undefined && severity !== 'info';
    const exceptions = stepsOf(account, day, more)
      .findings.filter(counts)
      .map((each) => ({ finding: each.id, reason: 'known', until: '2027-12-31' }));
    const found = stepsOf(account, day, { ...more, exceptions });
    expect(found.findings.filter(counts)).toEqual([]);
    const left = found.steps.filter(({ state }) => state !== 'done');
    expect(
      left.map(({ title, items }) => [title, items]),
      id,
    ).toEqual([]);
    expect(found.result).toBe('in-sync');
  });
});

describe('who still has time keeps nobody from being in sync', () => {
  const fresh = { loginProfile: { createdAt: onDay(9).toISOString(), resetRequired: true } };
  const newcomer = change('finn', { ...fresh, passwordLastUsedAt: undefined, mfaDevices: [] })(settled);
  test('the step is not ticked, says until when, and check says the same', () => {
    const found = stepsOf(newcomer);
    expect(found.findings).toMatchObject([{ id: 'password-never-used:finn', state: 'pending' }]);
    const until = found.findings[0]?.until ?? '';
    expect(found.result).toBe('in-sync');
    const devices = step(found, 'devices');
    expect(devices).toMatchObject({ state: 'waiting', waitsFor: [] });
    expect(devices?.items.filter(({ done }) => !done)).toEqual([
      {
        subject: 'finn',
        done: false,
        waiting: true,
        text: `finn: can do nothing but enrol a device; has time until ${until}`,
        findings: [],
      },
    ]);
    expect(step(found, 'check')?.state).toBe('done');
    expect(stepsOf(newcomer, 40).result).toBe('steps');
  });
  test('where MFA is not a must yet it is a step to do: the rule cannot come without it', () => {
    const found = stepsOf(withoutDeny(newcomer));
    expect(found.result).toBe('steps');
    expect(step(found, 'devices')?.state).toBe('now');
    expect(step(found, 'enforce')).toMatchObject({ state: 'later', waitsFor: ['devices'] });
  });
});

test('a rule that the account could not be asked about is not taken for settled', () => {
  const notRead = [{ action: 'iam:GetAccountAuthorizationDetails', why: 'denied' }];
  const found = stepsOf({ ...withoutDeny(settled), notRead });
  expect(step(found, 'enforce')?.state).not.toBe('done');
  expect(found.result).toBe('steps');
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
