import type { AccountFile } from '../model/account-file.ts';

/** The three kinds of people that are asked for. */
export type Audience = 'admins' | 'finance' | 'developers';

const fits: Readonly<Record<Audience, (access: unknown) => boolean>> = {
  admins: (access) => access === 'administrator',
  finance: (access) => access === 'billing-read-only' || access === 'billing-manager',
  developers: (access) => typeof access === 'object' && access !== null,
};

/** The human group that takes an audience: the one named like it, or the first that fits by its access. */
export function groupOf(merged: AccountFile, audience: Audience): string | undefined {
  const groups = Object.entries(merged.groups ?? {}).filter(
    ([, group]) => group !== null && group.kind !== 'machine',
  );
  const fitting = groups.filter(([, group]) => fits[audience](group?.access)).map(([name]) => name);
  return fitting.find((name) => name === audience) ?? fitting[0];
}

export function hasMembers(merged: AccountFile, group: string): boolean {
  return (merged.people ?? []).some(
    (person) => person.keptUntil === undefined && person.groups.includes(group),
  );
}

/** True when a person is in any group with the access `administrator`. */
export function hasAdministrator(merged: AccountFile): boolean {
  return Object.entries(merged.groups ?? {}).some(
    ([name, group]) => group?.access === 'administrator' && hasMembers(merged, name),
  );
}
