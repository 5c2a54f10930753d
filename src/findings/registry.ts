import type { RegistryEntry } from './registry/entry.ts';
import { oursEntries } from './registry/ours.ts';
import { perimeterEntries } from './registry/perimeter.ts';
import { watchEntries } from './registry/watch.ts';
import { rules } from './rules.ts';

const entries = { ...oursEntries, ...watchEntries } as const;
type OursRule = keyof typeof entries;

const ours = Object.fromEntries(
  Object.entries(entries).map(([id, entry]) => [id, { ...rules[id as OursRule], ...entry }]),
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
