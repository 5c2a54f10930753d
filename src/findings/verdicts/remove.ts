import { attachmentsOf } from '../../model/attachments.ts';
import type { Finding } from '../../model/finding.ts';
import type { Plan } from '../../model/plan.ts';
import type { Removal } from '../../model/removal.ts';
import type { Snapshot, UserFact } from '../../model/snapshot.ts';
import { belongingsOf, describeKey, takeOff } from './belongings.ts';
import { denyingOf } from './denying.ts';
import { lastName, pairOf } from './subject.ts';

interface Facts {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
}

/**
 * What would be taken away for a finding, with everything that goes along; undefined where nothing is offered:
 * for kinds that nobody can remove safely from here, and for whatever the caller stands on. Pure.
 */
export function removalOf(finding: Finding, facts: Facts): Removal | undefined {
  return removals[finding.rule]?.(finding, facts);
}

type Make = (finding: Finding, facts: Facts) => Removal | undefined;

const removals: Readonly<Record<string, Make>> = {
  'member-extra': leaveGroup,
  'user-direct-policy': takeFromUser,
  'user-administrator': takeFromUser,
  'group-foreign-policy': (finding, facts) => takePolicy('group', finding, facts),
  'role-foreign-policy': (finding, facts) => takePolicy('role', finding, facts),
  'group-administrator': takeFromGroup,
  'unknown-group': takeFromGroup,
  'unknown-user': deleteUser,
  'user-without-group': deleteUser,
  'machine-login-profile': deletePassword,
  'human-without-mfa': deletePassword,
  'password-never-used': deletePassword,
  'key-old': switchOffKeys,
  'key-unused': switchOffKeys,
  'human-key-without-mfa': switchOffKeys,
};

function leaveGroup({ subject }: Finding, { snapshot }: Facts): Removal | undefined {
  const [group, name] = pairOf(subject);
  const user = otherUser(snapshot, name);
  if (user?.groups.includes(group) !== true) return undefined;
  return {
    serves: 'repair',
    title: `${name} from the group ${group}`,
    typed: name,
    goes: [`membership of ${name} in ${group}; the user stays`],
    steps: [{ kind: 'leave-group', user: name, group }],
  };
}

/** A planned user loses what was not planned for them; one that nobody planned goes altogether. */
function takeFromUser(finding: Finding, facts: Facts): Removal | undefined {
  const { plan, snapshot } = facts;
  const user = otherUser(snapshot, lastName(finding.subject));
  const planned = plannedUser(plan, user?.name);
  if (user === undefined) return undefined;
  if (planned === undefined) return deleteUser(finding, facts);
  const taken = takeOff({ kind: 'user', name: user.name }, user.attached, user.inline);
  const extra =
    finding.rule === 'user-administrator' ? user.groups.filter((each) => !planned.groups.includes(each)) : [];
  const steps = [
    ...taken.steps,
    ...extra.map((group) => ({ kind: 'leave-group' as const, user: user.name, group })),
  ];
  if (steps.length === 0) return undefined;
  return {
    serves: 'repair',
    title: `what ${user.name} has beside the plan`,
    typed: user.name,
    goes: [...taken.goes, ...extra.map((group) => `membership of ${user.name} in ${group}`)],
    steps,
  };
}

function takePolicy(kind: 'group' | 'role', { subject }: Finding, { snapshot }: Facts): Removal | undefined {
  const [holder, policy] = pairOf(subject);
  const live = (kind === 'group' ? snapshot.groups : snapshot.roles).find((each) => each.name === holder);
  if (live === undefined || standsOn(snapshot, kind, holder)) return undefined;
  const named = <T extends { readonly name: string }>(list: readonly T[]) =>
    list.filter((each) => each.name === policy);
  const taken = takeOff({ kind, name: holder }, named(live.attached), named(live.inline));
  if (taken.steps.length === 0) return undefined;
  return { serves: 'repair', title: `policy ${policy} from the ${kind} ${holder}`, typed: policy, ...taken };
}

