import { logicalNames as names } from '../lib/logical-names.ts';
import type { Plan, StateIndex } from './plan.ts';
import type { Snapshot } from './snapshot.ts';

/** Tag on the audit bucket that says which state the account is run from. */
export const ownerTag = 'StateId';

/** The mark that a state has put on the account; undefined where it has put none yet. */
export function recordedOwner(state: StateIndex): string | undefined {
  const tags = state.get(names.auditBucket)?.properties?.tags;
  return typeof tags === 'object' && tags !== null && ownerTag in tags ? String(tags[ownerTag]) : undefined;
}

/** The mark that is on the account; undefined without one, or without an audit bucket. */
export function liveOwner(plan: Plan, snapshot: Snapshot): string | undefined {
  const bucket = snapshot.buckets[plan.parts['audit-trail']?.bucket.name ?? ''];
  return bucket?.kind === 'own' ? bucket.tags[ownerTag] : undefined;
}
