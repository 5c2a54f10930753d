import type { Severity, Verdict } from '../../model/finding.ts';

/** Where a finding stands when it is shown. */
export type FindingGroup =
  | 'identity'
  | 'second factor'
  | 'keys'
  | 'machines'
  | 'trail'
  | 'account'
  | 'exceptions';

/** What is known of every finding of a rule, whatever it was found on. */
export interface RegistryEntry {
  readonly severity: Severity;
  /** A few words, for tables and for SARIF's rule list. */
  readonly title: string;
  readonly group: FindingGroup;
  /** What may be decided about it; a single finding may take away from it, or inherit from one it stands for. */
  readonly verdicts: readonly Verdict[];
  readonly why: string;
  /** What to do about it, in general; the finding itself carries the command. */
  readonly help: string;
  /** The repair takes something away that no planned resource holds: a membership, an attachment. */
  readonly detaches?: true;
}
