import { cleanText } from '../../lib/clean-text.ts';
import type { CheckReport } from '../../model/check-report.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import { sayNotRead, sayResult, sayWho } from '../check-words.ts';

type Command = 'error' | 'warning' | 'notice';

const commands: Readonly<Record<Severity, Command>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'warning',
  info: 'notice',
};

/**
 * As annotations of a GitHub Actions run, at the line of the account file that speaks of the subject. GitHub
 * shows ten errors and ten warnings of a step; all of them stand in the job summary.
 */
export function renderCheckGithub(report: CheckReport): string {
  const lines = [
    ...report.notRead.map((read) => annotate('error', { title: 'Not checked' }, sayNotRead(read))),
    ...report.findings.map((finding) => annotateFinding(report, finding)),
    // The only line that is shown as it stands; it begins with our own words.
    cleanText(sayResult(report)).replace(/\s+/g, ' '),
  ];
  return `${lines.join('\n')}\n`;
}

/** What the step gives to later ones: `drift` is true when the exit code says so. */
export function renderGithubOutput(report: CheckReport): string {
  return `drift=${report.failing.length > 0}\n`;
}

function annotateFinding(report: CheckReport, finding: Finding): string {
  const { id, severity, what, expected, actual, fix, who } = finding;
  const { line, column } = report.places[id] ?? { line: 1, column: 1 };
  const text = [
    what,
    ...(expected === undefined ? [] : [`Expected: ${expected}; found: ${actual ?? 'unknown'}`]),
    ...(who === undefined ? [] : [`Who: ${sayWho(who)}`]),
    ...(fix === '' ? [] : [`Do: ${fix}`]),
    id,
  ].join('\n');
  const title = `${severity}: ${report.rules[finding.rule]?.title ?? finding.rule}`;
  return annotate(
    commands[severity],
    { file: report.file, line: String(line), col: String(column), title },
    text,
  );
}

/** https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function annotate(command: Command, properties: Readonly<Record<string, string>>, text: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${command} ${list.join(',')}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return cleanText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
