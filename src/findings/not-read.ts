import type { NotRead, Snapshot } from '../model/snapshot.ts';

/**
 * Every part of the account that a check could not look at: reads that were denied, those of single regions among
 * them, and regions that did not answer. Pure.
 */
export function partsNotRead({ notRead, regions, regionsLeftOut }: Snapshot): readonly NotRead[] {
  return [
    ...notRead,
    ...regions.flatMap(({ name, denied }) =>
      denied.map((action) => ({ action, why: `AccessDenied: ${name}` })),
    ),
    ...regionsLeftOut
      .filter(({ why }) => why === 'unreachable')
      .map(({ name }) => ({ action: '*', why: `AWS could not be reached in ${name}` })),
  ];
}
