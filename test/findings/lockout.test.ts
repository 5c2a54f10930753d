import { describe, expect, test } from 'vitest';
import { findLockouts } from '../../src/findings/lockout.ts';
import type { Answers } from '../../src/model/answers.ts';
import type { StateIndex } from '../../src/model/plan.ts';
import type { PolicyFact, Snapshot, UserFact } from '../../src/model/snapshot.ts';
import type { Caller } from '../../src/model/target.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { requireMfa } from '../../src/policies/documents/require-mfa.ts';
import { accountId, emptySnapshot, exampleAnswers } from '../helpers/example.ts';

const adminArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
const mfaArn = `arn:aws:iam::${accountId}:policy/bootstrap-account/RequireMFA`;
const administratorAccess: PolicyFact = {
  name: 'AdministratorAccess',
  arn: adminArn,
  path: '/',
  awsManaged: true,
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  tags: {},
};
const requireMfaFact: PolicyFact = {
  ...administratorAccess,
  name: 'RequireMFA',
  arn: mfaArn,
  path: '/bootstrap-account/',
  awsManaged: false,
  document: requireMfa({ partition: 'aws', accountId }),
};
const present = (name: string, facts: Partial<UserFact> = {}): UserFact => ({
  name,
  arn: `arn:aws:iam::${accountId}:user/${name}`,
  path: '/',
  createdAt: '2020-01-01T00:00:00Z',
  groups: ['Admins'],
  attached: [],
  inline: [],
  tags: {},
  mfaDevices: [],
  accessKeys: [],
  ...facts,
});
const password = { loginProfile: { createdAt: '2020-01-01T00:00:00Z', resetRequired: false } };
const key = { idEnd: '1234', active: true, createdAt: '2020-01-01T00:00:00Z' };
const device = { mfaDevices: [`arn:aws:iam::${accountId}:mfa/phone`] };
const answers: Answers = {
  ...exampleAnswers,
  groups: [{ name: 'Admins', kind: 'human', access: { kind: 'administrator' }, cli: 'none' }],
  people: [],
  machines: [],
  roles: [],
};

const attachedAdmin = [{ name: 'AdministratorAccess', arn: adminArn }];
const seen = (users: readonly UserFact[], more: Partial<Snapshot> = {}): Snapshot => ({
  ...emptySnapshot,
  users,
  groups: [
    {
      name: 'Admins',
      arn: `arn:aws:iam::${accountId}:group/Admins`,
      path: '/',
      attached: attachedAdmin,
      inline: [],
    },
  ],
  policies: [administratorAccess],
  ...more,
});
const underDeny = {
  groups: [
    {
      name: 'Admins',
      arn: `arn:aws:iam::${accountId}:group/Admins`,
      path: '/',
      attached: [...attachedAdmin, { name: 'RequireMFA', arn: mfaArn }],
      inline: [],
    },
  ],
  policies: [administratorAccess, requireMfaFact],
};
const callerUser = (name: string, credentialKind: Caller['credentialKind']): { caller: Caller } => ({
  caller: {
    ...emptySnapshot.caller,
    kind: 'user',
    name,
    arn: `arn:aws:iam::${accountId}:user/${name}`,
    credentialKind,
  },
});
const found = (snapshot: Snapshot, wanted: Answers = answers, state: StateIndex = new Map()) =>
  findLockouts(assemblePlan(wanted, snapshot, state), snapshot, state);
const lockouts = (snapshot: Snapshot, wanted?: Answers, state?: StateIndex) =>
  found(snapshot, wanted, state).map(({ rule, subject, stops }) => [rule, subject, stops]);

describe('members of a hand-made group that gets the deny', () => {
  test('two members without MFA: both named', () => {
    const snapshot = seen([present('ben', password), present('cyd', { ...password, accessKeys: [key] })]);
    expect(lockouts(snapshot)).toEqual([
      ['lockout', 'ben', 'consent'],
      ['lockout', 'cyd', 'consent'],
    ]);
    const [, cyd] = found(snapshot);
    expect(cyd?.what).toBe(
      'cyd has no MFA device: until one is enrolled, everything else is denied; the active access key …1234 of cyd stops working.',
    );
  });

  const rows: readonly (readonly [string, Partial<UserFact>, readonly unknown[]])[] = [
    ['a device and a password: nothing is lost', { ...password, ...device }, []],
    [
      'a device, and a key that is used bare',
      { ...password, ...device, accessKeys: [key] },
      [['lockout', 'ben', 'consent']],
    ],
    ['an inactive key only', { accessKeys: [{ ...key, active: false }] }, []],
    ['no credentials at all', {}, []],
    ['in another group', { ...password, groups: ['Others'] }, []],
  ];
  test.each(rows)('%s', (_title, facts, expected) => {
    expect(lockouts(seen([present('ben', facts)]))).toEqual(expected);
  });

  test('already under the deny: nothing new', () => {
    expect(lockouts(seen([present('ben', { ...password, accessKeys: [key] })], underDeny))).toEqual([]);
  });

  test('newly put into a group that is under the deny already', () => {
    const wanted = { ...answers, people: [{ name: 'ben', groups: ['Admins'] }] };
    expect(lockouts(seen([present('ben', { ...password, groups: [] })], underDeny), wanted)).toEqual([
      ['lockout', 'ben', 'consent'],
    ]);
  });

  test('a deny that was weakened by hand is put back: its members are named again', () => {
    const weak: PolicyFact = { ...requireMfaFact, document: { Version: '2012-10-17', Statement: [] } };
    expect(
      lockouts(seen([present('ben', password)], { ...underDeny, policies: [administratorAccess, weak] })),
    ).toEqual([['lockout', 'ben', 'consent']]);
  });

  test('a group of machines does not get the deny', () => {
    const work = {
      kind: 'statements',
      statements: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' }],
    } as const;
    const wanted: Answers = {
      ...answers,
      groups: [{ name: 'Admins', kind: 'machine', access: work, cli: 'none' }],
    };
    expect(lockouts(seen([present('ben', { accessKeys: [key] })]), wanted)).toEqual([]);
  });
});

