import { expect, test } from 'vitest';
import { mergeFiles } from '../../src/config/merge.ts';
import type { AccountFile } from '../../src/model/account-file.ts';

const base: AccountFile = {
  version: 1,
  extends: 'elsewhere',
  groups: {
    admins: { access: 'administrator', cli: 'keys' },
    api: {
      kind: 'machine',
      access: { statements: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] },
    },
  },
  people: [{ name: 'ada', email: 'ada@acme.example', groups: ['admins'] }],
  roles: {
    bot: {
      buckets: [
        { name: 'one', access: 'read', delete: true },
        { name: 'two', access: 'read' },
      ],
    },
  },
  trail: { retentionDays: 400, encryption: 'kms' },
};

test('maps merge by key, the later value wins, what is not said stays', () => {
  const merged = mergeFiles([
    base,
    { version: 1, trail: { encryption: 'sse-s3' }, groups: { admins: { cli: 'none' } } },
  ]);
  expect(merged.trail).toEqual({ retentionDays: 400, encryption: 'sse-s3' });
  expect(merged.groups?.admins).toEqual({ access: 'administrator', cli: 'none' });
});

test('false and 0 win over true', () => {
  const on: AccountFile = { version: 1, trail: { enabled: true }, defaults: { encryptEbs: true } };
  const off: AccountFile = { version: 1, trail: { enabled: false }, defaults: { encryptEbs: false } };
  expect(mergeFiles([on, off])).toEqual(off);
});

test('null removes, and a later layer may bring it back', () => {
  expect(mergeFiles([base, { version: 1, groups: { api: null } }]).groups).toEqual({
    admins: base.groups?.admins,
  });
  expect(
    mergeFiles([
      base,
      { version: 1, groups: { api: null } },
      { version: 1, groups: { api: { access: 'none' } } },
    ]).groups?.api,
  ).toEqual({ access: 'none' });
});

test('lists of named things merge by name, other lists are replaced', () => {
  const later: AccountFile = {
    version: 1,
    people: [
      { name: 'bob', groups: ['admins'] },
      { name: 'ada', groups: ['api'] },
    ],
    roles: {
      bot: {
        buckets: [
          { name: 'one', access: 'write' },
          { name: 'one', access: 'read', prefix: 'in/' },
        ],
      },
    },
  };
  const merged = mergeFiles([base, later]);
  expect(merged.people).toEqual([
    { name: 'ada', email: 'ada@acme.example', groups: ['api'] },
    { name: 'bob', groups: ['admins'] },
  ]);
  expect(merged.roles?.bot?.buckets).toEqual([
    { name: 'one', access: 'write', delete: true },
    { name: 'two', access: 'read' },
    { name: 'one', access: 'read', prefix: 'in/' },
  ]);
});

test('access of another kind replaces, statements are replaced as a whole', () => {
  const statements = [{ Effect: 'Deny' as const, Action: '*', Resource: '*' }];
  expect(
    mergeFiles([base, { version: 1, groups: { admins: { access: { statements } } } }]).groups?.admins?.access,
  ).toEqual({ statements });
  expect(
    mergeFiles([base, { version: 1, groups: { api: { access: { statements } } } }]).groups?.api?.access,
  ).toEqual({ statements });
  expect(mergeFiles([base, { version: 1, groups: { api: { access: 'none' } } }]).groups?.api?.access).toBe(
    'none',
  );
});

test('null takes an entry out of a list of named things; said again later it begins anew', () => {
  const gone = (list: object) => ({ version: 1, ...list }) as unknown as AccountFile;
  const without = mergeFiles([base, gone({ people: [{ name: 'ada', groups: null }] })]);
  expect(without.people).toEqual([]);
  const again = mergeFiles([
    base,
    gone({ people: [{ name: 'ada', groups: null }] }),
    { version: 1, people: [{ name: 'ada', groups: ['admins'] }] },
  ]);
  expect(again.people).toEqual([{ name: 'ada', groups: ['admins'] }]);
  const bucket = mergeFiles([base, gone({ roles: { bot: { buckets: [{ name: 'one', access: null }] } } })]);
  expect(bucket.roles?.bot?.buckets).toEqual([{ name: 'two', access: 'read' }]);
});

test('extends has been followed and is gone; the layers are left alone', () => {
  const before = JSON.stringify(base);
  const merged = mergeFiles([base, { version: 1, people: [{ name: 'ada', groups: ['x'] }] }]);
  expect(merged.extends).toBeUndefined();
  expect(JSON.stringify(base)).toBe(before);
});
