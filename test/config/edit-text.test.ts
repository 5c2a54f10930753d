import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { diffValues } from '../../src/config/diff-values.ts';
import { editText, type FileEdit } from '../../src/config/edit-text.ts';

const file = `# yaml-language-server: $schema=x
version: 1   # the format

account:     { id: "123456789012" }   # ours
# who is who
people:
  # the founder
  - { name: ada,  groups: [admins] }   # since day one
  - name: bob
    groups: [ admins, finance ]  # two


trail:
  retentionDays:   400 # days
  # end of trail
# end of file
`;
const edit = (...edits: readonly FileEdit[]): string => editText(file, edits);
/** Lines of the first text that are not in the second, and the other way round. */
const changed = (after: string, before = file): string[] => {
  const [a, b] = [before.split('\n'), after.split('\n')];
  return [
    ...a.filter((line) => !b.includes(line)).map((line) => `-${line}`),
    ...b.filter((line) => !a.includes(line)).map((line) => `+${line}`),
  ];
};

describe('only the lines concerned change', () => {
  test.each<[string, FileEdit, string[]]>([
    [
      'a number is replaced',
      { path: ['trail', 'retentionDays'], value: 500 },
      ['-  retentionDays:   400 # days', '+  retentionDays:   500 # days'],
    ],
    [
      'a key is added to a map',
      { path: ['trail', 'bucket'], value: 'acme-audit-1' },
      ['+  bucket: acme-audit-1'],
    ],
    [
      'a key is added to a map in one line',
      { path: ['account', 'region'], value: 'eu-west-1' },
      [
        '-account:     { id: "123456789012" }   # ours',
        '+account:     { id: "123456789012", region: eu-west-1 }   # ours',
      ],
    ],
    [
      'a map is added at the end',
      { path: ['roles', 'bot', 'buckets'], value: [{ name: 'bkt', access: 'read' }] },
      ['+roles:', '+  bot:', '+    buckets:', '+      - { name: bkt, access: read }'],
    ],
    [
      'an entry is added to a list',
      { path: ['people', 2], value: { name: 'eve', groups: ['finance'] } },
      ['+  - { name: eve, groups: [finance] }'],
    ],
    [
      'an entry of a list is removed',
      { path: ['people', 0], value: undefined },
      ['-  - { name: ada,  groups: [admins] }   # since day one'],
    ],
    [
      'an entry of several lines is removed',
      { path: ['people', 1], value: undefined },
      ['-  - name: bob', '-    groups: [ admins, finance ]  # two'],
    ],
    [
      'a key is added to an entry in one line',
      { path: ['people', 0, 'email'], value: 'ada@acme.example' },
      [
        '-  - { name: ada,  groups: [admins] }   # since day one',
        '+  - { name: ada,  groups: [admins], email: ada@acme.example }   # since day one',
      ],
    ],
    [
      'a key is added to an entry of several lines',
      { path: ['people', 1, 'email'], value: 'bob@acme.example' },
      ['+    email: bob@acme.example'],
    ],
    [
      'a list in one line is replaced',
      { path: ['people', 1, 'groups'], value: ['admins'] },
      ['-    groups: [ admins, finance ]  # two', '+    groups: [admins]  # two'],
    ],
    [
      'digits stay text',
      { path: ['account', 'id'], value: '012345678901' },
      ['-account:     { id: "123456789012" }   # ours', '+account:     { id: "012345678901" }   # ours'],
    ],
    ['what is not there is not removed', { path: ['roles'], value: undefined }, []],
  ])('%s', (_name, change, expected) => {
    expect(changed(edit(change)).sort()).toEqual([...expected].sort());
  });

  test('several edits one after the other, removals from the end on', () => {
    const after = edit(
      { path: ['people', 1], value: undefined },
      { path: ['people', 1], value: { name: 'eve', groups: ['admins'] } },
    );
    expect(parse(after).people).toEqual([
      { name: 'ada', groups: ['admins'] },
      { name: 'eve', groups: ['admins'] },
    ]);
  });

  test('Windows line ends stay', () => {
    const after = editText(file.replaceAll('\n', '\r\n'), [
      { path: ['trail', 'bucket'], value: 'acme-audit-1' },
    ]);
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
    expect(parse(after).trail).toEqual({ retentionDays: 400, bucket: 'acme-audit-1' });
  });

  test.each([
    ['no line end', 'version: 1\ntrail: { retentionDays: 400 }', ['trail', 'bucket'], 'b-1'],
    ['an empty list', 'version: 1\npeople: []\n', ['people', 0], { name: 'ada', groups: ['x'] }],
    ['explicit keys', 'version: 1\ntrail:\n  ? retentionDays\n  : 400\n', ['trail', 'bucket'], 'b-1'],
    ['an empty map', 'version: 1\ntrail: {}\n', ['trail', 'bucket'], 'b-1'],
    [
      'a key without value',
      'version: 1\npeople: # nobody yet\n',
      ['people', 0],
      { name: 'ada', groups: ['x'] },
    ],
    [
      'a map over several lines',
      'version: 1\ntrail: {\n  retentionDays: 400, # days\n}\n',
      ['trail', 'bucket'],
      'b-1',
    ],
    [
      'a text over several lines at the end',
      'version: 1\nmachines:\n  - name: ci\n    purpose: >-\n      one\n      two\n',
      ['trail', 'bucket'],
      'b-1',
    ],
    [
      'the only entry removed',
      'version: 1\npeople:\n  - { name: ada } # her\ntrail: {}\n',
      ['people', 0],
      undefined,
    ],
  ])('%s', (_name, text, path, value) => {
    const after = parse(editText(text, [{ path, value }]));
    const wanted = parse(text);
    if (value === undefined) wanted.people = [];
    else if (path[0] === 'people') wanted.people = [value];
    else wanted.trail = { ...wanted.trail, bucket: value };
    expect(after).toEqual(wanted);
  });
});

