import { logicalNames as names } from '../lib/logical-names.ts';
import { attachmentsOf } from '../model/attachments.ts';
import { type Plan, recordedGroups, type StateIndex } from '../model/plan.ts';
import type { Snapshot, UserFact } from '../model/snapshot.ts';
import { type Hanging, policySetOf } from '../policies/effective.ts';
import type { PolicySet } from '../policies/evaluate.ts';

/** Which moment of a run: memberships are taken away before new ones are given. */
export type Moment = 'between' | 'after';

/**
 * Groups of a present user at a moment of a run. What our record put somebody into and the file no longer
 * wants goes first; groups that the file drops go with what is on them; memberships by hand stay.
 */
export function groupsAfter(
  plan: Plan,
  state: StateIndex,
  user: UserFact,
  moment: Moment,
): readonly string[] {
  const { people, machines, groups } = plan.parts;
  const planned = [...people, ...machines]
    .filter((each) => each.name === user.name)
    .flatMap((each) => each.groups);
  const recorded = [names.personGroups(user.name), names.machineGroups(user.name)].flatMap((name) =>
    recordedGroups(state, name),
  );
  const wanted = new Set(groups.groups.map((group) => group.name));
  const stays = user.groups.filter(
    (group) =>
      (planned.includes(group) || !recorded.includes(group)) &&
      (wanted.has(group) || !state.has(names.group(group))),
  );
  return [...new Set([...stays, ...(moment === 'after' ? planned : [])])];
}

/** What a present user has once a plan is carried out: what hangs there by hand stays, ours comes on top. */
export function effectivePoliciesAfter(
  plan: Plan,
  state: StateIndex,
  snapshot: Snapshot,
  user: UserFact,
  moment: Moment,
): PolicySet {
  const { groups, policies } = plan.parts.groups;
  const hanging = groupsAfter(plan, state, user, moment).flatMap((name): readonly Hanging[] => {
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
