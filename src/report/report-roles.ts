import type { Plan, RolePlan } from '../model/plan.ts';
import type { ReportRole } from '../model/report.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { describeTasks } from './role-tasks.ts';

/** EC2 roles as planned, with the instances that carry them as the account says. */
export function describeRoles(plan: Plan, snapshot: Snapshot | undefined): readonly ReportRole[] {
  return plan.parts.roles.map((role) => ({
    name: role.name,
    ...(role.purpose === undefined ? {} : { purpose: role.purpose }),
    ...(role.owner === undefined ? {} : { owner: role.owner }),
    profile: role.profile.name,
    buckets: [...describeTasks(role), ...furtherCalls(role)],
    uses: [
      ...role.buckets.map(({ name }) => ({ kind: 'bucket' as const, name })),
      ...(role.things ?? []).map(({ kind, name }) => ({
        kind: kind === 'log-group' ? ('log group' as const) : kind,
        name,
      })),
    ],
    instances: carriersOf(role, snapshot),
  }));
}

function carriersOf(role: RolePlan, snapshot: Snapshot | undefined): ReportRole['instances'] {
  const profiles = new Set(
    (snapshot?.instanceProfiles ?? []).filter(({ roles }) => roles.includes(role.name)).map(({ arn }) => arn),
  );
  return (snapshot?.instances ?? [])
    .filter(({ profileArn }) => profileArn !== undefined && profiles.has(profileArn))
    .map(({ id, name, region, state }) => ({ id, ...(name === undefined ? {} : { name }), region, state }));
}

/** What the file's policies give a role beside its buckets. */
function furtherCalls({ statements = [] }: RolePlan): readonly string[] {
  return statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action = 'all but what a policy names' }) => Action);
}
