import { logicalNames as names } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import type { PartName, Plan } from '../../model/plan.ts';

const titles: readonly (readonly [PartName, string])[] = [
  ['audit-trail', 'audit trail'],
  ['alarms', 'alarms'],
  ['budget', 'budget'],
  ['account-defaults', 'account settings'],
  ['groups', 'groups and their policies'],
  ['machines', 'machines'],
  ['roles', 'roles for programs on EC2'],
  ['people', 'people in their groups'],
];

/** Parts that the plan has something in, and to which of them a finding belongs. */
export function plannedPartOf({ parts }: Plan) {
  const wanted: Readonly<Record<PartName, boolean>> = {
    'audit-trail': parts['audit-trail'] !== null,
    alarms: parts.alarms !== null,
    budget: parts.budget !== null,
    'account-defaults': true,
    groups: parts.groups.groups.length > 0,
    machines: parts.machines.length > 0,
    roles: parts.roles.length > 0,
    people: parts.people.length > 0,
  };
  return {
    titles: titles.filter(([part]) => wanted[part]),
    /** By the logical name, which begins with the part. */
    of: ({ resources = [] }: Finding): PartName | undefined => {
      const [first = names.trail] = resources;
      return titles.find(([part]) => first.startsWith(`${part}/`))?.[0];
    },
  };
}
