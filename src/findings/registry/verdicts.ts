import type { Verdict } from '../../model/finding.ts';

/** Sets of verdicts that rules share. */
export const verdicts = {
  /** Back to the plan, or known. */
  repair: ['repair', 'accept'],
  /** The account may be right and the file wrong. */
  repairOrAdopt: ['repair', 'adopt', 'accept'],
  /** Not ours: nothing to go back to. */
  remove: ['remove', 'accept'],
  /** Not ours, and perhaps it should be: then the file is to say so. */
  removeOrAdopt: ['adopt', 'remove', 'accept'],
  /** Only a person can settle it, in the console or on the machine. */
  byHand: ['accept'],
} as const satisfies Readonly<Record<string, readonly Verdict[]>>;