/** A planned group loses what was not planned on it; one that nobody planned goes, its members stay. */
function takeFromGroup({ subject }: Finding, { plan, snapshot }: Facts): Removal | undefined {
  const name = lastName(subject);
  const live = snapshot.groups.find((group) => group.name === name);
  if (live === undefined || standsOn(snapshot, 'group', name)) return undefined;
  const { groups, policies } = plan.parts.groups;
  const planned = groups.find((group) => group.name === name);
  if (planned !== undefined) {
    const wanted = new Set(attachmentsOf(planned, policies).map(({ arn }) => arn));
    const foreign = live.attached.filter(({ arn }) => !wanted.has(arn));
    const taken = takeOff({ kind: 'group', name }, foreign, live.inline);
    if (taken.steps.length === 0) return undefined;
    return { serves: 'repair', title: `what the group ${name} has beside the plan`, typed: name, ...taken };
  }
  const members = snapshot.users.filter((user) => user.groups.includes(name)).map((user) => user.name);
  return {
    serves: 'remove',
    title: `group ${name}`,
    typed: name,
    goes: [
      `group ${live.arn}`,
      ...members.map((member) => `membership of ${member}; the user stays`),
      ...takeOff({ kind: 'group', name }, live.attached, live.inline).goes,
    ],
    steps: [{ kind: 'delete-group', group: name }],
  };
}

function deletePassword({ subject }: Finding, { snapshot }: Facts): Removal | undefined {
  const user = otherUser(snapshot, lastName(subject));
  if (user?.loginProfile === undefined) return undefined;
  return {
    serves: 'remove',
    title: `console password of ${user.name}`,
    typed: user.name,
    goes: [`console password, made ${user.loginProfile.createdAt.slice(0, 10)}; keys and rights stay`],
    steps: [{ kind: 'delete-login-profile', user: user.name }],
  };
}

/** Switched off only: whoever misses a key can have it back. Deleting it is for a week later. */
function switchOffKeys({ subject }: Finding, { snapshot }: Facts): Removal | undefined {
  const [name, idEnd] = pairOf(subject);
  const user = otherUser(snapshot, name);
  const keys = (user?.accessKeys ?? []).filter((key) => key.active && (idEnd === '' || key.idEnd === idEnd));
  if (keys.length === 0) return undefined;
  return {
    serves: 'remove',
    title: `use of ${keys.map((key) => `…${key.idEnd}`).join(' and ')}, switched off for ${name}`,
    typed: name,
    goes: keys.map((key) => `${describeKey(key)}: it is switched off, not deleted`),
    steps: keys.map((key) => ({ kind: 'switch-off-key', user: name, idEnd: key.idEnd })),
  };
}

function deleteUser({ subject }: Finding, { plan, snapshot }: Facts): Removal | undefined {
  const user = otherUser(snapshot, lastName(subject));
  if (user === undefined || plannedUser(plan, user.name) !== undefined) return undefined;
  return {
    serves: 'remove',
    title: `user ${user.name}`,
    typed: user.name,
    goes: belongingsOf(user),
    steps: [{ kind: 'delete-user', user: user.name, denying: denyingOf(user, snapshot) }],
  };
}

function plannedUser({ parts }: Plan, name: string | undefined) {
  return [...parts.people, ...parts.machines].find((each) => each.name === name);
}

/** A user of the account who is not the caller: nobody takes anything from under themselves. */
function otherUser({ users, caller }: Snapshot, name: string): UserFact | undefined {
  if (caller.kind === 'user' && caller.name === name) return undefined;
  return users.find((user) => user.name === name);
}

/** What the caller works with is not taken from under them: half-way they could not go on. */
function standsOn({ caller, users }: Snapshot, kind: 'group' | 'role', holder: string): boolean {
  if (kind === 'role') return caller.kind === 'role' && caller.name === holder;
  return (
    caller.kind === 'user' && users.find(({ name }) => name === caller.name)?.groups.includes(holder) === true
  );
}
