import * as z from 'zod';
import type { Finding, Severity } from './finding.ts';
import type { NotRead, RegionLeftOut } from './snapshot.ts';

/** Where in the account file a finding's subject is written; the first line where it is not. */
export interface FilePlace {
  readonly line: number;
  readonly column: number;
}

/** What the engine's own look at the account says beside ours. */
export interface DeepLook {
  /** What the engine would change and no finding of ours names. */
  readonly engineOnly: readonly {
    readonly name: string;
    readonly title: string;
    readonly changed: readonly string[];
  }[];
  /** Ids of findings about things that the engine manages, and sees no difference in. */
  readonly oursOnly: readonly string[];
  /** How many findings both see. */
  readonly agreed: number;
}

/** What `check` found, as data; every format is made of this one object. */
export interface CheckReport {
  readonly result: 'in-sync' | 'findings' | 'incomplete';
  readonly account: { readonly id: string; readonly alias?: string; readonly region: string };
  readonly rehearsal: boolean;
  /** ISO time of the look at the account. */
  readonly takenAt: string;
  /** The account file, relative to the working folder where it lies below it. */
  readonly file: string;
  /** Open ones, most severe first; with a baseline only what is new. */
  readonly findings: readonly Finding[];
  /** Wait for a person; no drift until their date. */
  readonly pending: readonly Finding[];
  /** Stand in the file's exceptions. */
  readonly accepted: readonly Finding[];
  /** Parts that could not be looked at. */
  readonly notRead: readonly NotRead[];
  readonly regions: {
    /** The home region first. */
    readonly read: readonly string[];
    /** Not looked at, as there is nothing to look at; those of which nothing is known stand in `notRead`. */
    readonly leftOut: readonly (RegionLeftOut & {
      /** True for one that the file names: of all others it is as it should be. */
      readonly named: boolean;
    })[];
  };
  /** Findings from this severity on make the exit code 2. */
  readonly failOn: Severity;
  /** Ids of `findings` that do. */
  readonly failing: readonly string[];
  /** Ids of findings about things that the file wants and no run has made yet. */
  readonly unapplied: readonly string[];
  /** By finding id. */
  readonly places: Readonly<Record<string, FilePlace>>;
  /** Title of each rule that is mentioned, by rule id. */
  readonly rules: Readonly<Record<string, RuleTitle>>;
  readonly baseline?: {
    readonly takenAt: string;
    /** Ids that stand in the baseline and are still so; they are not among `findings`. */
    readonly known: readonly string[];
    /** Ids of the baseline that are settled by now. */
    readonly gone: readonly string[];
  };
  readonly deep?: DeepLook;
}
export interface RuleTitle {
  readonly title: string;
  readonly severity: Severity;
  /** The registry's group: `identity`, `second factor`, `keys`, `machines`, `trail`, `account`, `exceptions`. */
  readonly group: string;
  /** What to do about any finding of the rule, in general. */
  readonly help: string;
}

/** The part of a former `--format json` document that `--baseline` reads; the rest of it is nobody's business. */
export const baselineSchema = z.object({
  schemaVersion: z.literal(1),
  command: z.literal('check'),
  account: z.object({ id: z.string() }),
  takenAt: z.string(),
  findings: z.array(z.object({ id: z.string() })),
  baseline: z.object({ known: z.array(z.string()) }).optional(),
});
export type Baseline = z.infer<typeof baselineSchema>;
