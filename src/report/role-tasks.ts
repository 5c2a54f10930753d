import type { RolePlan } from '../model/plan.ts';

/** What a role is for, a phrase a thing: `testbucket/uploads/ (read-write)`. */
export function describeTasks(role: Pick<RolePlan, 'buckets' | 'things'>): readonly string[] {
  const buckets = role.buckets.map(
    ({ name, access, prefix }) => `${name}${prefix === undefined ? '' : `/${prefix}`} (${access})`,
  );
  const things = (role.things ?? []).map((thing) => {
    if (thing.kind === 'queue') return `queue ${thing.name} (${thing.access})`;
    return thing.kind === 'secret' ? `secret ${thing.name} (read)` : `log group ${thing.name} (write)`;
  });
  return [...buckets, ...things];
}
