import type { Finding } from '../model/finding.ts';
import type { Plan } from '../model/plan.ts';
import { registryEntry } from './registry.ts';

/** Adds to a difference from the plan what may be decided about it. */
export function completeFinding(finding: Finding, plan: Plan): Finding {
  return { ...finding, verdicts: finding.verdicts ?? verdictsOf(finding, plan) };
}

function verdictsOf(
  { rule, resources = [], subject }: Finding,
  plan: Plan,
): NonNullable<Finding['verdicts']> {
  const entry = registryEntry(rule);
  if (entry === undefined) return resources.length > 0 ? ['repair', 'accept'] : ['accept'];
  const repairable = resources.length > 0 || entry.detaches === true;
  return entry.verdicts.filter(
    (verdict) =>
      (verdict !== 'repair' || repairable) &&
      // Only the statements of a group's own access stand in the file.
      (verdict !== 'adopt' || rule !== 'policy-changed' || isWorkPolicy(subject, plan)),
  );
}

function isWorkPolicy(name: string, plan: Plan): boolean {
  const { groups, policies } = plan.parts.groups;
  return groups.some((group) => policies[`${group.name}-work`]?.name === name);
}
