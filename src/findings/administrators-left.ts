import type { Plan } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';

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
      return live.loginProfile !== undefined || live.accessKeys.some((key) => key.active);
    });
}
