import { describe, expect, test } from 'vitest';
import { attachWho } from '../../src/findings/attach-who.ts';
import { findDrift } from '../../src/findings/drift-findings.ts';
import { findPerimeter } from '../../src/findings/perimeter.ts';
import { perimeterEntries } from '../../src/findings/registry/perimeter.ts';
import { registry, registryEntry } from '../../src/findings/registry.ts';
import { rules } from '../../src/findings/rules.ts';
import { changesOfRules } from '../../src/findings/trace.ts';
import type { ChangeEvent } from '../../src/model/change.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { emptySnapshot, exampleAnswers } from '../helpers/example.ts';
import { accountHandedOver, accountInUse, examplePlan, onDay } from './account-as-planned.ts';
import { acceptedRoles, harmless, ways } from './administrator-ways.ts';
import { planted, quiet } from './perimeter-cases.ts';
import {
  allow,
  both,
  type Change,
  change,
  changeGroup,
  changePolicy,
  everything,
  inline,
  settled,
  withTrail,
  withUser,
} from './perimeter-changes.ts';

const find = (snapshot: Snapshot, day = 10, more: { readonly rootClosedAt?: string } = {}) =>
  findDrift({ plan: examplePlan, snapshot, answers: { ...exampleAnswers, ...more }, now: onDay(day) });
const ids = (findings: readonly Finding[]) => findings.map((finding) => finding.id);
/** Findings of a case, without what it takes for granted. */
const beside = (findings: readonly Finding[], id: string) =>
  findings.filter((finding) => finding.id === id || !acceptedRoles.includes(finding.id));

describe('an account as planned has no finding', () => {
  test.each([0, 6])('on day %i everybody is waited for', (day) => {
    const found = find(accountHandedOver(), day);
    expect(found.map(({ id, state, until }) => ({ id, state, until }))).toEqual(
      ['ada', 'dev', 'finn'].map((name) => ({
        id: `password-never-used:${name}`,
        state: 'pending',
        until: '2026-11-08',
      })),
    );
  });
  test('on day 8 the waiting is over', () => {
    const found = find(accountHandedOver(), 8);
    expect(ids(found)).toEqual(['ada', 'dev', 'finn'].map((name) => `password-never-used:${name}`));
    expect(found.every((finding) => finding.state === undefined && finding.severity === 'high')).toBe(true);
  });
  test('the days of grace are the file’s', () => {
    const answers = { ...exampleAnswers, graceDays: 14 };
    const found = findDrift({ plan: examplePlan, snapshot: accountHandedOver(), answers, now: onDay(8) });
    expect(found.map(({ state, until }) => [state, until])).toEqual(Array(3).fill(['pending', '2026-11-15']));
  });
  test('signed in, without a device yet: still waited for', () => {
    const users = accountInUse().users.map((user) => ({ ...user, mfaDevices: [] }));
    const found = find({ ...accountInUse(), users }, 6);
    expect(found.map(({ id, state }) => [id, state])).toEqual(
      ['ada', 'dev', 'finn'].map((name) => [`human-without-mfa:${name}`, 'pending']),
    );
  });
  test.each([10, 40])('in use, on day %i: nothing', (day) => {
    expect(ids(find(settled, day))).toEqual([]);
  });
});

describe('a planted thing is found once', () => {
  test.each(planted)('%s', (id, verdicts, plant, { day, also = [], ...more }) => {
    const all = find(plant(settled), day, more);
    const found = all.filter((finding) => !also.includes(finding.id));
    expect(ids(found)).toEqual([id]);
    expect(all).toHaveLength(1 + also.length);
    expect(found[0]).toMatchObject({ severity: registryEntry(id.split(':')[0] ?? '')?.severity, verdicts });
    expect(found[0]?.state).toBeUndefined();
    expect(found[0]?.fix).not.toBe('');
  });
});

test.each(quiet)('quiet: %s', (_title, plant, more) => {
  expect(ids(find(plant(settled), 10, more))).toEqual([]);
});

describe('ways to become an administrator', () => {
  test('are more than twelve', () => expect(ways.length).toBeGreaterThan(12));
  test.each(ways)('$title', ({ id, verdicts, plant }) => {
    const found = beside(find(plant(settled)), id);
    expect(ids(found)).toEqual([id]);
    expect(found[0]).toMatchObject({ severity: 'critical', verdicts });
    expect(found[0]?.what).toMatch(/\w+:\w+, as /);
  });
  test('a boundary of ours removed', () => {
    const api = allow('iam:AttachUserPolicy');
    const groups = exampleAnswers.groups.map((group) =>
      group.name === 'api' ? { ...group, access: { kind: 'statements', statements: [api] } as const } : group,
    );
    const plan = assemblePlan({ ...exampleAnswers, groups }, emptySnapshot, new Map());
    const look = (snapshot: Snapshot) =>
      findDrift({ plan, snapshot, answers: exampleAnswers, now: onDay(10) });
    const bounded = accountInUse(plan);
    expect(ids(look(bounded))).toEqual([]);
    const found = look(change('ci-deployer', { boundaryArn: undefined })(bounded));
    expect(found).toMatchObject([
      {
        id: 'user-administrator:ci-deployer',
        verdicts: ['repair', 'accept'],
        resources: ['machines/ci-deployer'],
      },
    ]);
  });
  test.each(harmless)('none: %s', (_title, expected, plant) => {
    expect(ids(find(plant(settled)))).toEqual(expected);
  });
});

