import type { Finding } from '../../model/finding.ts';
import type { Plan } from '../../model/plan.ts';
import type { PolicyHolder, Removal, RemovalStep } from '../../model/removal.ts';
import type { AttachedPolicy, InlinePolicy, Snapshot, UserFact } from '../../model/snapshot.ts';
import { lastName, pairOf } from './subject.ts';

interface Facts {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
}

/**
 * What «remove» would take away for a finding, with everything that goes along; undefined where nothing is
 * offered: for kinds that nobody can remove safely from here, and for whatever the caller himself stands on.
 * Pure.
 */
export function removalOf(finding: Finding, facts: Facts): Removal | undefined {
  return removals[finding.rule]?.(finding, facts);
}

type Make = (finding: Finding, facts: Facts) => Removal | undefined;

const removals: Readonly<Record<string, Make>> = {
  'member-extra': leaveGroup,
  'user-direct-policy': stripUser,
  'group-foreign-policy': (finding, facts) => takePolicy('group', finding, facts),
  'role-foreign-policy': (finding, facts) => takePolicy('role', finding, facts),
  'user-unknown': deleteUser,
  'machine-login-profile': deletePassword,
};

function leaveGroup({ subject }: Finding, { snapshot }: Facts): Removal | undefined {
  const [group, user] = pairOf(subject);
  if (isCaller(snapshot, user) || findUser(snapshot, user)?.groups.includes(group) !== true) return undefined;
  return {
    title: `${user} from the group ${group}`,
    typed: user,
    goes: [`membership of ${user} in ${group}; the user stays`],
    steps: [{ kind: 'leave-group', user, group }],
  };
}

function stripUser({ subject }: Finding, { snapshot }: Facts): Removal | undefined {
  const user = findUser(snapshot, lastName(subject));
  if (user === undefined || isCaller(snapshot, user.name)) return undefined;
  const taken = policiesOf({ kind: 'user', name: user.name }, user.attached, user.inline);
  return taken.steps.length === 0
    ? undefined
    : { title: `policies of ${user.name}`, typed: user.name, ...taken };
}

function takePolicy(kind: 'group' | 'role', { subject }: Finding, { snapshot }: Facts): Removal | undefined {
  const [holder, policy] = pairOf(subject);
  const live = (kind === 'group' ? snapshot.groups : snapshot.roles).find((each) => each.name === holder);
  if (live === undefined || standsOn(snapshot, kind, holder)) return undefined;
  const named = <T extends { readonly name: string }>(list: readonly T[]) =>
    list.filter((each) => each.name === policy);
  const taken = policiesOf({ kind, name: holder }, named(live.attached), named(live.inline));
  return taken.steps.length === 0
    ? undefined
    : { title: `policy ${policy} of the ${kind} ${holder}`, typed: policy, ...taken };
}

function deletePassword({ subject }: Finding, { snapshot }: Facts): Removal | undefined {
  const user = findUser(snapshot, lastName(subject));
  if (user?.loginProfile === undefined || isCaller(snapshot, user.name)) return undefined;
  return {
    title: `console password of ${user.name}`,
    typed: user.name,
    goes: [`console password, made ${user.loginProfile.createdAt.slice(0, 10)}; keys and rights stay`],
    steps: [{ kind: 'delete-login-profile', user: user.name }],
  };
}

function deleteUser({ subject }: Finding, { plan, snapshot }: Facts): Removal | undefined {
  const user = findUser(snapshot, lastName(subject));
  const planned = [...plan.parts.people, ...plan.parts.machines].some((each) => each.name === user?.name);
  if (user === undefined || planned || isCaller(snapshot, user.name)) return undefined;
  return {
    title: `user ${user.name}`,
    typed: user.name,
    goes: belongings(user),
    steps: [{ kind: 'delete-user', user: user.name }],
  };
}

function belongings(user: UserFact): readonly string[] {
  const { loginProfile, passwordLastUsedAt: used } = user;
  const password = `console password, ${used === undefined ? 'never used' : `last used ${used.slice(0, 10)}`}`;
  return [
    `user ${user.arn}, made ${user.createdAt.slice(0, 10)}`,
    ...(loginProfile === undefined ? [] : [password]),
    ...user.accessKeys.map(
      (key) =>
        `access key …${key.idEnd}, ${key.active ? 'active' : 'switched off'}, ${key.lastUsedAt === undefined ? 'never used' : `last used ${key.lastUsedAt.slice(0, 10)}`}`,
    ),
    ...user.mfaDevices.map((device) => `MFA device ${device}`),
    ...user.groups.map((group) => `membership in ${group}`),
    ...user.attached.map((policy) => `attachment of ${policy.name}; the policy itself stays`),
    ...user.inline.map((policy) => `inline policy ${policy.name}`),
    'SSH keys, signing certificates and service-specific passwords, where there are any',
  ];
}

function policiesOf(
  holder: PolicyHolder,
  attached: readonly AttachedPolicy[],
  inline: readonly InlinePolicy[],
): Pick<Removal, 'goes' | 'steps'> {
  const steps: readonly RemovalStep[] = [
    ...attached.map(({ arn }) => ({ kind: 'detach-policy' as const, holder, arn })),
    ...inline.map(({ name }) => ({ kind: 'delete-inline-policy' as const, holder, policy: name })),
  ];
  const from = `${holder.kind} ${holder.name}`;
  return {
    steps,
    goes: [
      ...attached.map((policy) => `attachment of ${policy.name} to the ${from}; the policy itself stays`),
      ...inline.map((policy) => `inline policy ${policy.name} of the ${from}, for good`),
    ],
  };
}

function findUser(snapshot: Snapshot, name: string): UserFact | undefined {
  return snapshot.users.find((user) => user.name === name);
}

function isCaller({ caller }: Snapshot, user: string): boolean {
  return caller.kind === 'user' && caller.name === user;
}

/** What the caller works with is not taken from under him: half-way he could not go on. */
function standsOn(snapshot: Snapshot, kind: 'group' | 'role', holder: string): boolean {
  const { caller } = snapshot;
  if (kind === 'role') return caller.kind === 'role' && caller.name === holder;
  return caller.kind === 'user' && findUser(snapshot, caller.name)?.groups.includes(holder) === true;
}
