import type { CheckReport } from '../model/check-report.ts';
import type { Finding, Severity, Who } from '../model/finding.ts';

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** `123456789012`, or `acme (123456789012)`. */
export function accountName({ account }: Pick<CheckReport, 'account'>): string {
  return account.alias === undefined ? account.id : `${account.alias} (${account.id})`;
}

/** The one sentence that a check comes down to; every format begins with it. */
export function sayResult(report: CheckReport): string {
  const { findings, notRead, baseline } = report;
  const name = accountName(report);
  const fresh = baseline === undefined ? '' : 'new ';
  const found = `${count(findings.length, `${fresh}finding`)} (${countSeverities(findings)})`;
  if (notRead.length > 0) {
    const what = findings.length === 0 ? `no ${fresh}finding` : found;
    return `Not complete: ${what} in account ${name}, and ${count(notRead.length, 'part')} of it could not be checked.`;
  }
  if (findings.length > 0) return `${found} in account ${name}.`;
  return baseline === undefined || baseline.known.length === 0
    ? `In sync: account ${name} is as the file says.`
    : `Nothing new in account ${name}; ${count(baseline.known.length, 'finding')} of the baseline still open.`;
}

/**
 * What waits for a person, a line each; from three on of one kind and one date they are one line with their
 * names: after a first apply everybody waits.
 */
export function sayPending({ pending, rules }: Pick<CheckReport, 'pending' | 'rules'>): readonly string[] {
  const kinds = new Map<string, Finding[]>();
  for (const finding of pending) {
    const key = `${finding.rule} ${finding.until}`;
    kinds.set(key, [...(kinds.get(key) ?? []), finding]);
  }
  return [...kinds.values()].flatMap((alike) => {
    const [first] = alike;
    const title = rules[first?.rule ?? '']?.title;
    if (alike.length < 3 || first === undefined || title === undefined)
      return alike.map(({ what, until }) => `${what} ${sayUntil(until)}`);
    const names = alike.map(({ id, rule }) => id.slice(rule.length + 1));
    return [`${title}: ${names.join(', ')}. ${sayUntil(first.until)}`];
  });
}

const sayUntil = (until: string | undefined) => `Becomes a finding on ${sayDate(until)}.`;

/** `1 critical, 2 high`. */
export function countSeverities(findings: readonly Finding[]): string {
  return severities
    .map((severity) => [severity, findings.filter((each) => each.severity === severity).length] as const)
    .filter(([, number]) => number > 0)
    .map(([severity, number]) => `${number} ${severity}`)
    .join(', ');
}

/** `1 finding`, `2 findings`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `expected: on; found: off`. */
export function sayDifference(expected: string, actual: string | undefined): string {
  return `expected: ${expected}; found: ${actual ?? 'unknown'}`;
}

/** Who made a change, when, and from where; or why nobody is named. */
export function sayWho(who: Who): string {
  if (who.kind === 'not-seen') return who.why;
  const from = who.sourceAddress === undefined ? '' : `, from ${who.sourceAddress}`;
  const ours = who.ours ? ' (a run of this tool)' : '';
  return `${who.actor}${ours}, ${who.event}, ${sayTime(who.at)}${from}, event ${who.eventId}`;
}

/** To the minute, in UTC: `2026-11-25 14:03 UTC`; anything else as it is. */
export function sayTime(iso: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(iso);
  return parts === null ? iso : `${parts[1]} ${parts[2]} UTC`;
}

/** The date alone. */
export function sayDate(iso: string | undefined): string {
  return iso?.slice(0, 10) ?? 'an unknown date';
}

/** `not checked: missing iam:GetLoginProfile (AccessDenied: ada)`. */
export function sayNotRead({ action, why }: CheckReport['notRead'][number]): string {
  if (action === '*') return `not checked: ${why}`;
  return `not checked: missing ${action} (${why})`;
}

/** Regions that the file names and that cannot be looked at; undefined where there is none. */
export function sayLeftOut({ regions }: Pick<CheckReport, 'regions'>): string | undefined {
  const named = regions.leftOut.filter((region) => region.named);
  if (named.length === 0) return undefined;
  const reasons = { disabled: 'not switched on', unknown: 'no such region', unreachable: 'out of reach' };
  const list = named.map(({ name, why }) => `${name} (${reasons[why]})`).join(', ');
  return `Regions of the file that were left out: ${list}.`;
}
