import type { PowerChange } from './power.ts';

/** One thing that the account has and a run takes over, as it is told before anything is done. */
export interface AdoptedThing {
  /** Logical name. */
  readonly name: string;
  /** For people: «group Admins». */
  readonly title: string;
  /** Who is in it, or works by it, today. */
  readonly who: readonly string[];
  /** What the run adds or changes. */
  readonly comes: readonly string[];
  /** What hangs on it and is left as it is. */
  readonly stays: readonly string[];
  /** What changes for those in `who`. */
  readonly power: readonly PowerChange[];
}
