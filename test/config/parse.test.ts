import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { invalidFile } from '../../src/config/mistake.ts';
import { parseAccountFile, readAccountFile } from '../../src/config/parse.ts';
import { UserError } from '../../src/errors.ts';

const mistakesOf = (text: string): readonly string[] =>
  readAccountFile(text, 'f.yaml').mistakes.map(({ line, column, message }) => `${line}:${column} ${message}`);

describe('what a file may be', () => {
  test.each([
    ['plain', 'version: 1\n'],
    ['Windows line ends', 'version: 1\r\naccount:\r\n  region: eu-west-1\r\n'],
    ['a byte order mark', '\uFEFFversion: 1\n'],
    ['a document start', '---\nversion: 1\n...\n'],
    ['no line end', 'version: 1'],
  ])('%s', (_name, text) => {
    expect(parseAccountFile(text, 'f.yaml').version).toBe(1);
  });

  test('keys are text as written', () => {
    const file = parseAccountFile(
      'version: 1\ngroups:\n  007: { access: none }\n  on: { access: none }\n  null: { access: none }\n',
      'f.yaml',
    );
    expect(Object.keys(file.groups ?? {}).sort()).toEqual(['007', 'null', 'on']);
  });

  test('a group may have the name of a method of every object', () => {
    const file = parseAccountFile('version: 1\ngroups:\n  constructor: { access: none }\n', 'f.yaml');
    expect(Object.hasOwn(file.groups ?? {}, 'constructor')).toBe(true);
  });

  test('null stays, for it removes something inherited', () => {
    expect(parseAccountFile('version: 1\ngroups: { api: null }\n', 'f.yaml').groups).toEqual({ api: null });
  });
});

describe('hostile files are refused before they cost anything', () => {
  const size = 250_000;
  test.each([
    ['nested flow lists', '['.repeat(size), '1:21 nested deeper than 20 levels; at most 20 are read.'],
    ['nested flow maps', '{a: '.repeat(size / 4), '1:81 nested deeper than 20 levels; at most 20 are read.'],
    [
      'nested lists in one line',
      '- '.repeat(size / 2),
      '1:41 nested deeper than 20 levels; at most 20 are read.',
    ],
    [
      'nested keys in one line',
      '? '.repeat(size / 2),
      '1:41 nested deeper than 20 levels; at most 20 are read.',
    ],
    [
      'a list of ones',
      `version: 1\npeople: [${'1,'.repeat(size / 2)}]`,
      '2:100002 more than 50000 keys and values; at most 50000 are read.',
    ],
    [
      'one key again and again',
      'a: 1\n'.repeat(size / 5),
      '25001:1 more than 50000 keys and values; at most 50000 are read.',
    ],
    [
      'more than 256 KiB',
      `# ${'x'.repeat(262_144)}`,
      '1:1 the file has 262146 bytes; at most 262144 are read.',
    ],
    [
      '256 KiB in fewer characters',
      `# ${'é'.repeat(131_072)}`,
      '1:1 the file has 262146 bytes; at most 262144 are read.',
    ],
  ])('%s', (_name, text, expected) => {
    expect(mistakesOf(text)).toEqual([expected]);
  });

  test('a deep block', () => {
    const text = Array.from({ length: 200 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
    expect(mistakesOf(text)).toContain('22:22 nested deeper than 20 levels; at most 20 are read.');
  });

  test('aliases that would unfold to billions are not unfolded', () => {
    const text = `a: &a [x, x]\n${[...'bcdefgh'].map((key, index) => `${key}: &${key} [*${'abcdefg'[index]}, *${'abcdefg'[index]}]`).join('\n')}\n`;
    expect(mistakesOf(text).filter((line) => line.includes('alias'))).toHaveLength(14);
  });

  test('ten thousand mistakes are told as a hundred and a number', () => {
    const text = `version: 1\n${Array.from({ length: 10_000 }, (_, index) => `k${index}: 1`).join('\n')}\n`;
    const { mistakes, source } = readAccountFile(text, 'f.yaml');
    const error = invalidFile(mistakes, new Map([['f.yaml', source.text]]));
    expect(error.details).toHaveLength(100);
    expect(error.message).toMatch(/… and 100 more\.$/);
  });

  test('a long line is cut around the place', () => {
    const { mistakes, source } = readAccountFile(
      `version: 1\n"${'x'.repeat(5000)}": 1\naccount: { ${' '.repeat(400)}alias: A }\n`,
      'f.yaml',
    );
    const { message } = invalidFile(mistakes, new Map([['f.yaml', source.text]]));
    expect(Math.max(...message.split('\n').map((line) => line.length))).toBeLessThan(250);
  });
});

describe('properties', () => {
  const fragment = fc.constantFrom(
    'version: 1',
    'extends: startup',
    'groups:',
    'people:',
    '  - name: ada',
    '  a: { access: none }',
    '    groups: [a]',
    '{',
    '}',
    '[',
    ']',
    '- ',
    ': ',
    '*x',
    '&x ',
    '<<: ',
    '!!str ',
    '\t',
    '"',
    "'",
    '|',
    '>',
    '#',
    '%YAML 1.1',
    '---',
    '__proto__: ',
    'null',
    '~',
    '\r\n',
    '\uFEFF',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(fc.oneof(fragment, fc.string({ maxLength: 8 })), { maxLength: 30 })
      .map((parts) => parts.join('\n')),
    fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join('')),
    fc.json().map((json) => `version: 1\ngroups: ${json}\npeople: ${json}\n`),
  );

  test('no text makes it throw anything but a UserError with places inside the text', () => {
    fc.assert(
      fc.property(text, (input) => {
        try {
          expect(parseAccountFile(input, 'f.yaml').version).toBe(1);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          const lines = input.split('\n').length;
          for (const mistake of (error as UserError).details as { line: number; column: number }[]) {
            expect(mistake.line).toBeGreaterThanOrEqual(1);
            expect(mistake.line).toBeLessThanOrEqual(lines + 1);
            expect(mistake.column).toBeGreaterThanOrEqual(1);
          }
        }
        expect(Reflect.get({}, 'access')).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });
});
