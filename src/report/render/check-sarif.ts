import { cleanLine } from '../../lib/clean-text.ts';
import type { CheckReport, FilePlace } from '../../model/check-report.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import { sayNotRead, sayWho } from '../check-words.ts';
import { escapeJson } from './json.ts';

/** SARIF knows three levels; https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html section 3.27.10 */
const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};
/** What GitHub's code scanning sorts security alerts by: over 9 critical, from 7 high, from 4 medium. */
const scores: Readonly<Partial<Record<Severity, string>>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.5',
};

/**
 * Open findings as SARIF 2.1.0. What waits or was accepted is left out: a reader of SARIF would make alerts of
 * it. The place of a finding is the line of the account file that speaks of its subject.
 */
export function renderCheckSarif(report: CheckReport, tool: { readonly version: string }): string {
  const ids = [...new Set(report.findings.map((finding) => finding.rule))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'bootstrap-account',
            semanticVersion: tool.version,
            rules: ids.map((id) => describeRule(report, id)),
          },
        },
        automationDetails: { id: `bootstrap-account/check/${report.account.id}/` },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.notRead.length === 0,
            toolExecutionNotifications: report.notRead.map((read) => ({
              level: 'error',
              message: { text: cleanLine(sayNotRead(read)) },
            })),
          },
        ],
        results: report.findings.map((finding) => describeResult(report, finding, ids.indexOf(finding.rule))),
      },
    ],
  };
  return escapeJson(log);
}

function describeRule({ findings, rules }: CheckReport, id: string) {
  const finding = findings.find((each) => each.rule === id);
  const { title = id, severity = finding?.severity ?? 'info', help = '' } = rules[id] ?? {};
  const score = scores[severity];
  const text = cleanLine(`${finding?.why ?? ''} ${help}`) || id;
  return {
    id,
    shortDescription: { text: cleanLine(title) || id },
    help: { text },
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: ['security', 'aws'], ...(score === undefined ? {} : { 'security-severity': score }) },
  };
}

function describeResult(report: CheckReport, finding: Finding, ruleIndex: number) {
  const place: FilePlace = report.places[finding.id] ?? { line: 1, column: 1 };
  const compared =
    finding.expected === undefined
      ? ''
      : ` Expected: ${finding.expected}; found: ${finding.actual ?? 'unknown'}.`;
  const who = finding.who === undefined ? '' : ` Who: ${sayWho(finding.who)}.`;
  const fix = finding.fix === '' ? '' : ` Do: ${finding.fix}`;
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: levels[finding.severity],
    message: { text: cleanLine(`${finding.what}${compared}${who}${fix}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: locationOf(report.file),
          region: { startLine: place.line, startColumn: place.column },
        },
        logicalLocations: [{ fullyQualifiedName: cleanLine(finding.subject) }],
      },
    ],
    partialFingerprints: { 'findingId/v1': finding.id },
    ...(report.baseline === undefined ? {} : { baselineState: 'new' }),
    properties: { severity: finding.severity, unapplied: report.unapplied.includes(finding.id) },
  };
}

/** A file below the working folder is named from there, as code scanning wants it; any other by its full path. */
function locationOf(file: string) {
  const uri = file
    .replace(/\p{Surrogate}/gu, '')
    .replaceAll('\\', '/')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  return file.startsWith('/') ? { uri: `file://${uri}` } : { uri, uriBaseId: '%SRCROOT%' };
}
