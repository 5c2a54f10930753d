import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { type Block, badge, day, type Line, note, type Section, table, text } from './block.ts';
import { sayDate, sayTime, sayWho } from './check-words.ts';

const severityTones = { critical: 'bad', high: 'bad', medium: 'warn', low: 'warn', info: 'plain' } as const;
const severityWords = {
  critical: '✖ critical',
  high: '✖ high',
  medium: '⚠ medium',
  low: '⚠ low',
  info: 'for information',
} as const;

/** What differs, what waits for somebody, and what was accepted until a date. */
export function findingsSection({ findings }: Report): Section {
  const of = (state: Finding['state']) => findings.filter((finding) => finding.state === state);
  return {
    id: 'findings',
    title: 'Findings and exceptions',
    blocks: [
      table(
        'Findings, most severe first',
        ['Severity', 'What', 'Why it matters', 'What to do'],
        of(undefined).map(openRow),
        'Nothing was found.',
      ),
      ...pendingBlocks(of('pending')),
      table(
        'Exceptions: known, and left alone until a date',
        ['What', 'Reason', 'Until', 'Id in the file'],
        of('accepted').map(acceptedRow),
        'Accepted exceptions: none among what was found.',
      ),
      ...(of('accepted').length === 0
        ? []
        : [
            text(
              'They stand in the file under exceptions; who wrote them, and when, is in the history of the file. After the date each is a finding again.',
            ),
          ]),
    ],
  };
}

function openRow(finding: Finding): readonly Line[] {
  const { severity, what, subject, why, fix, who, expected, actual } = finding;
  return [
    [badge(severityTones[severity], severityWords[severity])],
    [
      what,
      note(subject),
      ...(expected === undefined ? [] : [note(`expected ${expected}, is ${actual ?? 'unknown'}`)]),
      ...(who === undefined ? [] : [note(`by ${sayWho(who)}`)]),
    ],
    [why],
    [fix],
  ];
}

function pendingBlocks(pending: readonly Finding[]): readonly Block[] {
  if (pending.length === 0) return [];
  const rows = pending.map(({ what, subject, until, fix }): readonly Line[] => [
    [what, note(subject)],
    [until === undefined ? '–' : day(sayDate(until))],
    [fix],
  ]);
  return [table('Waits for a person, and is no finding yet', ['What', 'Until', 'What to do'], rows, 'None.')];
}

function acceptedRow({ id, what, subject, who, reason, until }: Finding): readonly Line[] {
  return [
    [what, note(subject), ...(who?.kind === 'seen' ? [note(`by ${who.actor}, ${sayTime(who.at)}`)] : [])],
    [reason ?? 'none given'],
    [until === undefined ? 'no date' : day(sayDate(until))],
    [note(id)],
  ];
}
