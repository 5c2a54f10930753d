import { ownerTag, recordedOwner } from '../model/owner.ts';
import type { Plan, StateIndex } from '../model/plan.ts';

/**
 * Puts the mark of a state that has none on record yet into the plan.
 * @param stateId this machine's; absent: the account keeps the mark it has
 */
export function markPlan(plan: Plan, state: StateIndex, stateId: string | undefined): Plan {
  const trail = plan.parts['audit-trail'];
  if (trail === null || stateId === undefined || recordedOwner(state) !== undefined) return plan;
  const bucket = { ...trail.bucket, tags: { ...trail.bucket.tags, [ownerTag]: stateId } };
  return { ...plan, parts: { ...plan.parts, 'audit-trail': { ...trail, bucket } } };
}
