import type { Plan } from '../../model/plan.ts';

/** The names that the plan knows. */
export interface PlannedNames {
  readonly people: ReadonlySet<string>;
  readonly machines: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  readonly profiles: ReadonlySet<string>;
  /** ARNs of customer-managed policies. */
  readonly policies: ReadonlySet<string>;
}

/** Of programs on EC2, and the one by which CloudTrail feeds the alarms. */
export function plannedRoleNames({ parts }: Pick<Plan, 'parts'>): ReadonlySet<string> {
  const delivery = parts.alarms?.delivery;
  return new Set(
    [...parts.roles, ...(delivery === undefined ? [] : [delivery.role])].map((role) => role.name),
  );
}

export function plannedNames({ parts }: Plan): PlannedNames {
  const nameOf = ({ name }: { readonly name: string }): string => name;
  return {
    people: new Set(parts.people.map(nameOf)),
    machines: new Set(parts.machines.map(nameOf)),
    groups: new Set(parts.groups.groups.map(nameOf)),
    roles: plannedRoleNames({ parts }),
    profiles: new Set(parts.roles.map((role) => role.profile.name)),
    policies: new Set(
      [...Object.values(parts.groups.policies), ...parts.machines.map((machine) => machine.boundary)].map(
        (policy) => policy.arn,
      ),
    ),
  };
}
