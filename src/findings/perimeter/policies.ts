import type { PolicyFact } from '../../model/snapshot.ts';
import { dayOf, daysSince } from './days.ts';
import { type Fact, factOf, type PerimeterInput } from './fact.ts';
import { plannedNames } from './ours-by-name.ts';

/** Days that a change is told: as long as the event history goes back. */
const window = 90;
/** Days that AWS's own news are told. */
const news = 30;

/**
 * Policies in use that changed lately: other people's, and those that AWS keeps. Versions are part of the id, so
 * that an accepted one does not hide the next.
 */
export function findPolicies(p: PerimeterInput): readonly Fact[] {
  const { policies } = plannedNames(p.plan);
  return p.snapshot.policies.flatMap((policy) => {
    if (policies.has(policy.arn)) return [];
    return policy.awsManaged ? awsVersion(policy, p) : foreignVersion(policy, p);
  });
}

function foreignVersion(policy: PolicyFact, { snapshot, now }: PerimeterInput): readonly Fact[] {
  const { versionId, updatedAt } = policy;
  // The first version is the policy as it was made: whom it was given to is a finding of its own.
  if (versionId === undefined || versionId === 'v1' || updatedAt === undefined) return [];
  const holders = [...snapshot.users, ...snapshot.groups, ...snapshot.roles].filter(
    (holder) =>
      holder.attached.some((attached) => attached.arn === policy.arn) ||
      ('boundaryArn' in holder && holder.boundaryArn === policy.arn),
  );
  if (holders.length === 0 || daysSince(updatedAt, now) > window) return [];
  return [
    factOf('foreign-policy-changed', `${policy.name}/${versionId}`, {
      what: `The policy "${policy.name}", which is not ours, was changed on ${dayOf(updatedAt)}.`,
      expected: 'as it was',
      actual: `version ${versionId}, held by ${holders.map((holder) => holder.name).join(', ')}`,
      fix: `Compare its versions: aws iam list-policy-versions --policy-arn ${policy.arn}`,
      trace: { resources: [policy.arn, policy.name] },
    }),
  ];
}

/** Only news since the group is there: what AWS did before was part of what was chosen. */
function awsVersion(policy: PolicyFact, { plan, snapshot, now }: PerimeterInput): readonly Fact[] {
  const { versionId, updatedAt } = policy;
  if (versionId === undefined || updatedAt === undefined || daysSince(updatedAt, now) > news) return [];
  const groups = plan.parts.groups.groups.filter((group) => {
    const madeAt = snapshot.groups.find((live) => live.name === group.name)?.createdAt;
    const uses = group.awsManaged.some((each) => each.arn === policy.arn);
    return uses && madeAt !== undefined && Date.parse(madeAt) < Date.parse(updatedAt);
  });
  if (groups.length === 0) return [];
  return [
    factOf('aws-policy-new-version', `${policy.name}/${versionId}`, {
      what: `AWS changed the policy "${policy.name}" on ${dayOf(updatedAt)}; ${groups.map((group) => group.name).join(', ')} use it.`,
      actual: `version ${versionId}`,
      fix: 'Nothing, unless a row of the permission matrix turned.',
      trace: { resources: [] },
    }),
  ];
}
