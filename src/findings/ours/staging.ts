import { logicalNames as names } from '../../lib/logical-names.ts';
import { attachmentsOf } from '../../model/attachments.ts';
import type { Finding } from '../../model/finding.ts';
import type { GroupPlan, Plan, WaitingMember } from '../../model/plan.ts';
import type { GroupFact, Snapshot } from '../../model/snapshot.ts';
import { drift } from './drift.ts';

const enrolPolicy = 'EnrolMFA';

/** Who is still missing before a group gets its MFA deny, and which people wait to join it. */
export function compareStaging(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const groups = plan.parts.groups.groups.flatMap((group) =>
    (group.staged ?? []).map((member) => waits(group, member, snapshot.takenAt)),
  );
  return [...groups, ...joiners(plan)];
}

function waits(group: GroupPlan, { name, since, until }: WaitingMember, takenAt: string): Finding {
  const over = until !== undefined && takenAt.slice(0, 10) > until;
  return {
    ...drift('mfa-staged', `${group.name}/${name}`, {
      what: `The group "${group.name}" waits for ${name}, who has no MFA device${since === undefined ? '' : ` (since ${since.slice(0, 10)})`}.`,
      expected: 'every member has enrolled, and the MFA policy is on the group',
      actual: 'enrolled: not yet',
      why: 'Until then its members work without a second factor, and what else the file gives the group is held back.',
      fix: `Let ${name} sign in and enrol a device (Security credentials > Assign MFA device), then run \`bootstrap-account apply\`. Or take ${name} out of the group.`,
      resources: [],
    }),
    ...(over ? {} : { state: 'pending' as const, ...(until === undefined ? {} : { until }) }),
  };
}

function joiners(plan: Plan): readonly Finding[] {
  return plan.parts.people.flatMap(({ name, waitsFor = [] }) =>
    waitsFor.map((group) => ({
      ...drift('member-waits', `${group}/${name}`, {
        what: `${name} joins the group "${group}" when its MFA policy is on.`,
        why: 'Joining earlier would be power without a second factor.',
        fix: `Nothing for ${name} to do; the members of "${group}" who are named above have to enrol.`,
        resources: [],
      }),
      state: 'pending' as const,
    })),
  );
}

/** True for a group that waits by what hangs on it: it may enrol and has no deny. */
export function isWaiting(live: GroupFact | undefined): boolean {
  const attached = live?.attached.map((policy) => policy.name) ?? [];
  return attached.includes(enrolPolicy) && !attached.includes('RequireMFA');
}

/** Everybody has enrolled: what is missing on the group is what a next apply puts there, not somebody's hand. */
export function readyGroup(group: GroupPlan, plan: Plan): Finding {
  return drift('mfa-staged-ready', group.name, {
    what: `All members of the group "${group.name}" have an MFA device, and its MFA policy is not on yet.`,
    expected: 'RequireMFA attached',
    actual: `${enrolPolicy} attached, no deny`,
    why: 'Its members may still work without a second factor.',
    fix: 'Run `bootstrap-account apply`: it attaches the policy and whatever was held back.',
    resources: attachmentsOf(group, plan.parts.groups.policies).map((policy) =>
      names.groupPolicy(group.name, policy.name),
    ),
  });
}
