import type { PowerAnswer, ReportPermission } from './report.ts';

/** `other-user`, `other-role`: in the account, and not in the file. */
export type HolderKind = 'group' | 'person' | 'machine' | 'role' | 'other-user' | 'other-role';

/** What one group, person, machine or role may do: an answer to every question that is asked about it. */
export interface Power {
  readonly kind: HolderKind;
  readonly name: string;
  /** For people: «member of finance», «role checkbot», «ada». */
  readonly who: string;
  /** Of people and machines. */
  readonly groups: readonly string[];
  readonly rows: readonly ReportPermission[];
}

/** One answer that is another one now. */
export interface PowerStep {
  readonly what: string;
  readonly action: string;
  readonly resource: string;
  readonly from: PowerAnswer;
  readonly to: PowerAnswer;
  /** Why the new answer is so: the deciding statement. */
  readonly reason: string;
}

/** What one holder gains and loses. An answer that can no longer be judged counts as gained: it may be. */
export interface PowerChange {
  readonly kind: HolderKind;
  readonly name: string;
  readonly who: string;
  /** `new`: was not in the account before. `gone`: is not there afterwards. */
  readonly presence: 'new' | 'present' | 'gone';
  readonly gains: readonly PowerStep[];
  readonly loses: readonly PowerStep[];
}
