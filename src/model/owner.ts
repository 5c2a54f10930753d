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

/**
 * The mark that is on the account; undefined without one, or without an audit bucket. The live trail's bucket
 * counts first: a file that was not shared names another one.
 */
export function liveOwner(plan: Plan, snapshot: Snapshot): string | undefined {
  const trail = plan.parts['audit-trail'];
  const live = snapshot.trails.find(({ arn }) => arn === trail?.trail.arn)?.bucket;
  return [live, trail?.bucket.name]
    .map((name) => snapshot.buckets[name ?? ''])
    .map((bucket) => (bucket?.kind === 'own' ? bucket.tags[ownerTag] : undefined))
    .find((mark) => mark !== undefined);
}
