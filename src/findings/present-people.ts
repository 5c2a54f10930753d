import type { AccountFile } from '../model/account-file.ts';
import type { Snapshot, TrailFact } from '../model/snapshot.ts';
import { otherSpelling } from './ours/drift.ts';
import { proposeMember } from './propose-member.ts';

/** Who and what an account has that a first file should begin with. */
export interface Present {
  /** People by the group of the file that gives most of what they have. */
  readonly people: Readonly<Record<string, readonly string[]>>;
  readonly programs: readonly string[];
  /** Nobody comes in with them, or nobody has for long. */
  readonly unused: readonly string[];
  /** Groups of the file that the account has in another spelling. */
  readonly spelled: readonly { readonly wanted: string; readonly live: string }[];
  /** A trail that records every region already, before one is made. */
  readonly trail?: TrailFact;
  readonly alias?: string;
}

/** What of an account belongs into a file that nobody has answered yet. Pure. */
export function findPresent(snapshot: Snapshot, merged: AccountFile): Present {
  const groups = merged.groups ?? {};
  const known = new Set(
    [...(merged.people ?? []), ...(merged.machines ?? [])].map(({ name }) => name.toLowerCase()),
  );
  const proposed = snapshot.users
    .filter(({ name }) => !known.has(name.toLowerCase()))
    .map((user) => ({ name: user.name, proposal: proposeMember(user, snapshot, groups) }));
  const people: Record<string, string[]> = {};
  for (const { name, proposal } of proposed)
    if (proposal.kind === 'person') people[proposal.group] = [...(people[proposal.group] ?? []), name];
  const named = (kind: 'program' | 'unused') =>
    proposed.filter(({ proposal }) => proposal.kind === kind).map(({ name }) => name);
  const [alias] = snapshot.aliases;
  const wanted = merged.trail?.name ?? 'account-trail';
  const trail = snapshot.trails.some(({ name }) => name === wanted)
    ? undefined
    : snapshot.trails.find((each) => each.logging && each.multiRegion && each.allManagementEvents);
  return {
    people,
    programs: named('program'),
    unused: named('unused'),
    spelled: Object.entries(groups).flatMap(([name, group]) => {
      const live =
        group === null || snapshot.groups.some((each) => each.name === name)
          ? undefined
          : otherSpelling(name, snapshot.groups);
      return live === undefined ? [] : [{ wanted: name, live: live.name }];
    }),
    ...(trail === undefined ? {} : { trail }),
    ...(alias === undefined ? {} : { alias }),
  };
}
