import { describe, expect, test } from 'vitest';
import { cisControls } from '../../../src/findings/cis/controls.ts';
import { cisVersions } from '../../../src/model/cis.ts';

describe.each([
  ['7.0', 70],
  ['5.0', 63],
  ['3.0', 62],
] as const)('version %s', (version, size) => {
  const numbers = cisControls.flatMap((row) => row.numbers[version] ?? []);
  test('has all its recommendations, each number once', () => {
    expect(numbers).toHaveLength(size);
    expect(new Set(numbers).size).toBe(size);
  });
  test('has no gap: whoever has a number has the one before it', () => {
    const before = (number: string): string | undefined => {
      const parts = number.split('.');
      const last = Number(parts.at(-1));
      return last === 1 ? undefined : [...parts.slice(0, -1), last - 1].join('.');
    };
    // A chapter may begin with a sub-chapter: 6.1.1 and 6.1.2, then 6.2.
    const known = new Set([...numbers, ...numbers.map((number) => number.split('.').slice(0, 2).join('.'))]);
    expect(numbers.filter((number) => !known.has(before(number) ?? number))).toEqual([]);
  });
});

test('levels are those that changed between versions, and no others', () => {
  const changed = cisControls.filter((row) => row.levelIn3 !== undefined);
  expect(changed.map((row) => [row.key, row.level, row.levelIn3])).toEqual([
    ['mfa-delete', 2, 1],
    ['alarm-denied-calls', 2, 1],
  ]);
  const level2 = cisControls.filter(
    (row) => row.numbers['3.0'] !== undefined && (row.levelIn3 ?? row.level) === 2,
  );
  // Of version 3.0, by their numbers.
  expect(level2.map((row) => row.numbers['3.0'])).toEqual([
    ...['1.6', '1.18', '1.21', '2.1.1', '2.1.3', '3.2', '3.3', '3.5', '3.6', '3.7', '3.8', '3.9'],
    ...['4.6', '4.7', '4.9', '4.10', '4.11', '4.16', '5.4', '5.5'],
  ]);
});

test('titles are our own: short, and not in the benchmark’s manner', () => {
  for (const { title } of cisControls) {
    expect(title.length, title).toBeLessThanOrEqual(60);
    expect(title).not.toMatch(/\bensure|'root'|is enabled|are enabled|is configured|are monitored\b/i);
  }
  expect(new Set(cisControls.map((row) => row.title)).size).toBe(cisControls.length);
});

test('every row stands in some version', () => {
  const lost = cisControls.filter((row) =>
    cisVersions.every((version) => row.numbers[version] === undefined),
  );
  expect(lost).toEqual([]);
});
