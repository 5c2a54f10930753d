import { type CisRow, type CisVersion, cisVersions } from '../model/cis.ts';

/** What stands in the table and in the counts; `done` is told apart by whether this tool can set it. */
export const cisWords = ['done', 'verified', 'open', 'manual', 'not covered', 'unknown'] as const;
export type CisWord = (typeof cisWords)[number];
export type CisCounts = Readonly<Record<CisVersion, Readonly<Record<CisWord, number>>>>;

export function cisWordOf({ status, how }: CisRow): CisWord {
  if (status === 'not-covered') return 'not covered';
  return status === 'done' && how !== 'set' ? 'verified' : status;
}

/** How many recommendations of each version have which word. */
export function countCis(rows: readonly CisRow[]): CisCounts {
  return {
    '7.0': countVersion(rows, '7.0'),
    '5.0': countVersion(rows, '5.0'),
    '3.0': countVersion(rows, '3.0'),
  };
}

function countVersion(rows: readonly CisRow[], version: CisVersion): CisCounts[CisVersion] {
  const present = rows.filter((row) => row.numbers[version] !== undefined);
  const count = (word: CisWord): number => present.filter((row) => cisWordOf(row) === word).length;
  return {
    done: count('done'),
    verified: count('verified'),
    open: count('open'),
    manual: count('manual'),
    'not covered': count('not covered'),
    unknown: count('unknown'),
  };
}

/** One line a version, like `CIS 7.0: 31 done, 12 verified, 9 open of 70`; what there is none of is left out. */
export function describeCounts(counts: CisCounts): readonly string[] {
  return cisVersions.map((version) => {
    const words = cisWords.flatMap((word) =>
      counts[version][word] === 0 ? [] : [`${counts[version][word]} ${word}`],
    );
    const sum = cisWords.reduce((total, word) => total + counts[version][word], 0);
    return `CIS ${version}: ${words.join(', ')}; ${sum} in all`;
  });
}
