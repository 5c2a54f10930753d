export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/**
 * One thing that a check wants said. Preflight, lockout guard, policy checks and the comparison of
 * plan and account all speak in these.
 */
export interface Finding {
  /** Stable: `<rule>:<subject>`; two runs can be compared by it. */
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  /** ARN or name of what it is about. */
  readonly subject: string;
  /** One sentence: what is so. */
  readonly what: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly why: string;
  /** The command or the console step that puts it right. */
  readonly fix: string;
  /**
   * `refuse`: a guard stops the run (exit 3). `consent`: stops it unless the named subjects were consented
   * to. Absent: it is only told.
   */
  readonly stops?: 'refuse' | 'consent';
  /** Logical names of the planned resources whose repair settles it. */
  readonly resources?: readonly string[];
}

const order: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3, info: 4 };

/** Most severe first, then by id, so that two runs print the same order. */
export function compareFindings(a: Finding, b: Finding): number {
  return order[a.severity] - order[b.severity] || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
