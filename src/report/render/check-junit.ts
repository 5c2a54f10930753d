import { cleanLine } from '../../lib/clean-text.ts';
import type { CheckReport } from '../../model/check-report.ts';
import type { Finding } from '../../model/finding.ts';
import { groupByArea } from '../check-areas.ts';
import { sayDate, sayDifference, sayNotRead, sayResult, sayWho } from '../check-words.ts';

interface TestCase {
  readonly name: string;
  readonly inside: string;
  readonly kind: 'failure' | 'error' | 'skipped' | 'passed';
}

/**
 * As JUnit XML, which most CI systems show: a suite for each subject area, a failure for each open finding, an
 * error for each part that was not read. What waits or was accepted is skipped; in sync is one passed test.
 */
export function renderCheckJunit(report: CheckReport): string {
  const suites: readonly (readonly [string, readonly TestCase[]])[] = [
    ...groupByArea(report).map(
      ([area, findings]) => [area, findings.map((finding) => describeFailure(report, finding))] as const,
    ),
    ['Not checked', report.notRead.map(describeError)],
    ['Waiting or accepted', [...report.pending, ...report.accepted].map(describeSkipped)],
  ];
  const kept = suites.filter(([, cases]) => cases.length > 0);
  const quiet = report.findings.length === 0 && report.notRead.length === 0;
  const passed: TestCase = { name: sayResult(report), inside: '', kind: 'passed' };
  const all = quiet ? [['Account', [passed]] as const, ...kept] : kept;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="bootstrap-account check" ${countCases(all.flatMap(([, cases]) => cases))}>`,
    ...all.flatMap(([area, cases]) => renderSuite(report, area, cases)),
    '</testsuites>',
    '',
  ].join('\n');
}

function renderSuite(report: CheckReport, area: string, cases: readonly TestCase[]): readonly string[] {
  return [
    `  <testsuite name="${escapeXml(area)}" timestamp="${escapeXml(report.takenAt.replace(/\.\d+Z$/, ''))}" ${countCases(cases)}>`,
    ...cases.flatMap(({ name, inside }) => {
      const open = `<testcase classname="${escapeXml(`account ${report.account.id}.${area}`)}" name="${escapeXml(name)}"`;
      return inside === '' ? [`    ${open}/>`] : [`    ${open}>`, `      ${inside}`, '    </testcase>'];
    }),
    '  </testsuite>',
  ];
}

function countCases(cases: readonly TestCase[]): string {
  const of = (kind: TestCase['kind']) => cases.filter((each) => each.kind === kind).length;
  return `tests="${cases.length}" failures="${of('failure')}" errors="${of('error')}" skipped="${of('skipped')}"`;
}

/** Below the severity that fails a check a finding is told, and its test is no failure. */
function describeFailure(report: CheckReport, finding: Finding): TestCase {
  const { id, severity, what, expected, actual, why, fix, who } = finding;
  if (!report.failing.includes(id))
    return { name: id, inside: `<skipped message="${escapeXml(`${severity}: ${what}`)}"/>`, kind: 'skipped' };
  const lines = [
    ...(expected === undefined ? [] : [sayDifference(expected, actual)]),
    ...(who === undefined ? [] : [`who: ${sayWho(who)}`]),
    `why: ${why}`,
    `fix: ${fix}`,
  ];
  const text = lines.map(escapeXml).join('\n');
  const inside = `<failure type="${severity}" message="${escapeXml(what)}">${text}</failure>`;
  return { name: id, inside, kind: 'failure' };
}

function describeError(read: CheckReport['notRead'][number]): TestCase {
  const inside = `<error type="AccessDenied" message="${escapeXml(sayNotRead(read))}"/>`;
  return { name: read.action, inside, kind: 'error' };
}

function describeSkipped({ id, what, reason, until }: Finding): TestCase {
  const date = sayDate(until);
  const message =
    reason === undefined
      ? `${what} Waits for a person until ${date}.`
      : `${what} Accepted until ${date}: ${reason}`;
  return { name: id, inside: `<skipped message="${escapeXml(message)}"/>`, kind: 'skipped' };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** One line of text for an attribute or between tags; what XML 1.0 cannot hold at all is left out. */
function escapeXml(text: string): string {
  return cleanLine(text)
    .replace(/[\uFFFE\uFFFF]|\p{Surrogate}/gu, '')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
