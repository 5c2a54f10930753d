import { cleanLine } from '../../lib/clean-text.ts';
import { wrapText } from '../../lib/wrap-text.ts';
import type { CheckReport, DeepLook } from '../../model/check-report.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import { groupByArea } from '../check-areas.ts';
import {
  count,
  sayDate,
  sayDifference,
  sayLeftOut,
  sayNotRead,
  sayPending,
  sayResult,
  sayWho,
} from '../check-words.ts';
import { splitFix } from '../split-fix.ts';

/** Wider lines are hard to read, however wide the terminal. */
const widest = 100;
const narrowest = 20;

const signs: Readonly<Record<Severity, string>> = {
  critical: '✖',
  high: '✖',
  medium: '⚠',
  low: '⚠',
  info: '·',
};

/**
 * For whoever is on call: the result in one sentence, then by subject area what is so, who did it, and the way
 * back. Without colour: a sign and a word carry the severity.
 * @param options.width columns to write in
 */
export function renderCheckText(report: CheckReport, options: { readonly width: number }): string {
  const layOut = makeLayout(options.width);
  const quiet = report.findings.length === 0 && report.notRead.length === 0;
  const blocks = [
    layOut(0, `${quiet ? '✔ ' : ''}${sayResult(report)}`),
    ...groupByArea(report).map(([area, findings]) => [
      area,
      ...findings.flatMap((finding, index) => [
        ...(index === 0 ? [] : ['']),
        ...describeFinding(report, finding, layOut),
      ]),
    ]),
    waiting(report, layOut),
    accepted(report, layOut),
    unread(report, layOut),
    deepLook(report.deep, layOut),
    sinceBaseline(report, layOut),
    goOn(report, layOut),
  ];
  const lines = blocks.filter((block) => block.length > 0).flatMap((block) => ['', ...block]);
  return `${lines.slice(1).join('\n')}\n`;
}

type Layout = (indent: number, text: string) => readonly string[];

function makeLayout(columns: number): Layout {
  const width = Math.max(narrowest, Math.min(columns, widest));
  return (indent, text) => wrapText(`${' '.repeat(indent)}${calm(text)}`, { width, indent: indent + 2 });
}

/**
 * One line, and no word that a CI runner could take for a command of its own: lines that begin with `::`, or
 * hold `##[`, are commands to GitHub's, and wrapping can put any word at the beginning of a line.
 */
function calm(text: string): string {
  return cleanLine(text)
    .replace(/(^|\s)::/g, '$1: :')
    .replaceAll('##[', '# #[');
}

function describeFinding(report: CheckReport, finding: Finding, layOut: Layout): readonly string[] {
  const { severity, what, expected, actual, why, fix, who } = finding;
  const later = report.unapplied.includes(finding.id) ? ' (in the file, not applied yet)' : '';
  return [
    ...layOut(2, `${signs[severity]} ${severity}: ${what}${later}`),
    ...(expected === undefined ? [] : layOut(4, sayDifference(expected, actual))),
    ...(who === undefined ? [] : layOut(4, `who: ${sayWho(who)}`)),
    ...(why === '' ? [] : layOut(4, `why: ${why}`)),
    ...wayBack(fix, layOut),
    ...layOut(4, `id: ${finding.id}`),
  ];
}

/** A command stands on a line of its own and is not broken, however narrow the terminal: it is there to be copied. */
function wayBack(fix: string, layOut: Layout): readonly string[] {
  const { words, command } = splitFix(fix);
  return [
    ...(words === undefined ? [] : layOut(4, `→ ${words}`)),
    ...(command === undefined
      ? []
      : [words === undefined ? `    → ${calm(command)}` : `      ${calm(command)}`]),
  ];
}

function waiting(report: CheckReport, layOut: Layout): readonly string[] {
  const { pending } = report;
  if (pending.length === 0) return [];
  const rows = sayPending(report).flatMap((line) => layOut(2, `· ${line}`));
  return [...layOut(0, `Waits for a person, no drift (${pending.length})`), ...rows];
}

function accepted({ accepted: known }: CheckReport, layOut: Layout): readonly string[] {
  if (known.length === 0) return [];
  const rows = known.flatMap(({ id, reason, until }) =>
    layOut(2, `· ${id}, until ${sayDate(until)}: ${reason ?? 'no reason given'}`),
  );
  return [...layOut(0, `Accepted in the file (${known.length})`), ...rows];
}

function unread(report: CheckReport, layOut: Layout): readonly string[] {
  const { notRead } = report;
  const leftOut = sayLeftOut(report);
  const skipped = leftOut === undefined ? [] : layOut(0, leftOut);
  if (notRead.length === 0) return skipped;
  return [
    ...layOut(0, `Not checked (${notRead.length})`),
    ...notRead.flatMap((read) => layOut(2, `✖ ${sayNotRead(read)}`)),
    ...layOut(2, '→ Run it as a caller that may make these calls; the rest of the check is complete.'),
    ...skipped,
  ];
}

function deepLook(deep: DeepLook | undefined, layOut: Layout): readonly string[] {
  if (deep === undefined) return [];
  if (deep.engineOnly.length === 0 && deep.oursOnly.length === 0)
    return layOut(
      0,
      `Second opinion of the engine: the same (${count(deep.agreed, 'finding')} seen by both).`,
    );
  return [
    ...layOut(0, `Second opinion of the engine: ${count(deep.agreed, 'finding')} seen by both.`),
    ...deep.engineOnly.flatMap(({ title, changed }) =>
      layOut(2, `⚠ only the engine: ${title}${changed.length === 0 ? '' : `: ${changed.join(', ')}`}`),
    ),
    ...deep.oursOnly.flatMap((id) => layOut(2, `· only this check: ${id}`)),
  ];
}

function sinceBaseline({ baseline }: CheckReport, layOut: Layout): readonly string[] {
  if (baseline === undefined) return [];
  const { known, gone, takenAt } = baseline;
  const head = `Compared with the baseline of ${sayDate(takenAt)}: ${known.length} known, ${gone.length} settled.`;
  return [...layOut(0, head), ...gone.flatMap((id) => layOut(2, `✔ settled: ${id}`))];
}

function goOn({ findings, file }: CheckReport, layOut: Layout): readonly string[] {
  if (findings.length === 0) return [];
  return [
    ...layOut(0, 'Decide one by one: bootstrap-account check --repair'),
    ...layOut(0, `Leave one as it is: its id, a reason and a date under exceptions: in ${file}`),
  ];
}
