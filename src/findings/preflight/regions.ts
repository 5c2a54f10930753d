import type { Finding } from '../../model/finding.ts';
import type { RegionLeftOut, Snapshot } from '../../model/snapshot.ts';
import { findingOf } from '../rules.ts';

/**
 * Regions, or settings of them, that could not be looked at: told, one finding a cause, and no reason to stop.
 * What an earlier run set there stays as it was recorded.
 * @param named regions that the file names; of all others a region that is switched off is as it should be
 */
export function checkRegions(snapshot: Snapshot, named: readonly string[] = []): readonly Finding[] {
  return [...deniedReads(snapshot), ...leftOut(snapshot.regionsLeftOut, named)];
}

function deniedReads({ regions }: Snapshot): readonly Finding[] {
  const actions = [...new Set(regions.flatMap((region) => region.denied))].sort();
  return actions.map((action) => {
    const where = regions.filter((region) => region.denied.includes(action)).map((region) => region.name);
    return findingOf('region-not-read', `${action} ${where.join(',')}`, {
      what: `${action} was denied in ${where.join(', ')}.`,
      why: 'What is set there is unknown, so nothing is changed there, and nothing is said about it.',
      fix: `Run with a caller that may call ${action} there, or write \`regions\` as a list without them.`,
    });
  });
}

function leftOut(regions: readonly RegionLeftOut[], named: readonly string[]): readonly Finding[] {
  const unreachable = namesOf(regions, 'unreachable');
  const disabled = namesOf(regions, 'disabled').filter((name) => named.includes(name));
  const unknown = namesOf(regions, 'unknown');
  const why = 'The settings that each region has for itself are not made there.';
  return [
    ...(unreachable.length === 0
      ? []
      : [
          findingOf('region-left-out', `unreachable ${unreachable.join(',')}`, {
            what: `AWS could not be reached in ${unreachable.join(', ')}.`,
            why,
            fix: 'Check the network and any proxy, then run again; or write `regions` as a list without them.',
          }),
        ]),
    ...(disabled.length === 0
      ? []
      : [
          findingOf('region-left-out', `disabled ${disabled.join(',')}`, {
            what: `${disabled.join(', ')}: in the file, but not switched on for the account.`,
            why,
            fix: 'Switch it on (Account page, AWS Regions), or take it out of `regions`.',
          }),
        ]),
    ...(unknown.length === 0
      ? []
      : [
          findingOf('region-left-out', `unknown ${unknown.join(',')}`, {
            what: `${unknown.join(', ')}: AWS has no region of that name.`,
            why,
            fix: 'Correct `regions` in the file.',
          }),
        ]),
  ];
}

function namesOf(regions: readonly RegionLeftOut[], why: RegionLeftOut['why']): readonly string[] {
  return regions.filter((region) => region.why === why).map((region) => region.name);
}
