import type { AccountFile } from '../../model/account-file.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { otherSpelling } from '../ours/drift.ts';

interface Facts {
  readonly own: AccountFile;
  readonly base: AccountFile;
  readonly merged: AccountFile;
  readonly snapshot: Snapshot;
}
interface Renamed {
  readonly own: AccountFile;
  readonly says: string;
}

/**
 * The file under the name that the account has: IAM knows «Admins» and «admins» as one name and keeps the
 * spelling of whoever came first. Undefined where the account has no other spelling.
 */
export function adoptGroupSpelling(name: string, facts: Facts): Renamed | undefined {
  const { own, base, merged, snapshot } = facts;
  const live = otherSpelling(name, snapshot.groups);
  const entry = merged.groups?.[name];
  if (live === undefined || entry === undefined || entry === null) return undefined;
  const { [name]: _, ...others } = own.groups ?? {};
  const members = <T extends { readonly name: string; readonly groups: readonly string[] }>(
    mine: readonly T[] | undefined,
    all: readonly T[] | undefined,
  ) => {
    const own = mine ?? [];
    const inherited = (all ?? []).filter(
      (each) => each.groups.includes(name) && !own.some((other) => other.name === each.name),
    );
    return [...own, ...inherited].map((each) => ({
      ...each,
      groups: each.groups.map((group) => (group === name ? live.name : group)),
    }));
  };
  const people = members(own.people, merged.people);
  const machines = members(own.machines, merged.machines);
  return {
    own: {
      ...own,
      groups: {
        ...others,
        // What a template brings is removed by null.
        ...(base.groups?.[name] == null ? {} : { [name]: null }),
        [live.name]: entry,
      },
      ...(people.length === 0 ? {} : { people }),
      ...(machines.length === 0 ? {} : { machines }),
    },
    says: `the group as ${live.name} in place of ${name}, with its members`,
  };
}

/** The same for a person or a machine. */
export function adoptUserSpelling(name: string, { own, base, snapshot }: Facts): Renamed | undefined {
  const live = otherSpelling(name, snapshot.users);
  const list = (['people', 'machines'] as const).find((each) =>
    (own[each] ?? []).some((user) => user.name === name),
  );
  // Whom a template brings cannot be renamed here: its entry would stay.
  if (live === undefined || list === undefined || (base[list] ?? []).some((user) => user.name === name))
    return undefined;
  const renamed = (own[list] ?? []).map((user) => (user.name === name ? { ...user, name: live.name } : user));
  return { own: { ...own, [list]: renamed }, says: `${list}: ${live.name} in place of ${name}` };
}

/** The same for a role of programs on EC2. */
export function adoptRoleSpelling(name: string, { own, base, merged, snapshot }: Facts): Renamed | undefined {
  const live = otherSpelling(name, snapshot.roles);
  const entry = merged.roles?.[name];
  if (live === undefined || entry === undefined || entry === null) return undefined;
  const { [name]: _, ...others } = own.roles ?? {};
  return {
    own: {
      ...own,
      roles: { ...others, ...(base.roles?.[name] == null ? {} : { [name]: null }), [live.name]: entry },
    },
    says: `the role as ${live.name} in place of ${name}`,
  };
}
