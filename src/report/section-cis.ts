import { type CisRow, cisVersions } from '../model/cis.ts';
import { badge, type Line, list, note, type Section, type Tone, table, text } from './block.ts';
import { type CisWord, cisWordOf, countCis, describeCounts } from './cis-counts.ts';

const signs: Readonly<Record<CisWord, readonly [tone: Tone, text: string]>> = {
  done: ['good', '✔ done'],
  verified: ['good', '✔ verified'],
  open: ['warn', '⚠ open'],
  manual: ['plain', '• manual'],
  'not covered': ['plain', '– not covered'],
  unknown: ['warn', '? unknown'],
};
/** Names shown of each row; the rest is counted. */
const shown = 5;

/** The account against the CIS benchmark; left out where it was not asked for. */
export function cisSection(rows: readonly CisRow[] | undefined): readonly Section[] {
  if (rows === undefined) return [];
  const intro =
    '«Done» and «verified» were read from the account for this report, never taken from the file: done is what this tool sets, verified what others set, or nobody has to. «Open» was read too. «Manual» only a person can tell, «not covered» is not looked at, «unknown» could not be read. Numbers are those of the CIS AWS Foundations Benchmark, words are ours.';
  return [
    {
      id: 'against-cis',
      title: 'Against CIS',
      blocks: [
        text(intro),
        list(describeCounts(countCis(rows)).map((line) => [line])),
        table(
          'Recommendations, numbered as in versions 7.0, 5.0 and 3.0',
          ['Recommendation', ...cisVersions, 'Level', 'Status', 'Why'],
          rows.map(tableRow),
          'None.',
        ),
      ],
    },
  ];
}

function tableRow(row: CisRow): readonly Line[] {
  const { title, numbers, level, levelIn3, why, evidence } = row;
  const more = evidence.length - shown;
  const names = [...evidence.slice(0, shown), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return [
    [title],
    ...cisVersions.map((version): Line => [numbers[version] ?? '–']),
    [String(level), ...(levelIn3 === undefined ? [] : [note(`${levelIn3} in 3.0`)])],
    [badge(...signs[cisWordOf(row)])],
    [why, ...(names === '' ? [] : [note(names)])],
  ];
}