describe('the operator', () => {
  const ben = present('ben', { accessKeys: [key] });
  const withDevice = present('ben', { ...device, accessKeys: [key] });
  const refused = ['operator-lockout', 'ben', 'refuse'];

  test('a bare key of a member: refused', () => {
    expect(lockouts(seen([ben], callerUser('ben', 'long-lived')))).toContainEqual(refused);
    expect(lockouts(seen([withDevice], callerUser('ben', 'long-lived')))).toContainEqual(refused);
  });
  test('a session without a device: refused', () => {
    expect(lockouts(seen([ben], callerUser('ben', 'session')))).toContainEqual(refused);
  });
  test('a session with MFA: fine, only the bare key is named', () => {
    expect(lockouts(seen([withDevice], callerUser('ben', 'session')))).toEqual([
      ['lockout', 'ben', 'consent'],
    ]);
  });
  test('a role: fine', () => {
    expect(lockouts(seen([]))).toEqual([]);
  });
  test('a user whose rights do not come from the group, but who gets into it: refused', () => {
    const wanted = { ...answers, people: [{ name: 'ben', groups: ['Admins'] }] };
    const direct = present('ben', { groups: [], attached: attachedAdmin, accessKeys: [key] });
    expect(lockouts(seen([direct], callerUser('ben', 'long-lived')), wanted)).toContainEqual(refused);
    expect(lockouts(seen([direct], callerUser('ben', 'long-lived')))).toEqual([]);
  });
  test('the refusal says how to go on', () => {
    const snapshot = seen([withDevice], callerUser('ben', 'long-lived'));
    const refusal = found(snapshot).find((each) => each.stops === 'refuse');
    expect(refusal?.fix).toContain(`--serial-number arn:aws:iam::${accountId}:mfa/phone`);
    expect(refusal?.what).toContain('iam:DetachGroupPolicy');
  });
  test('an AWS-managed policy that could not be read does not hide it', () => {
    expect(lockouts(seen([ben], { ...callerUser('ben', 'long-lived'), policies: [] }))).toContainEqual(
      refused,
    );
  });
});

describe('what the record knows', () => {
  const entry = (name: string, type: string, properties: object = {}) =>
    [
      name,
      { urn: `urn:${name}`, type, name, id: name, retained: false, properties: { ...properties } },
    ] as const;
  const ours = (groups: readonly string[]): StateIndex =>
    new Map([
      entry('people/ben', 'aws:iam/user:User'),
      entry('people/ben/groups', 'aws:iam/userGroupMembership:UserGroupMembership', { user: 'ben', groups }),
      entry('groups/Admins', 'aws:iam/group:Group'),
      entry('groups/Admins/RequireMFA', 'aws:iam/groupPolicyAttachment:GroupPolicyAttachment'),
    ]);
  const withBen = (groups: readonly string[]): Answers => ({ ...answers, people: [{ name: 'ben', groups }] });
  const session = callerUser('ben', 'session');

  test('a deny taken off by hand is put back without naming those who were under it', () => {
    const snapshot = seen([present('ben', password)]);
    expect(lockouts(snapshot, withBen(['Admins']))).toEqual([['lockout', 'ben', 'consent']]);
    expect(lockouts(snapshot, withBen(['Admins']), ours(['Admins']))).toEqual([]);
  });
  test('the operator moved to another group loses the old one first: refused', () => {
    const group = { ...answers.groups[0]!, name: 'Owners' };
    const renamed = { ...withBen(['Owners']), groups: [group] };
    const ben = present('ben', { ...password, ...device });
    expect(lockouts(seen([ben], { ...underDeny, ...session }), renamed, ours(['Admins']))).toContainEqual([
      'operator-lockout',
      'ben',
      'refuse',
    ]);
  });
  test('the operator dropped from the file: refused', () => {
    const ben = present('ben', { ...password, ...device });
    expect(lockouts(seen([ben], { ...underDeny, ...session }), answers, ours(['Admins']))).toContainEqual([
      'operator-lockout',
      'ben',
      'refuse',
    ]);
  });
});

describe('a machine that exists already', () => {
  const machine = (boundaryArn?: string) =>
    lockouts(seen([present('bot', { groups: [], ...(boundaryArn === undefined ? {} : { boundaryArn }) })]), {
      ...answers,
      groups: [...answers.groups, exampleAnswers.groups.find((group) => group.kind === 'machine')!],
      machines: [{ name: 'bot', groups: ['api'] }],
    });
  test('gets its boundary with consent only', () => {
    expect(machine()).toEqual([['lockout', 'bot', 'consent']]);
  });
  test('keeps a boundary of its own: refused', () => {
    expect(machine(`arn:aws:iam::${accountId}:policy/strict`)).toEqual([['lockout', 'bot', 'refuse']]);
  });
});
