import { logicalNames as names } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import type { GroupPlan, GroupsPlan, Plan } from '../../model/plan.ts';
import type { GroupFact, Snapshot } from '../../model/snapshot.ts';
import { drift, otherSpelling, spelledOtherwise } from './drift.ts';
import { isWaiting, readyGroup } from './staging.ts';

interface Attachment {
  readonly name: string;
  readonly arn: string;
  readonly mfa: boolean;
}

/** Groups, what hangs on them, and who is in them without being planned there. */
export function compareGroups(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const { groups, policies } = plan.parts.groups;
  return groups.flatMap((group) => {
    const live = snapshot.groups.find((candidate) => candidate.name === group.name);
    const wanted = attachments(group, policies);
    if (live === undefined) {
      const other = otherSpelling(group.name, snapshot.groups);
      return [
        other === undefined
          ? missing(group, wanted)
          : drift('group-missing', group.name, spelledOtherwise('group', group.name, other.name)),
      ];
    }
    // It has waited for its members, and waits no more by this plan.
    const ready = group.staged === undefined && group.kind === 'human' && isWaiting(live);
    return [
      ...(ready ? [readyGroup(group, plan)] : detached(group, wanted, live)),
      ...foreignPolicies(group, wanted, live).filter(({ actual }) => !ready || actual !== 'EnrolMFA'),
      ...extraMembers(group, plan, snapshot),
    ];
  });
}

function attachments(group: GroupPlan, policies: GroupsPlan['policies']): readonly Attachment[] {
  const customer = group.customer.flatMap((key) => {
    const policy = policies[key];
    return policy === undefined ? [] : [{ name: policy.name, arn: policy.arn, mfa: key === 'require-mfa' }];
  });
  return [...customer, ...group.awsManaged.map(({ name, arn }) => ({ name, arn, mfa: false }))];
}

function missing(group: GroupPlan, wanted: readonly Attachment[]): Finding {
  return drift('group-missing', group.name, {
    what: `The group "${group.name}" is missing.`,
    expected: group.arn,
    actual: 'absent',
    why: group.purpose ?? 'Its members get their rights from it.',
    resources: [
      names.group(group.name),
      ...wanted.map((policy) => names.groupPolicy(group.name, policy.name)),
    ],
  });
}

function detached(group: GroupPlan, wanted: readonly Attachment[], live: GroupFact): readonly Finding[] {
  return wanted
    .filter((policy) => !live.attached.some((present) => present.arn === policy.arn))
    .map((policy) =>
      drift(policy.mfa ? 'mfa-policy-detached' : 'group-policy-detached', `${group.name}/${policy.name}`, {
        what: `The policy "${policy.name}" is not attached to the group "${group.name}".`,
        expected: 'attached',
        actual: 'not attached',
        why: policy.mfa ? 'Its members work without a second factor.' : 'Its members lack rights they need.',
        resources: [names.groupPolicy(group.name, policy.name)],
      }),
    );
}

function foreignPolicies(
  group: GroupPlan,
  wanted: readonly Attachment[],
  live: GroupFact,
): readonly Finding[] {
  const attached = live.attached.filter(
    (policy) => !wanted.some((candidate) => candidate.arn === policy.arn),
  );
  const cli = [
    ...attached.map((policy) => ({
      name: policy.name,
      command: `aws iam detach-group-policy --group-name ${group.name} --policy-arn ${policy.arn}`,
    })),
    ...live.inline.map((policy) => ({
      name: policy.name,
      command: `aws iam delete-group-policy --group-name ${group.name} --policy-name ${policy.name}`,
    })),
  ];
  return cli.map(({ name, command }) =>
    drift('group-foreign-policy', `${group.name}/${name}`, {
      what: `The group "${group.name}" carries the policy "${name}", which is not in the plan.`,
      expected: wanted.map((policy) => policy.name).join(', '),
      actual: name,
      why: 'Every member has what it grants.',
      fix: `Add what it grants to the group in the file, or remove it: ${command}`,
      resources: [],
    }),
  );
}

function extraMembers(group: GroupPlan, plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const planned = new Set(
    [...plan.parts.people, ...plan.parts.machines]
      .filter((user) => user.groups.includes(group.name))
      .map((user) => user.name),
  );
  return snapshot.users
    .filter((user) => user.groups.includes(group.name) && !planned.has(user.name))
    .map((user) =>
      drift('member-extra', `${group.name}/${user.name}`, {
        what: `The user "${user.name}" is in the group "${group.name}" without being planned there.`,
        expected: 'not a member',
        actual: 'member',
        why: 'They have everything that the group grants.',
        fix: `Add "${user.name}" to the group in the file, or take the user out: aws iam remove-user-from-group --group-name ${group.name} --user-name ${user.name}`,
        resources: [],
      }),
    );
}
