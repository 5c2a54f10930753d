import { describe, expect, test } from 'vitest';
import { describeAdopted } from '../../src/findings/adopted-things.ts';
import { comparePlan } from '../../src/findings/ours.ts';
import { findPresent } from '../../src/findings/present-people.ts';
import { adoptFinding } from '../../src/findings/verdicts/adopt.ts';
import type { AccountFile } from '../../src/model/account-file.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { plannedResources } from '../../src/plan/planned-resources.ts';
import { openQuestions } from '../../src/ui/questions.ts';
import { makeFinding } from '../helpers/check-example.ts';
import { accountId, emptySnapshot, exampleAnswers } from '../helpers/example.ts';
import { user } from '../helpers/report-example.ts';

const base: AccountFile = {
  version: 1,
  groups: {
    admins: { kind: 'human', access: 'administrator', purpose: 'Run it' },
    finance: { kind: 'human', access: 'billing-read-only', purpose: 'Pay it' },
  },
};
const own: AccountFile = { version: 1, extends: 'startup', people: [{ name: 'ada', groups: ['admins'] }] };
const administrator = { name: 'AdministratorAccess', arn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
const signedIn = {
  loginProfile: { createdAt: emptySnapshot.takenAt, resetRequired: false },
  passwordLastUsedAt: emptySnapshot.takenAt,
};
const everything = {
  Version: '2012-10-17' as const,
  Statement: [{ Effect: 'Allow' as const, Action: '*', Resource: '*' }],
};
/** An account with a group of its own, in another spelling, and a trail. */
const found: Snapshot = {
  ...emptySnapshot,
  aliases: ['acme'],
  policies: [{ ...administrator, path: '/', awsManaged: true, document: everything, tags: {} }],
  groups: [
    {
      name: 'Admins',
      arn: `arn:aws:iam::${accountId}:group/Admins`,
      path: '/',
      attached: [administrator],
      inline: [{ name: 'old', document: everything }],
    },
  ],
  users: [
    user('alice', ['Admins'], signedIn),
    user('bob', [], { ...signedIn, attached: [administrator] }),
    user('backup', [], { accessKeys: [{ idEnd: 'ABCD', active: true, createdAt: emptySnapshot.takenAt }] }),
    user('ivan', []),
  ],
  trails: [
    {
      name: 'events',
      arn: `arn:aws:cloudtrail:eu-west-1:${accountId}:trail/events`,
      homeRegion: 'eu-west-1',
      multiRegion: true,
      organization: false,
      globalEvents: true,
      validation: false,
      bucket: 'logs',
      logging: true,
      allManagementEvents: true,
      tags: {},
    },
  ],
};
const adopt = (rule: string, subject: string, more: { readonly beforeFirstRun?: boolean } = {}) =>
  adoptFinding(makeFinding(rule, subject, 'high'), {
    own,
    base,
    merged: { ...base, ...own },
    snapshot: found,
    ...more,
  })?.own;

describe('a name in another spelling', () => {
  test('is told as that, not as missing, and cannot be repaired', () => {
    const plan = assemblePlan(exampleAnswers, found, new Map());
    const finding = comparePlan(plan, found).find(({ id }) => id === 'group-missing:admins');
    expect(finding).toMatchObject({ actual: 'Admins', resources: [], verdicts: ['adopt', 'accept'] });
  });
  test('is written into the file with its members; what the template brings is taken off', () =>
    expect(adopt('group-missing', 'admins')).toEqual({
      ...own,
      groups: { admins: null, Admins: base.groups?.admins },
      people: [{ name: 'ada', groups: ['Admins'] }],
    }));
  test('a group that is really missing is not adopted', () =>
    expect(adopt('group-missing', 'finance')).toBeUndefined());
});

describe('before the first run whoever is there belongs there, afterwards he is a stranger', () => {
  test('an administrator', () => {
    expect(adopt('user-administrator', 'bob', { beforeFirstRun: true })?.people?.at(-1)).toEqual({
      name: 'bob',
      groups: ['admins'],
    });
    expect(adopt('user-administrator', 'bob')).toBeUndefined();
  });
  test('a program and somebody unused never come in by themselves', () => {
    for (const name of ['backup', 'ivan'])
      expect(adopt('unknown-user', name, { beforeFirstRun: true })).toBeUndefined();
  });
});

test('a trail is taken over as long as there is none of ours', () => {
  const [live] = found.trails;
  expect(adopt('second-trail', live?.arn ?? '')?.trail).toEqual({ name: 'events', bucket: 'logs' });
  const organization = { ...found, trails: found.trails.map((trail) => ({ ...trail, organization: true })) };
  expect(
    adoptFinding(makeFinding('second-trail', live?.arn ?? '', 'medium'), {
      own,
      base,
      merged: base,
      snapshot: organization,
    }),
  ).toBeUndefined();
});

test('the first questions propose who and what is there', () => {
  const present = findPresent(found, base);
  expect(present).toMatchObject({
    people: { admins: ['alice', 'bob'] },
    programs: ['backup'],
    unused: ['ivan'],
    spelled: [{ wanted: 'admins', live: 'Admins' }],
    alias: 'acme',
  });
  expect(present.trail?.name).toBe('events');
  const asked = openQuestions(base, { firstRun: true, people: present.people, alias: 'acme' });
  const admins = asked.find(({ key }) => key === 'admins');
  expect(admins).toMatchObject({ default: 'alice, bob' });
  expect(asked.find(({ key }) => key === 'finance')).not.toHaveProperty('default');
});

test('what is adopted: who is in it, what comes on top, what stays', () => {
  const answers = {
    ...exampleAnswers,
    groups: exampleAnswers.groups.map((group) =>
      group.name === 'admins' ? { ...group, name: 'Admins' } : group,
    ),
    people: [{ name: 'bob', groups: ['Admins'] }],
  };
  const plan = assemblePlan(answers, found, new Map());
  const things = describeAdopted(plannedResources(plan), {
    plan,
    snapshot: found,
    differences: comparePlan(plan, found),
    power: [],
  });
  expect(things.slice(1)).toEqual([
    {
      name: 'groups/Admins',
      title: 'group Admins',
      who: ['alice'],
      comes: ['RequireMFA'],
      stays: ['inline old', 'alice, a member whom the file does not put there'],
      power: [],
    },
    {
      name: 'people/bob',
      title: 'user bob',
      who: ['bob'],
      comes: ['membership in Admins'],
      stays: ['AdministratorAccess', 'the password'],
      power: [],
    },
  ]);
});
