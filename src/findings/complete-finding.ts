import type { Finding } from '../model/finding.ts';
import type { Plan } from '../model/plan.ts';
import { registryEntry } from './registry.ts';

/** Adds to a difference from the plan what may be decided about it, and where the event history tells of it. */
export function completeFinding(finding: Finding, plan: Plan): Finding {
  return {
    ...finding,
    verdicts: finding.verdicts ?? verdictsOf(finding, plan),
    trace: finding.trace ?? traceOf(finding, plan),
  };
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

/**
 * Names that stand in the resources of the events which change the subject. IAM's events are in the partition's
 * main region, which is what an absent region means; all others in their own.
 */
function traceOf({ rule, subject }: Finding, plan: Plan): NonNullable<Finding['trace']> {
  const { region } = plan.account;
  const trail = plan.parts['audit-trail'];
  if (rule.startsWith('trail-') || rule.startsWith('audit-bucket-')) {
    const bucket = subject.split('/')[0] ?? subject;
    const names = rule.startsWith('audit-')
      ? [bucket]
      : [subject, ...(trail === null ? [] : [trail.trail.arn])];
    return { resources: names, region };
  }
  if (rule.startsWith('audit-key-')) return { resources: keyNames(subject), region };
  if (rule === 'audit-foreign-statement') {
    const about = subject.slice(0, subject.lastIndexOf('/'));
    return { resources: about.startsWith('arn:') ? keyNames(about) : [about], region };
  }
  if (rule.startsWith('role-bucket-')) return { resources: [subject], region };
  if (rule === 's3-block-off') return { resources: [plan.account.id], region };
  // Their events name no resource: there is nothing to look up by.
  if (rule === 'ebs-encryption-off') return { resources: [], region };
  if (rule.startsWith('password-policy-')) return { resources: [] };
  return { resources: subject.split('/').flatMap((name) => [name, ...policyArns(name, plan)]) };
}

/** Events name a key by its id or by its ARN, an alias by its name. */
function keyNames(subject: string): readonly string[] {
  if (!subject.startsWith('arn:')) return [subject];
  return [subject, subject.slice(subject.lastIndexOf('/') + 1)];
}

/** Policies stand in events by ARN; a foreign one is found by whom it hangs on. */
function policyArns(name: string, plan: Plan): readonly string[] {
  const { groups, machines } = plan.parts;
  const own = [...Object.values(groups.policies), ...machines.map((machine) => machine.boundary)];
  const managed = groups.groups.flatMap((group) => group.awsManaged);
  return [...own, ...managed].filter((policy) => policy.name === name).map((policy) => policy.arn);
}
