import type { Plan } from '../model/plan.ts';
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
  const power = judgePower(plan, snapshot);
  const isAdministrator = (user: UserFact) => {
    const groups = snapshot.groups.filter((group) => user.groups.includes(group.name));
    return power.wayOf(userSubject(user), [user, ...groups]) !== undefined;
  };
  const user = snapshot.users.find((each) => each.name === name);
  if (user === undefined || !isAdministrator(user)) return false;
  return !snapshot.users.some((each) => each !== user && hasWayIn(each) && isAdministrator(each));
}

function hasWayIn(user: UserFact): boolean {
  return user.loginProfile !== undefined || user.accessKeys.some((key) => key.active);
}
