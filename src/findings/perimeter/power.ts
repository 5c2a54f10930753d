import { iamArn } from '../../lib/arn.ts';
import { attachmentsOf } from '../../model/attachments.ts';
import type { GroupPlan, Plan } from '../../model/plan.ts';
import type { PolicyDocument } from '../../model/policy.ts';
import type { InstanceFact, RoleFact, Snapshot, UserFact } from '../../model/snapshot.ts';
import {
  type AdministratorWay,
  findAssumeWay,
  findGrantWay,
  findReachWay,
  type Holder,
  type Powerful,
  type Surroundings,
} from '../../policies/administrator.ts';
import { type Hanging, policySetOf } from '../../policies/effective.ts';
import { isProtected } from './aws-own.ts';
import { profileName } from './instances.ts';

/** Who is asked about, and under which boundary. */
interface Subject {
  readonly kind: 'user' | 'role';
  readonly name: string;
  readonly arn: string;
  readonly boundaryArn?: string;
}

/** Answers «is that an administrator?» for an account, by the meaning of policies. */
export interface Power {
  /** The way of somebody with these policies; undefined when there is none. */
  readonly wayOf: (subject: Subject, hanging: readonly Hanging[]) => AdministratorWay | undefined;
  /** The same, with the documents as planned in place of the live ones. */
  readonly plannedWayOf: (subject: Subject, groups: readonly GroupPlan[]) => AdministratorWay | undefined;
}

const nobody: Powerful = { users: [], groups: [], roles: [], instances: [] };

/**
 * Finds the administrators of an account, first those by their own policies, then those who reach one of them,
 * until nobody is added.
 */
export function judgePower(plan: Plan, snapshot: Snapshot): Power {
  const around: Surroundings = {
    scope: { partition: plan.account.partition, accountId: plan.account.id },
    region: plan.account.region,
  };
  const live = new Map(snapshot.policies.map((policy) => [policy.arn, policy.document]));
  const documentOf = (arn: string): PolicyDocument | undefined => live.get(arn);
  const holderOf = holders(around.scope.partition, around.scope.accountId);
  const search = makeSearch(around);
  const groupsOf = (user: UserFact) => snapshot.groups.filter((group) => user.groups.includes(group.name));

  let powerful = nobody;
  for (;;) {
    const find = search(powerful);
    const isPowerful = (subject: Subject, hanging: readonly Hanging[]): boolean =>
      find(holderOf(subject, policySetOf(hanging, subject.boundaryArn, documentOf)), hanging) !== undefined;
    const users = snapshot.users.filter((user) => isPowerful(userSubject(user), [user, ...groupsOf(user)]));
    const groups = snapshot.groups.filter((group) => isPowerful(memberOf(group.name, around), [group]));
    const roles = snapshot.roles.filter((role) => isPowerful(roleSubject(role), [role]));
    const next = collect(users, groups, roles, snapshot.instances, around);
    if (sizeOf(next) === sizeOf(powerful)) break;
    powerful = next;
  }

  const find = search(powerful);
  const planned = new Map([
    ...live,
    ...[
      ...Object.values(plan.parts.groups.policies),
      ...plan.parts.machines.map((each) => each.boundary),
    ].map((policy) => [policy.arn, policy.document] as const),
  ]);
  return {
    wayOf: (subject, hanging) =>
      find(holderOf(subject, policySetOf(hanging, subject.boundaryArn, documentOf)), hanging),
    plannedWayOf: (subject, groups) => {
      const hanging = groups.map((group) => ({
        attached: attachmentsOf(group, plan.parts.groups.policies),
        inline: [],
      }));
      const policies = policySetOf(hanging, subject.boundaryArn, (arn) => planned.get(arn));
      return find(holderOf(subject, policies), hanging, 'planned');
    },
  };
}

export function userSubject({ name, arn, boundaryArn }: UserFact): Subject {
  return { kind: 'user', name, arn, ...(boundaryArn === undefined ? {} : { boundaryArn }) };
}
export function roleSubject({ name, arn, boundaryArn }: RoleFact): Subject {
  return { kind: 'role', name, arn, ...(boundaryArn === undefined ? {} : { boundaryArn }) };
}
/** A group is nobody; asked is what a member with nothing else could do. */
export function memberOf(group: string, { scope }: Pick<Surroundings, 'scope'>): Subject {
  const name = `member-of-${group}`;
  return { kind: 'user', name, arn: iamArn(scope, 'user', '/', name) };
}

function holders(partition: string, accountId: string) {
  return (subject: Subject, policies: Holder['policies']): Holder => ({
    principal: {
      arn:
        subject.kind === 'user'
          ? subject.arn
          : `arn:${partition}:sts::${accountId}:assumed-role/${subject.name}/session`,
      accountId,
      kind: subject.kind,
    },
    arn: subject.arn,
    policies,
  });
}

type Find = (
  holder: Holder,
  hanging: readonly Hanging[],
  documents?: 'planned',
) => AdministratorWay | undefined;

/**
 * Hundreds of people share a few sets of policies: what follows from the set alone is asked once a set. Only a
 * role's trust may name somebody in person.
 */
function makeSearch(around: Surroundings): (powerful: Powerful) => Find {
  const granted = new Map<string, AdministratorWay | undefined>();
  return (powerful) => {
    const reached = new Map<string, AdministratorWay | undefined>();
    return (holder, hanging, documents) => {
      const key = `${documents ?? 'live'} ${holder.principal.kind} ${keyOf(hanging, holder)}`;
      const way =
        once(granted, key, () => findGrantWay(holder, around)) ??
        once(reached, key, () => findReachWay(holder, powerful, around));
      return way ?? findAssumeWay(holder, powerful, around, documents === 'planned');
    };
  };
}

function once<T>(known: Map<string, T>, key: string, make: () => T): T {
  const present = known.get(key);
  if (present !== undefined || known.has(key)) return present as T;
  const made = make();
  known.set(key, made);
  return made;
}

function keyOf(hanging: readonly Hanging[], { policies }: Holder): string {
  const attached = hanging.flatMap((each) => each.attached.map((policy) => policy.arn));
  const inline = hanging.flatMap((each) => each.inline);
  const boundary = policies.boundary?.map((policy) => policy.name);
  return JSON.stringify([[...new Set(attached)].sort(), inline, boundary]);
}

function collect(
  users: readonly UserFact[],
  groups: readonly { readonly arn: string }[],
  roles: readonly RoleFact[],
  instances: readonly InstanceFact[],
  { scope }: Surroundings,
): Powerful {
  const arnOf = ({ arn }: { readonly arn: string }): string => arn;
  // Nobody in the account can change or take on what AWS made for itself.
  const reachable = roles.filter((role) => !isProtected(role));
  const profiles = new Set(roles.flatMap((role) => role.instanceProfiles));
  return {
    users: users.map(arnOf),
    groups: groups.map(arnOf),
    roles: reachable.map(({ arn, trust }) => ({ arn, trust })),
    instances: instances
      .filter(({ profileArn }) => profileArn !== undefined && profiles.has(profileName(profileArn)))
      .map(({ id, region }) => `arn:${scope.partition}:ec2:${region}:${scope.accountId}:instance/${id}`),
  };
}

function sizeOf({ users, groups, roles, instances }: Powerful): number {
  return users.length + groups.length + roles.length + instances.length;
}
