import type { PlannedResource } from '../model/plan.ts';

export type PlannedRow = Omit<PlannedResource, 'part'>;

/** @param kept never deleted by `destroy` or by a plan that drops it */
export const plannedRow = (
  name: string,
  type: string,
  title: string,
  physical: string,
  kept = false,
): PlannedRow => ({ name, type, title, physical, kept });
