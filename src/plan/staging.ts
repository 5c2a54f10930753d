import { logicalNames as names } from '../lib/logical-names.ts';
import type { Answers, GroupAnswer } from '../model/answers.ts';
import type { GroupPlan, GroupsPlan, WaitingMember } from '../model/plan.ts';
import type { GroupFact, Snapshot, UserFact } from '../model/snapshot.ts';
import type { Adoption } from './adoption.ts';

/**
 * What happens to a human group whose members have not all enrolled a device. `begin`: its MFA deny waits for them
 * (`apply --staged`). `keep`: a group that waits already goes on waiting, none is added. `off`: the deny goes on now.
 */
export type Staging = 'begin' | 'keep' | 'off';

/** Name of the policy that a waiting group carries: the self-service half of RequireMFA. It is also the mark of one. */
export const enrolName = 'EnrolMFA';
const denyName = 'RequireMFA';

/** Members for whom the deny of a group waits; none: it goes on. A deny that is, or was, on is never taken off. */
export function waitingMembers(
  group: GroupAnswer,
  answers: Pick<Answers, 'people' | 'graceDays'>,
  snapshot: Snapshot,
  adoption: Adoption,
  staging: Staging,
): readonly WaitingMember[] {
  const live = snapshot.groups.find((each) => each.name === group.name);
  const enforced =
    has(live, denyName) || adoption.knows(names.groupPolicy(group.name, denyName)) || group.kind !== 'human';
  if (enforced || staging === 'off' || (staging === 'keep' && !has(live, enrolName))) return [];
  const begun = snapshot.policies.find(
    (policy) => !policy.awsManaged && policy.name === enrolName,
  )?.updatedAt;
  const joining = answers.people.filter(
    (person) => person.groups.includes(group.name) && person.keptUntil === undefined,
  );
  return snapshot.users
    .filter((user) => user.groups.includes(group.name) || joining.some(({ name }) => name === user.name))
    .filter((user) => hasWayIn(user) && user.mfaDevices.length === 0)
    .map((user) => waitingMember(user, begun, answers.graceDays));
}

function hasWayIn({ loginProfile, accessKeys }: UserFact): boolean {
  return loginProfile !== undefined || accessKeys.some((key) => key.active);
}

/** They could enrol since the group let them, or since they had a password, whichever came later. */
function waitingMember(user: UserFact, begun: string | undefined, graceDays: number): WaitingMember {
  if (begun === undefined) return { name: user.name };
  const since = [begun, user.loginProfile?.createdAt ?? user.createdAt].sort().at(-1) ?? begun;
  const until = new Date(Date.parse(since) + graceDays * 86_400_000);
  return { name: user.name, since, until: until.toISOString().slice(0, 10) };
}

/**
 * A waiting group: what hangs on it already stays, nothing is added but the way to enrol. No group becomes more
 * powerful while it is without the deny.
 */
export function stageGroup(
  group: GroupPlan,
  policies: GroupsPlan['policies'],
  live: GroupFact | undefined,
  waiting: readonly WaitingMember[],
): GroupPlan {
  const isOn = (arn: string | undefined) => live?.attached.some((policy) => policy.arn === arn) === true;
  return {
    ...group,
    awsManaged: group.awsManaged.filter((policy) => isOn(policy.arn)),
    customer: ['enrol-mfa', ...group.customer.filter((key) => isOn(policies[key]?.arn))],
    staged: waiting,
  };
}

/** Groups that somebody may not join yet: they wait for their deny, and have power already. */
export function closedGroups(groups: GroupsPlan, snapshot: Snapshot): ReadonlySet<string> {
  return new Set(
    groups.groups
      .filter((group) => group.staged !== undefined)
      .map(({ name }) => snapshot.groups.find((live) => live.name === name))
      .filter((live) => live?.attached.some((policy) => policy.name !== enrolName) || live?.inline.length)
      .flatMap((live) => live?.name ?? []),
  );
}

function has(group: GroupFact | undefined, policy: string): boolean {
  return group?.attached.some(({ name }) => name === policy) === true;
}
