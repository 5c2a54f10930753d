import type { Baseline, CheckReport, DeepLook, FilePlace, RuleTitle } from '../model/check-report.ts';
import { compareFindings, type Finding, type Severity } from '../model/finding.ts';
import type { NotRead } from '../model/snapshot.ts';

export interface CheckInputs {
  readonly account: CheckReport['account'];
  readonly rehearsal: boolean;
  readonly takenAt: string;
  readonly file: string;
  /** Everything that was found, in any state. */
  readonly findings: readonly Finding[];
  readonly notRead: readonly NotRead[];
  readonly regions: CheckReport['regions'];
  readonly failOn: Severity;
  readonly unapplied: readonly string[];
  readonly places: Readonly<Record<string, FilePlace>>;
  readonly rules: Readonly<Record<string, RuleTitle>>;
  readonly baseline?: Baseline;
  readonly deep?: DeepLook;
}

const ranks: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** Sorts findings into what is open, waits or is accepted, takes off what a baseline knows, and judges. Pure. */
export function assembleCheck(inputs: CheckInputs): CheckReport {
  const sorted = [...inputs.findings].sort(compareFindings);
  const open = sorted.filter((finding) => finding.state === undefined);
  const before = baselineIds(inputs.baseline);
  const findings = open.filter((finding) => !before.has(finding.id));
  const here = new Set(open.map((finding) => finding.id));
  const notRead = mergeNotRead(inputs.notRead);
  const failing = findings
    .filter((finding) => ranks.indexOf(finding.severity) <= ranks.indexOf(inputs.failOn))
    .map((finding) => finding.id);
  const mentioned = (id: string) => findings.some((finding) => finding.id === id);
  const baseline = inputs.baseline && {
    takenAt: inputs.baseline.takenAt,
    known: open.map((finding) => finding.id).filter((id) => before.has(id)),
    // What could not be read is not settled because it is not found.
    gone: notRead.length > 0 ? [] : [...before].filter((id) => !here.has(id)).sort(),
  };
  return {
    result: notRead.length > 0 ? 'incomplete' : failing.length > 0 ? 'findings' : 'in-sync',
    account: inputs.account,
    rehearsal: inputs.rehearsal,
    takenAt: inputs.takenAt,
    file: inputs.file,
    findings,
    pending: sorted.filter((finding) => finding.state === 'pending'),
    accepted: sorted.filter((finding) => finding.state === 'accepted'),
    notRead,
    regions: inputs.regions,
    failOn: inputs.failOn,
    failing,
    unapplied: inputs.unapplied.filter(mentioned),
    places: inputs.places,
    rules: inputs.rules,
    ...(baseline === undefined ? {} : { baseline }),
    ...(inputs.deep === undefined ? {} : { deep: inputs.deep }),
  };
}

/** A document that was itself made with a baseline holds the new ones and, apart, those it knew. */
function baselineIds(baseline: Baseline | undefined): ReadonlySet<string> {
  if (baseline === undefined) return new Set();
  return new Set([...baseline.findings.map(({ id }) => id), ...(baseline.baseline?.known ?? [])]);
}

/** One row an action: fifty users whose passwords cannot be read are one gap, not fifty. */
function mergeNotRead(reads: readonly NotRead[]): readonly NotRead[] {
  const byAction = new Map<string, string[]>();
  for (const { action, why } of reads) byAction.set(action, [...(byAction.get(action) ?? []), why]);
  return [...byAction].map(([action, reasons]) => {
    const [first = '', ...others] = reasons;
    return { action, why: others.length === 0 ? first : `${first}, and ${others.length} more` };
  });
}

/**
 * What a check ends with. A part that could not be read wins over what was found: nobody can say that it is
 * complete. Waiting and accepted ones never count.
 */
export function judgeCheck(report: CheckReport): 'failed' | 'changes' | 'done' {
  if (report.notRead.length > 0) return 'failed';
  return report.failing.length > 0 ? 'changes' : 'done';
}
