import { phraseThing } from '../lib/phrase-thing.ts';
import type { RolePlan } from '../model/plan.ts';

/** What a role is for, a phrase a thing: `testbucket/uploads/ (read-write)`. */
export function describeTasks(role: Pick<RolePlan, 'buckets' | 'things'>): readonly string[] {
  const buckets = role.buckets.map(
    ({ name, access, prefix }) => `${name}${prefix === undefined ? '' : `/${prefix}`} (${access})`,
  );
  return [...buckets, ...(role.things ?? []).map(phraseThing)];
}