describe('properties', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9 :#,{}[\]'"&*!|>%@-]{0,12}$/);
  const scalar = fc.oneof(
    word,
    fc.integer(),
    fc.boolean(),
    fc.string({ maxLength: 10 }),
    fc.constantFrom('yes', 'null', '~', '007', '1e3', '', ' x', 'x ', '- x', 'a: b', '#x', '<<'),
  );
  const names = fc.constantFrom('a', 'b', 'c d', 'e:f', '007', 'null');
  const person = fc.record(
    { name: fc.constantFrom('ada', 'bob', 'eve', '007', 'x: y'), groups: fc.array(scalar, { maxLength: 3 }) },
    { requiredKeys: ['name'] },
  );
  const people = fc.uniqueArray(person, { selector: ({ name }) => name, maxLength: 4 });
  const content = fc.record(
    {
      version: fc.constant(1),
      account: fc.dictionary(names, scalar, { maxKeys: 3 }),
      people,
      groups: fc.dictionary(names, fc.dictionary(names, scalar, { maxKeys: 2 }), { maxKeys: 3 }),
    },
    { requiredKeys: ['version'] },
  );
  const commented = `# first\nversion: 1 # one\n# people\npeople:\n  - { name: ada, groups: [] } # ada\n  # bob, below\n  - name: bob # bob\n    groups:\n      - x # in x\n# groups\ngroups:\n  a: { b: 1 } # a\n  b:\n    a: 2 # deep\n# last\n`;

  test('any content becomes any other by its difference, and reads back the same', () => {
    fc.assert(
      fc.property(content, content, (before, after) => {
        const start = editText('version: 1\n', diffValues({ version: 1 }, before));
        expect(parse(start)).toEqual(before);
        expect(parse(editText(start, diffValues(before, after)))).toEqual(after);
      }),
      { numRuns: 200 },
    );
  });

  test('adding and replacing keeps every comment', () => {
    const comments = (text: string): string[] => text.match(/# .*/g) ?? [];
    const change = fc.oneof(
      fc.record({
        path: fc.constantFrom<FileEdit['path']>(
          ['trail', 'bucket'],
          ['people', 2],
          ['groups', 'c'],
          ['groups', 'b', 'x'],
          ['people', 1, 'email'],
          ['people', 0, 'groups'],
        ),
        value: fc.oneof(scalar, person),
      }),
      fc.record({
        path: fc.constantFrom<FileEdit['path']>(
          ['version'],
          ['groups', 'b', 'a'],
          ['people', 0, 'name'],
          ['people', 1, 'name'],
          ['people', 1, 'groups', 0],
        ),
        value: scalar,
      }),
    );
    fc.assert(
      fc.property(change, (one) => {
        const after = editText(commented, [one]);
        for (const comment of comments(commented)) expect(after).toContain(comment);
      }),
      { numRuns: 200 },
    );
  });
});
