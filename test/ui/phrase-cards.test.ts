import { expect, test } from 'vitest';
import { textWidth } from '../../src/lib/wrap-text.ts';
import { listMachines } from '../../src/report/list-machines.ts';
import { listPeople } from '../../src/report/list-people.ts';
import { phraseCards } from '../../src/ui/phrase-cards.ts';

const heads = ['Person', 'MFA', 'Groups', ''];
const rows = [
  ['ada', 'on', 'admins', ''],
  ['bob-with-a-long-name', 'none', 'developers, finance, support, on-call', 'not in the file'],
];

test('a table where it fits, cards where not; nothing is cut', () => {
  const wide = phraseCards(heads, rows, 100);
  expect(wide).toHaveLength(3);
  expect(wide[1]).toMatch(/^ada +on +admins$/);
  const narrow = phraseCards(heads, rows, 40);
  expect(narrow.every((line) => textWidth(line) <= 40)).toBe(true);
  expect(narrow.slice(0, 3)).toEqual(['ada', '  MFA: on', '  Groups: admins']);
  expect(narrow.join(' ').replace(/\s+/g, ' ')).toContain('developers, finance, support, on-call');
});

test('a remark that does not fit stands below its row, and the table stays one', () => {
  expect(phraseCards(heads, rows, 68)).toEqual([
    'Person                MFA   Groups',
    'ada                   on    admins',
    'bob-with-a-long-name  none  developers, finance, support, on-call',
    '  not in the file',
  ]);
});

const user = {
  ...{ arn: '', path: '/', attached: [], inline: [], tags: {}, groups: ['admins'] },
  createdAt: '2026-01-01T00:00:00Z',
};
const key = { idEnd: 'WXYZ', active: false, createdAt: '2026-11-01T00:00:00Z' };

test('who is listed: the file, and every stranger; with what is out of the ordinary', () => {
  const file = {
    people: [
      { name: 'ada', groups: ['admins'] },
      { name: 'eve', groups: ['admins'], keptUntil: '2026-11-10' },
      { name: 'new', groups: ['admins'] },
    ],
    machines: [{ name: 'ci', groups: ['api'] }],
  };
  const loginProfile = { createdAt: '2026-01-01T00:00:00Z', resetRequired: false };
  const users = [
    {
      ...user,
      name: 'ada',
      mfaDevices: ['x'],
      accessKeys: [key],
      loginProfile,
      passwordLastUsedAt: '2026-11-05T10:00:00Z',
    },
    { ...user, name: 'ci', mfaDevices: [], accessKeys: [] },
    { ...user, name: 'eve', mfaDevices: [], accessKeys: [] },
    { ...user, name: 'zoe', mfaDevices: [], accessKeys: [] },
  ];
  const listed = listPeople(file, users, new Date('2026-11-11T00:00:00Z'));
  expect(listed.map(({ name, note }) => [name, note])).toEqual([
    ['ada', undefined],
    ['eve', 'has left, was kept until 2026-11-10: remove'],
    ['new', 'not made yet'],
    ['zoe', 'not in the file'],
  ]);
  expect(listed[0]).toMatchObject({
    mfa: 'on',
    password: 'set',
    keys: ['…WXYZ (off)'],
    lastSeen: '2026-11-05',
  });
});

test('a machine tells where its rotation stands', () => {
  const young = { idEnd: 'NEW1', active: true, createdAt: '2026-11-08T00:00:00Z' };
  const users = [{ ...user, name: 'ci', mfaDevices: [], accessKeys: [young, key] }];
  const facts = { now: new Date('2026-11-11T00:00:00Z'), offSince: () => '2026-11-09T00:00:00Z' };
  const [ci] = listMachines([{ name: 'ci', groups: ['api'] }], users, facts);
  expect(ci?.rotation).toBe('…WXYZ off since 2026-11-09');
  expect(ci?.keys).toEqual(['…WXYZ (off, 10 days old, never used)', '…NEW1 (3 days old, never used)']);
});
