import { attachmentsOf } from '../model/attachments.ts';
import type { Plan } from '../model/plan.ts';
import type { Snapshot, UserFact } from '../model/snapshot.ts';
import { type Hanging, policySetOf } from '../policies/effective.ts';
import type { PolicySet } from '../policies/evaluate.ts';

/** Groups of a present user once a plan is carried out: memberships are only ever added. */
export function groupsAfter(plan: Plan, user: UserFact): readonly string[] {
  const { people, machines } = plan.parts;
  const planned = [...people, ...machines]
    .filter((each) => each.name === user.name)
    .flatMap((each) => each.groups);
  return [...new Set([...user.groups, ...planned])];
}

/** What a present user has once a plan is carried out: what hangs there by hand stays, ours comes on top. */
export function effectivePoliciesAfter(plan: Plan, snapshot: Snapshot, user: UserFact): PolicySet {
  const { groups, policies } = plan.parts.groups;
  const hanging = groupsAfter(plan, user).flatMap((name): readonly Hanging[] => {
    const live = snapshot.groups.find((group) => group.name === name);
    const planned = groups.find((group) => group.name === name);
    const ours = planned === undefined ? [] : [{ attached: attachmentsOf(planned, policies), inline: [] }];
    return live === undefined ? ours : [live, ...ours];
  });
  const machine = plan.parts.machines.find((each) => each.name === user.name);
  const documents = new Map([
    ...snapshot.policies.map((policy) => [policy.arn, policy.document] as const),
    ...[...Object.values(policies), ...(machine === undefined ? [] : [machine.boundary])].map(
      (policy) => [policy.arn, policy.document] as const,
    ),
  ]);
  return policySetOf([user, ...hanging], machine?.boundary.arn ?? user.boundaryArn, (arn) =>
    documents.get(arn),
  );
}
