import { logicalNames as names } from '../lib/logical-names.ts';
import type { Plan, PlannedResource } from '../model/plan.ts';
import { plannedResources } from './planned-resources.ts';

/** A resource that only one of two plans has, or that they want otherwise. */
export interface PlanDifference
  extends Pick<PlannedResource, 'name' | 'part' | 'title' | 'inRegion' | 'within'> {
  /** `remove`: only in the first. `make`: only in the second. */
  readonly verb: 'make' | 'remove' | 'change';
  /** What of it differs; a title stands for what shows in it. */
  readonly changed: readonly string[];
}

/** What two plans make, one against the other. Pure. */
export function comparePlans(before: Plan, after: Plan): readonly PlanDifference[] {
  const [then, now] = [before, after].map(
    (plan) => new Map(plannedResources(plan).map((each) => [each.name, each])),
  );
  const [was, is] = [slicesOf(before), slicesOf(after)];
  const all = [...new Set([...(then?.keys() ?? []), ...(now?.keys() ?? [])])];
  return all.flatMap((name): readonly PlanDifference[] => {
    const [old, fresh] = [then?.get(name), now?.get(name)];
    const shown = fresh ?? old;
    if (shown === undefined) return [];
    const { part, title, inRegion, within } = shown;
    const row = {
      ...{ name, part, title },
      ...(inRegion === undefined ? {} : { inRegion }),
      ...(within === undefined ? {} : { within }),
    };
    if (old === undefined) return [{ ...row, verb: 'make', changed: [] }];
    if (fresh === undefined) return [{ ...row, verb: 'remove', changed: [] }];
    const changed = [
      ...(old.title === title ? [] : [`before: ${old.title}`]),
      ...differingKeys(was.get(name), is.get(name)),
    ];
    return changed.length === 0 ? [] : [{ ...row, verb: 'change', changed }];
  });
}

type Slice = Readonly<Record<string, unknown>>;

/** What a title does not say of a resource, by its logical name. */
function slicesOf(plan: Plan): ReadonlyMap<string, Slice> {
  const { groups, machines, people, roles, alarms, budget } = plan.parts;
  return new Map<string, Slice>([
    ...trailSlices(plan),
    [names.passwordPolicy, plan.parts['account-defaults'].passwordPolicy],
    ...Object.entries(groups.policies).map(([key, policy]): [string, Slice] => [
      names.policy(key),
      { document: policy.document, description: policy.description, tags: policy.tags },
    ]),
    ...groups.groups.map(({ name, path }): [string, Slice] => [names.group(name), { path }]),
    ...machines.flatMap((machine): [string, Slice][] => [
      [names.machine(machine.name), { tags: machine.tags }],
      [names.machineBoundary(machine.name), { document: machine.boundary.document }],
    ]),
    ...roles.flatMap((role): [string, Slice][] => [
      [
        names.role(role.name),
        { path: role.path, description: role.description, trust: role.trust, tags: role.tags },
      ],
      [names.rolePolicy(role.name), { document: role.policy.document }],
      ...role.createBuckets.map(({ name, policy }): [string, Slice] => [
        names.roleBucketPolicy(name),
        { document: policy },
      ]),
    ]),
    ...people.map((person): [string, Slice] => [names.person(person.name), { tags: person.tags }]),
    ...(alarms === null
      ? []
      : [
          [names.alarmSubscription, { email: alarms.email }] as [string, Slice],
          [names.alarmLogGroup, { retentionDays: alarms.delivery?.logGroup.retentionDays }] as [
            string,
            Slice,
          ],
        ]),
    ...(budget === null
      ? []
      : [[names.budget, { monthlyUsd: budget.monthlyUsd, email: budget.email }] as [string, Slice]]),
  ]);
}

function trailSlices(plan: Plan): readonly [string, Slice][] {
  const trail = plan.parts['audit-trail'];
  if (trail === null) return [];
  const { bucket, key } = trail;
  return [
    [names.auditBucket, { tags: bucket.tags }],
    [names.auditBucketLifecycle, { noncurrentDays: bucket.noncurrentDays }],
    [names.auditBucketEncryption, { encryption: key === undefined ? 'sse-s3' : 'kms' }],
    [names.auditBucketObjectLock, { lockDays: bucket.lockDays, lockMode: bucket.lockMode }],
    [names.auditBucketPolicy, { document: bucket.policy }],
    [names.trail, { logs: trail.trail.logs, encrypted: key !== undefined, tags: trail.trail.tags }],
    ...(key === undefined ? [] : [[names.auditKey, { policy: key.policy }] as [string, Slice]]),
  ];
}

function differingKeys(before: Slice = {}, after: Slice = {}): readonly string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}
