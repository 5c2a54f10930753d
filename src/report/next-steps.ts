import type { Finding } from '../model/finding.ts';
import type { Report, ReportManualItem, ReportPerson } from '../model/report.ts';

/** Three things to do next, the weightiest first. */
export function chooseNextSteps(known: {
  readonly state: Report['state'];
  readonly manual: readonly ReportManualItem[];
  readonly people: readonly ReportPerson[];
  /** Most severe first. */
  readonly findings: readonly Finding[];
}): readonly string[] {
  const { state, manual, people } = known;
  // What waits for a person, or was accepted, is nothing to be done now.
  const findings = known.findings.filter((finding) => finding.state === undefined);
  const open = (title: string) =>
    manual.filter((item) => item.state === 'open' && item.title.includes(title));
  const root = [...open('MFA on the root'), ...open('access key of the root')].map(
    (item) => `${item.title}: see Manual items.`,
  );
  const grave = findings.filter((finding) => finding.severity === 'critical' || finding.severity === 'high');
  const withoutMfa = people
    .filter((person) => person.planned && person.mfa === 'not yet')
    .map((person) => person.name);
  const mild = findings.filter((finding) => finding.severity === 'medium' || finding.severity === 'low');
  const rest = manual.filter((item) => item.state === 'open' && !item.title.includes('root'));
  return [
    ...(state.kind === 'incomplete'
      ? ['Run bootstrap-account apply again: the last run did not finish.']
      : []),
    ...root,
    ...grave.map((finding) => `${finding.what} ${finding.fix}`.trim()),
    ...(withoutMfa.length === 0
      ? []
      : [`Let ${nameSome(withoutMfa)} sign in and enrol MFA; until then they can do nothing else.`]),
    ...rest.map((item) => `${item.title}: see Manual items.`),
    ...mild.map((finding) => `${finding.what} ${finding.fix}`.trim()),
    'Run bootstrap-account check once a day in CI; exit code 2 means that something changed.',
  ].slice(0, 3);
}

function nameSome(names: readonly string[]): string {
  return names.length <= 4
    ? names.join(', ')
    : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}
