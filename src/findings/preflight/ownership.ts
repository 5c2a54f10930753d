import { logicalNames as names } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import { type ManagedPolicyPlan, type Plan, recordedGroups, type StateIndex } from '../../model/plan.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { equalDocuments } from '../../policies/documents/merge.ts';
import { findingOf } from '../rules.ts';

/** What bears a name of ours and is not ours, and what is ours and others rely on. */
export function checkOwnership(plan: Plan, snapshot: Snapshot, state: StateIndex): readonly Finding[] {
  return [...checkPolicyOwners(plan, snapshot, state), ...checkDroppedGroups(plan, snapshot, state)];
}

/** A policy's text binds everybody it is attached to: a stranger's is never rewritten because of its name. */
function checkPolicyOwners(plan: Plan, snapshot: Snapshot, state: StateIndex): readonly Finding[] {
  const { groups, machines } = plan.parts;
  const planned: readonly (readonly [string, ManagedPolicyPlan])[] = [
    ...Object.entries(groups.policies).map(([key, policy]) => [names.policy(key), policy] as const),
    ...machines.map((machine) => [names.machineBoundary(machine.name), machine.boundary] as const),
  ];
  return planned.flatMap(([name, policy]) => {
    const live = snapshot.policies.find((each) => each.arn === policy.arn);
    if (live === undefined || state.has(name)) return [];
    const ours =
      live.tags.ManagedBy === 'bootstrap-account' || equalDocuments(live.document, policy.document);
    if (ours) return [];
    return findingOf('policy-name-taken', policy.arn, {
      what: `A policy named "${policy.name}" exists, and it says something else than ours.`,
      expected: 'no policy of that name, or one that says the same',
      actual: policy.arn,
      why: 'Taking it over would rewrite it for everybody it is attached to.',
      fix: 'Delete it or make it anew under another name, if it is yours; then run again.',
      stops: 'refuse',
    });
  });
}

/** A group the file drops is deleted with what is on it: members we did not put there would lose their rights. */
function checkDroppedGroups(plan: Plan, snapshot: Snapshot, state: StateIndex): readonly Finding[] {
  const wanted = new Set(plan.parts.groups.groups.map((group) => group.name));
  return snapshot.groups.flatMap((group) => {
    const entry = state.get(names.group(group.name));
    if (wanted.has(group.name) || entry?.type !== 'aws:iam/group:Group' || entry.retained) return [];
    const strangers = snapshot.users.filter(
      (user) =>
        user.groups.includes(group.name) &&
        !recordedGroups(state, names.personGroups(user.name)).includes(group.name) &&
        !recordedGroups(state, names.machineGroups(user.name)).includes(group.name),
    );
    if (strangers.length === 0) return [];
    const who = strangers.map((user) => user.name).join(', ');
    return findingOf('group-in-use', group.arn, {
      what: `The file drops the group "${group.name}", and it has members who are not ours: ${who}.`,
      why: 'They would lose what the group gives them, and the group cannot be deleted while they are in it.',
      fix: `Take ${who} out of the group by hand, or put the group back into the file.`,
      stops: 'refuse',
    });
  });
}
