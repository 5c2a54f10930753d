import { InternalError, type ToolError } from '../errors.ts';
import { cleanText } from '../lib/clean-text.ts';
import { describeFinding } from '../lib/describe-finding.ts';
import { scrubSecrets } from '../lib/scrub-secrets.ts';
import { isDrawn, wrapText } from '../lib/wrap-text.ts';
import { compareFindings, type Finding, type Severity } from '../model/finding.ts';

export { wrapText } from '../lib/wrap-text.ts';

const defaultWidth = 80;
/** Wider lines are hard to read, however wide the terminal. */
const widest = 100;

/** What is safe to print of a text from outside. */
export function printable(text: string): string {
  return scrubSecrets(cleanText(text));
}

/** Columns to write in: never more than a line that can be read. */
export function readableWidth(width: number): number {
  return Math.max(20, Math.min(width, widest));
}

/**
 * An error as lines for a terminal: what is wrong, what to do, and the stable code to look up.
 * @param options.stack also where it came from, for surprises and `--debug`
 */
export function phraseError(
  error: ToolError,
  options: { readonly stack?: boolean; readonly width?: number } = {},
): readonly string[] {
  const width = readableWidth(options.width ?? defaultWidth);
  const surprise = error instanceof InternalError ? 'This is a mistake in bootstrap-account itself: ' : '';
  const message = printable(`✖ ${surprise}${error.message}`).split('\n');
  return [
    // A place with its source line below was laid out by its maker: it is not wrapped.
    ...message.flatMap((line, index) =>
      isDrawn(message[index + 1] ?? '') ? [line] : wrapText(line, { width, indent: 2 }),
    ),
    ...(error.fix === undefined ? [] : wrapText(printable(`→ ${error.fix}`), { width, indent: 2 })),
    `  (${error.code})`,
    ...(options.stack === true ? stackLines(error) : []),
  ];
}

function stackLines(error: Error): readonly string[] {
  const own = printable(error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  const { cause } = error;
  if (cause === undefined) return own;
  const said = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return [
    ...own,
    ...printable(`  Caused by ${said}`).split('\n'),
    ...(cause instanceof Error ? stackLines(cause) : []),
  ];
}

const severityTitles: Readonly<Record<Severity, string>> = {
  critical: '✖ Critical',
  high: '✖ High',
  medium: '⚠ Medium',
  low: '⚠ Low',
  info: '· For information',
};

/** Findings grouped by severity, most severe first; each with what is so, why it matters and what to do. */
export function phraseFindings(
  findings: readonly Finding[],
  options: { readonly width: number },
): readonly string[] {
  const width = readableWidth(options.width);
  const sorted = [...findings].sort(compareFindings);
  const severities = [...new Set(sorted.map((finding) => finding.severity))];
  return severities.flatMap((severity, index) => {
    const group = sorted.filter((finding) => finding.severity === severity);
    return [
      ...(index === 0 ? [] : ['']),
      `${severityTitles[severity]} (${group.length})`,
      ...group.flatMap((finding) => phraseFinding(finding, width)),
    ];
  });
}

function phraseFinding(finding: Finding, width: number): readonly string[] {
  const { expected, actual, why, fix } = finding;
  const compared = expected === undefined ? [] : [`expected: ${expected}`, `is: ${actual ?? 'unknown'}`];
  return [
    ...wrapText(printable(`  ${describeFinding(finding)}`), { width, indent: 4 }),
    ...compared.flatMap((line) => wrapText(printable(`    ${line}`), { width, indent: 6 })),
    ...(why === '' ? [] : wrapText(printable(`    Why: ${why}`), { width, indent: 6 })),
    ...(fix === '' ? [] : wrapText(printable(`    → ${fix}`), { width, indent: 6 })),
  ];
}
