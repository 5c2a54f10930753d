export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/**
 * What a person may decide about a finding of `check`. repair: back to the plan. adopt: it is right as it is,
 * the file is changed. remove: it must go. accept: known, left alone until a date.
 */
export type Verdict = 'repair' | 'adopt' | 'remove' | 'accept';

/** Who made a change, from CloudTrail's event history, or why nobody can be named. */
export type Who =
  | {
      readonly kind: 'seen';
      /** ARN of the caller. */
      readonly actor: string;
      /** Like `AttachUserPolicy`. */
      readonly event: string;
      /** ISO time. */
      readonly at: string;
      readonly sourceAddress?: string;
      readonly eventId: string;
      /** True when it was a run of this tool. */
      readonly ours: boolean;
    }
  | { readonly kind: 'not-seen'; readonly why: string };

/** Where a text of the person's says something. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Keys and list positions joined by dots, like `groups.developers.access.statements.0.Action`. */
  readonly path: string;
  /** The text of that line. */
  readonly source: string;
}

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
  /** What `--i-understand` has to name. Absent: consent is given by other flags, or by none. */
  readonly consent?: string;
  /** Where it is written, for what stands in the account file or a template. */
  readonly place?: Place;
  /** Logical names of the planned resources whose repair settles it. */
  readonly resources?: readonly string[];
  /** What may be decided about it in `check --repair`. */
  readonly verdicts?: readonly Verdict[];
  /**
   * `pending` waits for a person and is no drift until `until`; `accepted` stands in the file's exceptions,
   * also until then. Absent: open.
   */
  readonly state?: 'pending' | 'accepted';
  /** ISO date, with `state`. */
  readonly until?: string;
  /** Why it was accepted, from the file. */
  readonly reason?: string;
  readonly who?: Who;
  /**
   * Where the event history may tell of it: names or ids of which an event has one among its resources or
   * parameters, the region it is recorded in (default: that of IAM's events), and the names of the events that
   * make such a change (default: any). What `findings/changes/` knows of the rule is more exact and comes first;
   * a rule that is not there is looked up by this alone, and without it not at all.
   */
  readonly trace?: {
    readonly resources: readonly string[];
    readonly region?: string;
    readonly events?: readonly string[];
  };
}

const order: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3, info: 4 };

/** Most severe first, then by id, so that two runs print the same order. */
export function compareFindings(a: Finding, b: Finding): number {
  return order[a.severity] - order[b.severity] || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