describe('the registry', () => {
  test('every rule of the perimeter has a planted case', () => {
    const seen = [...planted.map(([id]) => id), ...ways.map(({ id }) => id)].map((id) => id.split(':')[0]);
    // Below, and with the exceptions.
    const elsewhere = ['no-trail', 'exception-unused'];
    const missing = Object.keys(perimeterEntries).filter((rule) => ![...seen, ...elsewhere].includes(rule));
    expect(missing).toEqual([]);
  });
  test('every rule has its events, or is known to have none', () => {
    expect(Object.keys(registry).filter((rule) => changesOfRules[rule] === undefined)).toEqual([]);
  });
  test('every rule of the comparison stands in it', () => {
    const missing = Object.keys(rules).filter((rule) => registryEntry(rule) === undefined);
    expect(missing.filter((rule) => !preflightOnly.includes(rule))).toEqual([]);
  });
  test.each(Object.entries(registry))('%s is complete', (_rule, entry) => {
    for (const text of [entry.title, entry.why, entry.help]) expect(text).toMatch(/^[A-Z]/);
  });
});

/** Rules that only say whether a run may begin. */
const preflightOnly = [
  'root-caller',
  'wrong-account',
  'unknown-inventory',
  'not-read',
  'missing-right',
  'state-of-another',
  'state-taken-over',
  'region-not-read',
  'region-left-out',
  'credentials-expire-soon',
  'name-case-clash',
  'quota',
  'policy-too-long',
  'policy-name-taken',
  'group-in-use',
  'trail-not-adoptable',
  'trail-kept',
  'trail-name-taken',
  'audit-bucket-foreign',
  'audit-bucket-region',
  'role-bucket-absent',
  'role-bucket-foreign',
];

describe('who made a group one of administrators', () => {
  const look = (plant: Change, event: Partial<ChangeEvent>) => {
    const told = {
      id: '1',
      at: '2026-11-10T10:00:00Z',
      region: 'us-east-1',
      actor: 'arn:aws:iam::123456789012:user/mallory',
      name: '',
      mentions: [],
      ...event,
    };
    const place = { region: 'eu-west-1', partition: 'aws' } as const;
    const findings = find(plant(settled));
    return attachWho(findings, { events: [told], unanswered: [], lookups: 1 }, place).map(({ id, who }) => [
      id,
      who?.kind,
    ]);
  };
  const rewritten = changePolicy('developers-work', { document: everything });
  const work = 'arn:aws:iam::123456789012:policy/bootstrap-account/developers-work';
  const hung = changeGroup('finance', { inline: [{ name: 'mine', document: everything }] });
  test('by rewriting its policy', () => {
    const event = { name: 'CreatePolicyVersion', mentions: [work, 'v2'] };
    expect(look(rewritten, event)).toEqual([['group-administrator:developers', 'seen']]);
    expect(look(hung, event)).toEqual([['group-administrator:finance', 'not-seen']]);
  });
  test('by hanging something on it', () => {
    const event = { name: 'PutGroupPolicy', mentions: ['finance', 'mine'] };
    expect(look(hung, event)).toEqual([['group-administrator:finance', 'seen']]);
    expect(look(rewritten, event)).toEqual([['group-administrator:developers', 'not-seen']]);
  });
});

describe('what could not be read is not judged', () => {
  const without = (...actions: string[]): Snapshot => ({
    ...both(
      change('dev', { mfaDevices: [], accessKeys: [] }),
      withUser('eve', { inline: inline(allow('*')) }),
    )(settled),
    notRead: actions.map((action) => ({ action, why: 'AccessDenied' })),
  });
  test('no identity: none of its findings', () => {
    expect(ids(find(without('iam:GetAccountAuthorizationDetails')))).toEqual([]);
  });
  test('no devices: nobody is said to have none', () => {
    expect(ids(find(without('iam:ListMFADevices')))).toEqual(['user-administrator:eve']);
  });
});

describe('trails left to others', () => {
  const plan = { ...examplePlan, parts: { ...examplePlan.parts, 'audit-trail': null } };
  const look = (snapshot: Snapshot) =>
    ids(
      findPerimeter({ plan, snapshot, answers: exampleAnswers, now: onDay(10) }).filter(
        (finding) => !finding.id.includes('ci-deployer'),
      ),
    );
  test('one that records is enough, a second one costs', () => {
    expect(look(settled)).toEqual([]);
    expect(look(withTrail()(settled))).toEqual([expect.stringMatching(/^second-trail:/)]);
  });
  test('none that records, or only one region: found', () => {
    for (const more of [{ logging: false }, { multiRegion: false }, { allManagementEvents: false }]) {
      const trails = settled.trails.map((trail) => ({ ...trail, ...more }));
      expect(look({ ...settled, trails })).toEqual(['no-trail:123456789012']);
    }
    expect(look({ ...settled, trails: [] })).toEqual(['no-trail:123456789012']);
  });
  test("an organization's trail is nobody's second one", () => {
    const found = find(withTrail({ organization: true })(settled));
    expect(ids(found)).toEqual([]);
  });
});
