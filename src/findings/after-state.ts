import { logicalNames as names } from '../lib/logical-names.ts';
import { attachmentsOf } from '../model/attachments.ts';
import { type Plan, recordedGroups, type StateIndex } from '../model/plan.ts';
import type { GroupFact, Snapshot, UserFact } from '../model/snapshot.ts';
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
  const hanging = groupsAfter(plan, state, user, moment).flatMap((name) =>
    hangingAfter(plan, state, snapshot, name),
  );
  const machine = plan.parts.machines.find((each) => each.name === user.name);
  return policySetOf(
    [user, ...hanging],
    machine?.boundary.arn ?? user.boundaryArn,
    documentsAfter(plan, snapshot),
  );
}

/** What hangs on a group once a plan is carried out: by hand, and ours; not what we put there and no longer want. */
export function hangingAfter(
  plan: Plan,
  state: StateIndex,
  snapshot: Snapshot,
  name: string,
): readonly Hanging[] {
  const { groups, policies } = plan.parts.groups;
  const live = snapshot.groups.find((group) => group.name === name);
  const planned = groups.find((group) => group.name === name);
  const ours = planned === undefined ? [] : attachmentsOf(planned, policies);
  return [
    ...(live === undefined ? [] : [withoutDropped(live, ours, state)]),
    ...(planned === undefined ? [] : [{ attached: ours, inline: [] }]),
  ];
}

function withoutDropped(live: GroupFact, ours: ReturnType<typeof attachmentsOf>, state: StateIndex): Hanging {
  const attached = live.attached.filter(
    (policy) =>
      ours.some((each) => each.arn === policy.arn) || !state.has(names.groupPolicy(live.name, policy.name)),
  );
  return { attached, inline: live.inline };
}

/** Documents of managed policies once a plan is carried out: ours over those that are live. */
export function documentsAfter(plan: Plan, snapshot: Snapshot) {
  const ours = [
    ...Object.values(plan.parts.groups.policies),
    ...plan.parts.machines.map((machine) => machine.boundary),
  ];
  const documents = new Map(
    [...snapshot.policies, ...ours].map((policy) => [policy.arn, policy.document] as const),
  );
  return (arn: string) => documents.get(arn);
}
