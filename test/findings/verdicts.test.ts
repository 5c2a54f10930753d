import { describe, expect, it } from 'vitest';
import { compareOpinions } from '../../src/findings/engine-opinion.ts';
import { comparePlan } from '../../src/findings/ours.ts';
import { adoptFinding } from '../../src/findings/verdicts/adopt.ts';
import { isPlainRepair, offerVerdicts } from '../../src/findings/verdicts/offer.ts';
import { removalOf } from '../../src/findings/verdicts/remove.ts';
import type { AccountFile } from '../../src/model/account-file.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { EngineStep } from '../../src/model/outcome.ts';
import type { StateEntry, StateIndex } from '../../src/model/plan.ts';
import type { Snapshot, UserFact } from '../../src/model/snapshot.ts';
import { plannedResources } from '../../src/plan/planned-resources.ts';
import { makeFinding } from '../helpers/check-example.ts';
import { accountAsPlanned, examplePlan } from './account-as-planned.ts';

const live = accountAsPlanned();
const plan = examplePlan;
const base: AccountFile = {
  version: 1,
  groups: {
    admins: { kind: 'human', access: 'administrator' },
    finance: { kind: 'human', access: 'billing-read-only' },
    developers: { kind: 'human', access: 'none' },
    api: { kind: 'machine', access: 'none' },
  },
};
const own: AccountFile = {
  version: 1,
  people: [
    { name: 'ada', groups: ['admins'] },
    { name: 'finn', groups: ['finance'] },
  ],
  machines: [{ name: 'ci-deployer', groups: ['api'] }],
};
const merged: AccountFile = { ...base, ...own };
const eve: UserFact = {
  name: 'eve',
  arn: 'arn:aws:iam::123456789012:user/eve',
  path: '/',
  createdAt: '2026-11-02T00:00:00Z',
  groups: ['finance', 'elsewhere'],
  attached: [{ name: 'AdministratorAccess', arn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
  inline: [{ name: 'extra', document: { Version: '2012-10-17', Statement: [] } }],
  tags: {},
  mfaDevices: ['arn:aws:iam::123456789012:mfa/eve'],
  loginProfile: { createdAt: '2026-11-02T00:00:00Z', resetRequired: false },
  accessKeys: [{ idEnd: 'WXYZ', active: true, createdAt: '2026-11-02T00:00:00Z' }],
};
const withEve: Snapshot = { ...live, users: [...live.users, eve] };
const adopt = (rule: string, subject: string, snapshot: Snapshot = withEve, file = own) =>
  adoptFinding(makeFinding(rule, subject, 'high'), {
    own: file,
    base,
    merged: { ...base, ...file },
    snapshot,
  })?.own;
const remove = (rule: string, subject: string, snapshot: Snapshot = withEve) =>
  removalOf(makeFinding(rule, subject, 'high'), { plan, snapshot });

describe('adopt writes what is there into the file', () => {
  it('an extra member: into the groups of the person, the machine, or a new person', () => {
    expect(adopt('member-extra', 'finance/ada')?.people?.[0]).toEqual({
      name: 'ada',
      groups: ['admins', 'finance'],
    });
    expect(adopt('member-extra', 'finance/eve')?.people?.at(-1)).toEqual({
      name: 'eve',
      groups: ['finance'],
    });
    expect(adopt('member-extra', 'api/newbot')?.machines?.at(-1)).toEqual({
      name: 'newbot',
      groups: ['api'],
    });
  });
  it('no program in a group of people, and no person in one of programs', () => {
    expect(adopt('member-extra', 'admins/ci-deployer')).toBeUndefined();
    expect(adopt('member-extra', 'api/ada')).toBeUndefined();
  });
  it('a membership that is gone, as long as one is left', () => {
    const two = { ...own, people: [{ name: 'ada', groups: ['admins', 'finance'] }] };
    expect(adopt('member-missing', 'finance/ada', live, two)?.people).toEqual([
      { name: 'ada', groups: ['admins'] },
    ]);
    expect(adopt('member-missing', 'admins/ada')).toBeUndefined();
  });
  it('an unknown user: with the groups of the file, and not at all without one', () => {
    expect(adopt('unknown-user', eve.arn)?.people?.at(-1)).toEqual({ name: 'eve', groups: ['finance'] });
    const stray = { ...withEve, users: [{ ...eve, groups: ['elsewhere'] }] };
    expect(adopt('unknown-user', 'eve', stray)).toBeUndefined();
  });
  it('a user who is gone: out of the file, unless a template brings him', () => {
    expect(adopt('user-missing', 'finn')?.people?.map(({ name }) => name)).toEqual(['ada']);
    const facts = { own, base: { ...base, people: own.people }, merged, snapshot: live };
    expect(adoptFinding(makeFinding('user-missing', 'finn', 'medium'), facts)).toBeUndefined();
  });
  it.each([
    [380, 380],
    [200, undefined],
    [500, undefined],
  ])('a retention of %i days: %s', (days, written) => {
    const [bucket] = Object.values(live.buckets).filter((each) => each.kind === 'own');
    if (bucket === undefined) throw new Error('no bucket');
    const rule = { id: 'logs', enabled: true, expirationDays: days };
    const snapshot = { ...live, buckets: { [bucket.name]: { ...bucket, lifecycle: [rule] } } };
    const subject = `${bucket.name}/logs`;
    expect(adopt('audit-bucket-retention-shorter', subject, snapshot)?.trail?.retentionDays).toBe(written);
  });
  it('nothing else', () => {
    expect(adopt('policy-changed', 'RequireMFA')).toBeUndefined();
  });
});

describe('remove shows everything that goes', () => {
  it('a user with password, keys, devices, memberships and policies', () => {
    const removal = remove('unknown-user', eve.arn);
    expect(removal).toMatchObject({
      serves: 'remove',
      typed: 'eve',
      steps: [{ kind: 'delete-user', user: 'eve' }],
    });
    const goes = removal?.goes.join('\n') ?? '';
    for (const part of [
      eve.arn,
      'console password',
      '…WXYZ, active',
      'mfa/eve',
      'finance',
      'elsewhere',
      'AdministratorAccess',
      'extra',
    ])
      expect(goes).toContain(part);
  });
  it('no planned user, nobody who is not there, and never the caller', () => {
    expect(remove('unknown-user', 'ada')).toBeUndefined();
    expect(remove('unknown-user', 'nobody')).toBeUndefined();
    const caller = { ...live.caller, kind: 'user' as const, name: 'eve' };
    for (const [rule, subject] of [
      ['unknown-user', 'eve'],
      ['member-extra', 'finance/eve'],
      ['user-direct-policy', 'eve'],
      ['machine-login-profile', 'eve'],
    ] as const)
      expect(remove(rule, subject, { ...withEve, caller }), rule).toBeUndefined();
  });
  it('from somebody who is planned only what is not', () => {
    expect(remove('member-extra', 'finance/eve')).toMatchObject({
      serves: 'repair',
      steps: [{ kind: 'leave-group', user: 'eve', group: 'finance' }],
    });
    const ada = { ...eve, name: 'ada', groups: ['admins', 'finance'] };
    const snapshot = { ...live, users: [ada] };
    expect(remove('user-direct-policy', 'ada', snapshot)).toMatchObject({
      serves: 'repair',
      steps: [{ kind: 'detach-policy' }, { kind: 'delete-inline-policy' }],
    });
    expect(remove('user-administrator', 'ada', snapshot)?.steps.at(-1)).toEqual({
      kind: 'leave-group',
      user: 'ada',
      group: 'finance',
    });
    expect(remove('user-direct-policy', 'eve')).toMatchObject({
      serves: 'remove',
      steps: [{ kind: 'delete-user' }],
    });
  });
  it('a password, and keys by switching them off', () => {
    expect(remove('machine-login-profile', 'eve')?.steps).toEqual([
      { kind: 'delete-login-profile', user: 'eve' },
    ]);
    const off = [{ kind: 'switch-off-key', user: 'eve', idEnd: 'WXYZ' }];
    expect(remove('key-old', 'eve/WXYZ')?.steps).toEqual(off);
    expect(remove('human-key-without-mfa', 'eve')?.steps).toEqual(off);
    expect(remove('key-old', 'eve/ABCD')).toBeUndefined();
  });
  it('a group that nobody planned, with its members named', () => {
    const group = {
      name: 'elsewhere',
      arn: 'arn:aws:iam::123456789012:group/elsewhere',
      path: '/',
      attached: [],
      inline: [],
    };
    const removal = remove('unknown-group', 'elsewhere', { ...withEve, groups: [...live.groups, group] });
    expect(removal).toMatchObject({
      serves: 'remove',
      steps: [{ kind: 'delete-group', group: 'elsewhere' }],
    });
    expect(removal?.goes.join()).toContain('membership of eve');
    expect(remove('unknown-group', 'finance', withEve)).toBeUndefined();
  });
  it("somebody else's policy on a group or role, but not what the caller works with", () => {
    const foreign = { name: 'stray', arn: 'arn:aws:iam::123456789012:policy/stray' };
    const groups = live.groups.map((group) => ({ ...group, attached: [...group.attached, foreign] }));
    const roles = live.roles.map((role) => ({
      ...role,
      inline: [{ name: 'stray', document: eve.inline[0]!.document }],
    }));
    const snapshot = { ...live, groups, roles, users: [eve] };
    expect(remove('group-foreign-policy', 'finance/stray', snapshot)?.steps).toEqual([
      { kind: 'detach-policy', holder: { kind: 'group', name: 'finance' }, arn: foreign.arn },
    ]);
    expect(remove('role-foreign-policy', 'checkbot/stray', snapshot)?.steps).toEqual([
      { kind: 'delete-inline-policy', holder: { kind: 'role', name: 'checkbot' }, policy: 'stray' },
    ]);
    const asEve = { ...snapshot, caller: { ...live.caller, kind: 'user' as const, name: 'eve' } };
    expect(remove('group-foreign-policy', 'finance/stray', asEve)).toBeUndefined();
    const asRole = { ...snapshot, caller: { ...live.caller, name: 'checkbot' } };
    expect(remove('role-foreign-policy', 'checkbot/stray', asRole)).toBeUndefined();
  });
});

const entry = (name: string): readonly [string, StateEntry] => [
  name,
  {
    urn: `urn:pulumi:a::b::aws:iam/user:User::${name}`,
    type: 'aws:iam/user:User',
    name,
    id: name,
    retained: false,
  },
];
const state: StateIndex = new Map(plannedResources(plan).map(({ name }) => entry(name)));
const offer = (finding: Finding, known: StateIndex = state) =>
  offerVerdicts(finding, { own, base, merged, snapshot: withEve, plan, state: known });
const missingFinn = (): Finding => {
  const gone = { ...live, users: live.users.filter(({ name }) => name !== 'finn') };
  const found = comparePlan(plan, gone).find(({ rule }) => rule === 'user-missing');
  if (found === undefined) throw new Error('finn is not missed');
  return found;
};

describe('what is offered', () => {
  it('of taking away, under the name that the rule allows', () => {
    const extra = makeFinding('member-extra', 'finance/eve', 'high');
    expect(offer(extra).verdicts).toEqual(['repair', 'adopt', 'accept']);
    expect(offer({ ...extra, verdicts: ['accept'] })).toEqual({
      finding: expect.anything(),
      verdicts: ['accept'],
    });
    expect(offer(makeFinding('unknown-user', 'eve', 'high')).verdicts).toEqual(['adopt', 'remove', 'accept']);
  });
  it('repair where the state knows the thing, and not without it', () => {
    expect(offer(missingFinn()).verdicts).toEqual(['repair', 'adopt', 'accept']);
    expect(offer(missingFinn(), new Map()).verdicts).toEqual(['adopt', 'accept']);
  });
  it('only what the rule allows', () => {
    expect(offer({ ...missingFinn(), verdicts: ['repair'] }).verdicts).toEqual(['repair']);
    expect(offer({ ...missingFinn(), verdicts: [] }).verdicts).toEqual([]);
  });
  it('a repair of all that makes nobody again', () => {
    expect(isPlainRepair(offer(missingFinn()))).toBe(false);
    const stopped = makeFinding('trail-stopped', 'account-trail', 'critical', {
      resources: ['audit-trail/trail'],
    });
    expect(isPlainRepair(offer(stopped))).toBe(true);
    expect(isPlainRepair(offer(makeFinding('member-extra', 'finance/eve', 'high')))).toBe(true);
    // An inline policy is gone for good: that is asked for.
    const ada = { ...eve, name: 'ada' };
    const offered = offerVerdicts(makeFinding('user-direct-policy', 'ada', 'high'), {
      own,
      base,
      merged,
      snapshot: { ...live, users: [ada] },
      plan,
      state,
    });
    expect([offered.verdicts[0], isPlainRepair(offered)]).toEqual(['repair', false]);
  });
});

describe('the second opinion', () => {
  const step = (
    name: string,
    operation: EngineStep['operation'],
    changed: readonly string[] = [],
  ): EngineStep => ({
    urn: name,
    name,
    type: 'aws:iam/user:User',
    operation,
    changed,
    replaces: [],
  });
  it('is the same where both name the thing; what only one sees is told', () => {
    const found = [
      missingFinn(),
      makeFinding('trail-stopped', 'account-trail', 'critical', { resources: ['audit-trail/trail'] }),
      makeFinding('member-extra', 'finance/eve', 'high', { resources: [] }),
    ];
    const steps = [
      step('people/finn', 'delete'),
      step('people/finn', 'create'),
      step('people/ada', 'update', ['tags']),
    ];
    expect(compareOpinions(found, [...steps, step('people/dev', 'same')], plannedResources(plan))).toEqual({
      engineOnly: [{ name: 'people/ada', title: expect.stringContaining('ada'), changed: ['tags'] }],
      oursOnly: ['trail-stopped:account-trail'],
      agreed: 1,
    });
  });
});
