import type { PowerChange } from './power.ts';

/** In the order in which they are gone; ids are stable. */
export const stepIds = [
  'root',
  'people',
  'trail',
  'prepare',
  'devices',
  'personal-keys',
  'enforce',
  'direct-rights',
  'programs',
  'instances',
  'keys',
  'leavers',
  'groups',
  'old-trails',
  'outside',
  'check',
] as const;
export type StepId = (typeof stepIds)[number];

/** One thing of a step: settled already, or with what is to be done about it. */
export interface StepItem {
  /** Name of a person, a program, a trail… */
  readonly subject: string;
  readonly done: boolean;
  /** Not done, and nobody's fault: a person's turn, with time left. `check` counts it as in sync. */
  readonly waiting?: true;
  readonly text: string;
  /** Ids of the findings that it settles. */
  readonly findings: readonly string[];
}

/** One step of the way from an account as it was found to one that is in sync. */
export interface Step {
  readonly id: StepId;
  /** From 1, in the order of the list. */
  readonly number: number;
  readonly title: string;
  /**
   * `now`: nothing has to come before it. `later`: what `waitsFor` names is open. `waiting`: what is left is a
   * person's turn, with time left, and no open step needs it.
   */
  readonly state: 'done' | 'now' | 'later' | 'waiting';
  readonly waitsFor: readonly StepId[];
  readonly why: string;
  readonly items: readonly StepItem[];
  /** What changes for whom, in a sentence each. */
  readonly affects: readonly string[];
  /** The same as data, where it is a matter of rights. */
  readonly power: readonly PowerChange[];
  /** What to do before, like telling somebody. */
  readonly before: readonly string[];
  /** To be typed as they stand. */
  readonly commands: readonly string[];
  /** Another way, and when it is the right one. */
  readonly otherwise: readonly { readonly when: string; readonly command: string }[];
  /** Lines of the account file that do the same as the command. */
  readonly fileLines: readonly string[];
  /** How to see that it is done. */
  readonly seen: string;
  /** How to go back. */
  readonly back: string;
}

/** The way to `in sync`, made of plan and account alone: what is settled is ticked because the account says so. */
export interface StepsReport {
  readonly account: { readonly id: string; readonly alias?: string; readonly region: string };
  readonly rehearsal: boolean;
  /** ISO time at which the account was read. */
  readonly takenAt: string;
  /** As it was named. */
  readonly file: string;
  /** `in-sync` when `check` says so: nothing is open, though people may be waited for. */
  readonly result: 'in-sync' | 'steps';
  readonly steps: readonly Step[];
}
