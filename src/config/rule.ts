import type { AccountFile } from '../model/account-file.ts';
import type { Step } from './locate.ts';

/** What a rule across keys found. The place is given by names, because a merge moves positions. */
export interface RuleMistake {
  readonly steps: readonly Step[];
  readonly at: 'key' | 'value';
  readonly message: string;
  /** A group that the rule did not find: no mistake where a file has it in a form that could not be read. */
  readonly missingGroup?: string;
}
/** A rule across keys: looks at files merged into one and tells what does not fit together. Pure. */
export type Rule = (file: AccountFile) => readonly RuleMistake[];
