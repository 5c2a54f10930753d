import type { CisRegionFact } from '../../model/cis.ts';
import type { CisInput } from './verdict.ts';

/**
 * Regions that are switched on and were not looked at, each with the reason: the benchmark speaks of every region,
 * the file of those it names.
 */
export function whereBlind({ snapshot, facts }: CisInput): readonly string[] {
  if (facts.enabledRegions === undefined) return ['regions of the account: account:ListRegions was denied'];
  const seen = new Set(snapshot.regions.map((region) => region.name));
  const outside = facts.enabledRegions.filter((name) => !seen.has(name));
  if (outside.length === 0) return [];
  return [`not among the file’s regions: ${few(outside)}`];
}

/** Regions where a thing could not be read. */
export function unreadIn<R extends Pick<CisRegionFact, 'name'>>(
  regions: readonly R[],
  pick: (region: R) => unknown,
): readonly string[] {
  return regions.filter((region) => pick(region) === undefined).map((region) => `${region.name}: not read`);
}

function few(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(', ');
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown;
}
