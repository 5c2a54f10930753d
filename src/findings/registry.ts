import type { Severity, Verdict } from '../model/finding.ts';
import { oursEntries } from './registry/ours.ts';
import { perimeterEntries } from './registry/perimeter.ts';
import { rules } from './rules.ts';

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

type OursRule = keyof typeof oursEntries;

const ours = Object.fromEntries(
  Object.entries(oursEntries).map(([id, entry]) => [id, { ...rules[id as OursRule], ...entry }]),
) as Readonly<Record<OursRule, RegistryEntry>>;

/**
 * Every rule that drift is found by. Ids are public: baselines and exceptions name them. Rules of the preflight
 * that drift does not share are in `rules.ts` only.
 */
export const registry = { ...ours, ...perimeterEntries } as const satisfies Readonly<
  Record<string, RegistryEntry>
>;

export type DriftRule = keyof typeof registry;

/** The entry of a finding's rule; undefined for a rule of the preflight. */
export function registryEntry(rule: string): RegistryEntry | undefined {
  return Object.hasOwn(registry, rule) ? registry[rule as DriftRule] : undefined;
}
