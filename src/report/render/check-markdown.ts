import type { CheckReport } from '../../model/check-report.ts';
import type { Finding } from '../../model/finding.ts';
import {
  type Block,
  badge,
  code,
  type Line,
  list,
  note,
  type Section,
  type Tone,
  table,
  text,
} from '../block.ts';
import { groupByArea } from '../check-areas.ts';
import {
  count,
  sayDate,
  sayDifference,
  sayLeftOut,
  sayNotRead,
  sayPending,
  sayResult,
  sayTime,
  sayWho,
} from '../check-words.ts';
import { splitFix } from '../split-fix.ts';
import { escapeMarkdown, renderMarkdownSections } from './markdown.ts';

/** The check as GitHub-flavoured Markdown, for a job summary or a ticket; every text from outside is escaped. */
export function renderCheckMarkdown(report: CheckReport): string {
  const ok = report.findings.length === 0 && report.notRead.length === 0;
  return [
    `# ${ok ? '✔' : '✖'} ${escapeMarkdown(sayResult(report))}`,
    `Looked at ${escapeMarkdown(sayTime(report.takenAt))}, home region ${escapeMarkdown(report.account.region)}, against ${escapeMarkdown(report.file)}.`,
    ...(report.rehearsal ? ['**Rehearsal:** made against a local emulator, not against AWS.'] : []),
    ...renderMarkdownSections(describeCheck(report)),
  ]
    .join('\n\n')
    .concat('\n');
}

function describeCheck(report: CheckReport): readonly Section[] {
  const areas = groupByArea(report).map(([title, findings], index) => ({
    id: `area-${index + 1}`,
    title,
    blocks: [findingTable(report, findings)],
  }));
  const leftOut = sayLeftOut(report);
  const rest: readonly Section[] = [
    section(
      'not-checked',
      'Not checked',
      [...report.notRead.map(sayNotRead), ...(leftOut === undefined ? [] : [leftOut])].map(
        (row): Line => [row],
      ),
    ),
    section(
      'pending',
      'Waits for a person, no drift',
      sayPending(report).map((line): Line => [line]),
    ),
    section(
      'accepted',
      'Accepted in the file',
      report.accepted.map(
        ({ id, reason, until }): Line => [
          code(id),
          `, until ${sayDate(until)}: ${reason ?? 'no reason given'}`,
        ],
      ),
    ),
    ...describeDeep(report),
    ...describeBaseline(report),
  ];
  return [...areas, ...rest].filter(({ blocks }) => blocks.length > 0);
}

function section(id: string, title: string, items: readonly Line[]): Section {
  const blocks: readonly Block[] = items.length === 0 ? [] : [list(items)];
  return { id, title, blocks };
}

const tones: Readonly<Record<Finding['severity'], Tone>> = {
  critical: 'bad',
  high: 'bad',
  medium: 'warn',
  low: 'warn',
  info: 'plain',
};

function findingTable(report: CheckReport, findings: readonly Finding[]): Block {
  const rows = findings.map((finding): readonly Line[] => [
    [badge(tones[finding.severity], finding.severity)],
    [
      finding.what,
      ...(report.unapplied.includes(finding.id) ? [note('in the file, not applied yet')] : []),
      ...(finding.expected === undefined ? [] : [note(sayDifference(finding.expected, finding.actual))]),
      note(finding.why),
      note(finding.id),
    ],
    [finding.who === undefined ? 'not looked up' : sayWho(finding.who)],
    [...describeFix(finding.fix)],
  ]);
  return table(
    count(findings.length, 'finding'),
    ['Severity', 'What', 'Who and when', 'The way back'],
    rows,
    'None.',
  );
}

function describeFix(fix: string): Line {
  const { words, command } = splitFix(fix);
  return [...(words === undefined ? [] : [`${words} `]), ...(command === undefined ? [] : [code(command)])];
}

function describeDeep({ deep }: CheckReport): readonly Section[] {
  if (deep === undefined) return [];
  const items = [
    ...deep.engineOnly.map(
      ({ title, changed }): Line => [
        `Only the engine: ${title}${changed.length === 0 ? '' : `: ${changed.join(', ')}`}`,
      ],
    ),
    ...deep.oursOnly.map((id): Line => ['Only this check: ', code(id)]),
  ];
  const head = text(`${count(deep.agreed, 'finding')} seen by both.`);
  const blocks = items.length === 0 ? [head] : [head, list(items)];
  return [{ id: 'deep', title: 'Second opinion of the engine', blocks }];
}

function describeBaseline({ baseline }: CheckReport): readonly Section[] {
  if (baseline === undefined) return [];
  const { takenAt, known, gone } = baseline;
  const head = text(`Of ${sayDate(takenAt)}: ${known.length} known, ${gone.length} settled.`);
  const settled = gone.map((id): Line => ['Settled: ', code(id)]);
  const blocks = settled.length === 0 ? [head] : [head, list(settled)];
  return [{ id: 'baseline', title: 'Compared with the baseline', blocks }];
}
