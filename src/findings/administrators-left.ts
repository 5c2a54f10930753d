import type { Plan } from '../model/plan.ts';
import type { RemovalStep } from '../model/removal.ts';
import type { Snapshot, UserFact } from '../model/snapshot.ts';
import { judgePower, userSubject } from './perimeter/power.ts';

/** Planned administrators but one who are there and have a way in: a password, or an active key. */
export function administratorsLeft(
  plan: Plan,
  { users }: Pick<Snapshot, 'users'>,
  without: string,
): readonly string[] {
  const groups = new Set(
    plan.parts.groups.groups
      .filter((group) => group.awsManaged.some((policy) => policy.name === 'AdministratorAccess'))
      .map((group) => group.name),
  );
  return plan.parts.people
    .filter((person) => person.name !== without && person.groups.some((group) => groups.has(group)))
    .map((person) => person.name)
    .filter((name) => {
      const live = users.find((user) => user.name === name);
      // What the file wants to be and is not yet helps nobody.
      if (live?.groups.some((group) => groups.has(group)) !== true) return false;
      return hasWayIn(live);
    });
}

/**
 * True where a user of the account is an administrator by any path, whatever the file says, and no other user is
 * one who has a way in.
 */
export function isLastAdministrator(plan: Plan, snapshot: Snapshot, name: string): boolean {
  const administrators = administratorsOf(plan, snapshot);
  if (!administrators.some((user) => user.name === name)) return false;
  return !administrators.some((user) => user.name !== name && hasWayIn(user));
}

/** True where a user is an administrator with a way in now, and none would be after these steps. */
export function leavesNoAdministrator(
  plan: Plan,
  snapshot: Snapshot,
  steps: readonly RemovalStep[],
): boolean {
  const isOneLeft = (account: Snapshot) => administratorsOf(plan, account).some(hasWayIn);
  return isOneLeft(snapshot) && !isOneLeft(steps.reduce(without, snapshot));
}

function administratorsOf(plan: Plan, snapshot: Snapshot): readonly UserFact[] {
  const power = judgePower(plan, snapshot);
  return snapshot.users.filter((user) => {
    const groups = snapshot.groups.filter((group) => user.groups.includes(group.name));
    return power.wayOf(userSubject(user), [user, ...groups]) !== undefined;
  });
}

/** The account as one removal leaves it, as far as users, groups and what hangs on them go. */
function without(account: Snapshot, step: RemovalStep): Snapshot {
  const change = (name: string, to: (user: UserFact) => UserFact): Snapshot => ({
    ...account,
    users: account.users.map((user) => (user.name === name ? to(user) : user)),
  });
  switch (step.kind) {
    case 'leave-group':
      return change(step.user, (user) => ({
        ...user,
        groups: user.groups.filter((group) => group !== step.group),
      }));
    case 'delete-login-profile':
      return change(step.user, ({ loginProfile: _, ...user }) => user);
    case 'switch-off-key':
      return change(step.user, (user) => ({
        ...user,
        accessKeys: user.accessKeys.filter(({ idEnd }) => idEnd !== step.idEnd),
      }));
    case 'delete-user':
      return { ...account, users: account.users.filter(({ name }) => name !== step.user) };
    case 'delete-group':
      return { ...account, groups: account.groups.filter(({ name }) => name !== step.group) };
    case 'detach-policy':
    case 'delete-inline-policy':
      return withoutPolicy(account, step);
  }
}

function withoutPolicy(
  account: Snapshot,
  step: Extract<RemovalStep, { readonly kind: 'detach-policy' | 'delete-inline-policy' }>,
): Snapshot {
  const lighten = <T extends Pick<UserFact, 'name' | 'attached' | 'inline'>>(holders: readonly T[]) =>
    holders.map((holder) =>
      holder.name === step.holder.name
        ? {
            ...holder,
            attached: holder.attached.filter(({ arn }) => step.kind !== 'detach-policy' || arn !== step.arn),
            inline: holder.inline.filter(
              ({ name }) => step.kind !== 'delete-inline-policy' || name !== step.policy,
            ),
          }
        : holder,
    );
  switch (step.holder.kind) {
    case 'user':
      return { ...account, users: lighten(account.users) };
    case 'group':
      return { ...account, groups: lighten(account.groups) };
    case 'role':
      return account;
  }
}

function hasWayIn(user: UserFact): boolean {
  return user.loginProfile !== undefined || user.accessKeys.some((key) => key.active);
}
