import type { PlannedResource } from '../model/plan.ts';

export type PlannedRow = Omit<PlannedResource, 'part' | 'adopted'>;

/** @param kept never deleted by `destroy` or by a plan that drops it */
export const plannedRow = (
  name: string,
  type: string,
  title: string,
  physical: string,
  kept = false,
): PlannedRow => ({ name, type, title, physical, kept });

/** A row that belongs to another: listed beside it, `as` is all that has to be said. */
export const partOf = (owner: string, as: string, row: PlannedRow): PlannedRow => ({
  ...row,
  within: { name: owner, as },
});
