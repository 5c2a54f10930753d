import type { AccountFile } from '../../model/account-file.ts';
import type { Finding } from '../../model/finding.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { proposeMember } from '../propose-member.ts';
import { adoptGroupSpelling, adoptRoleSpelling, adoptUserSpelling } from './adopt-spelling.ts';
import { lastName, pairOf } from './subject.ts';

export interface AdoptFacts {
  /** The file alone, its templates alone, and both. */
  readonly own: AccountFile;
  readonly base: AccountFile;
  readonly merged: AccountFile;
  readonly snapshot: Snapshot;
  /**
   * True as long as no run has set the account up: whoever is in it then belongs to it. Afterwards somebody who
   * turns up is a stranger, and only groups of ours that they are in say where they belong.
   * @default false
   */
  readonly beforeFirstRun?: boolean;
}

/** The file as it would say what is there. */
export interface Adopted {
  readonly own: AccountFile;
  /** What is written, for the person. */
  readonly says: string;
}

/**
 * The account file with what is there written into it: then it is wanted, and no drift any more. Undefined
 * where that is not well defined, or not allowed in a file. Pure.
 */
export function adoptFinding(finding: Finding, facts: AdoptFacts): Adopted | undefined {
  return adoptions[finding.rule]?.(finding, facts);
}

type Adopt = (finding: Finding, facts: AdoptFacts) => Adopted | undefined;

const adoptions: Readonly<Record<string, Adopt>> = {
  'member-extra': ({ subject }, facts) => putIntoGroups(pairOf(subject)[1], [pairOf(subject)[0]], facts),
  'member-missing': leaveOut,
  'unknown-user': adoptUser,
  'user-without-group': adoptUser,
  'user-direct-policy': adoptUser,
  // Later on an administrator whom nobody planned is no slip of the file: `person add` says it in so many words.
  'user-administrator': (finding, facts) =>
    facts.beforeFirstRun === true ? adoptUser(finding, facts) : undefined,
  'user-missing': (finding, facts) =>
    adoptUserSpelling(lastName(finding.subject), facts) ?? letGo(finding, facts),
  'group-missing': ({ subject }, facts) => adoptGroupSpelling(subject, facts),
  'role-missing': ({ subject }, facts) => adoptRoleSpelling(subject, facts),
  'second-trail': adoptTrail,
  'audit-bucket-retention-shorter': adoptRetention,
  'alias-missing': adoptAlias,
};

type ListName = 'people' | 'machines';

function putIntoGroups(name: string, groups: readonly string[], facts: AdoptFacts): Adopted | undefined {
  const kinds = new Set(groups.map((group) => facts.merged.groups?.[group]?.kind ?? 'human'));
  const [kind] = kinds;
  if (kind === undefined || kinds.size > 1) return undefined;
  const list: ListName = kind === 'machine' ? 'machines' : 'people';
  const other: ListName = list === 'people' ? 'machines' : 'people';
  // A program in a group of people, or the other way round: the file does not allow it.
  if ((facts.merged[other] ?? []).some((each) => each.name === name)) return undefined;
  const present = (facts.merged[list] ?? []).find((each) => each.name === name);
  const entry = { name, groups: [...new Set([...(present?.groups ?? []), ...groups])] };
  return {
    own: { ...facts.own, [list]: mergeEntry(facts.own[list] ?? [], entry) },
    says: `${list}: ${name} in ${entry.groups.join(', ')}`,
  };
}

function mergeEntry<T extends { readonly name: string }>(
  list: readonly T[],
  entry: Pick<T, 'name'> & Partial<T>,
): readonly (Pick<T, 'name'> & Partial<T>)[] {
  return list.some((each) => each.name === entry.name)
    ? list.map((each) => (each.name === entry.name ? { ...each, ...entry } : each))
    : [...list, entry];
}

/** A membership that is gone is gone from the file; a user keeps at least one group there. */
function leaveOut({ subject }: Finding, { own, merged }: AdoptFacts): Adopted | undefined {
  const [group, name] = pairOf(subject);
  const lists = (['people', 'machines'] as const).filter((list) =>
    (merged[list] ?? []).some((each) => each.name === name),
  );
  const [list] = lists;
  if (list === undefined) return undefined;
  const present = (merged[list] ?? []).find((each) => each.name === name);
  const groups = (present?.groups ?? []).filter((each) => each !== group);
  if (groups.length === 0) return undefined;
  return {
    own: { ...own, [list]: mergeEntry(own[list] ?? [], { name, groups }) },
    says: `${list}: ${name} in ${groups.join(', ')} only`,
  };
}

/**
 * Rights come from groups only. A user in none of the file's groups comes, before the first run, into the one that
 * gives most of what they have today; a program does not: which calls it needs is for its owner to say.
 */
function adoptUser({ subject }: Finding, facts: AdoptFacts): Adopted | undefined {
  const name = lastName(subject);
  const { merged, snapshot } = facts;
  const live = snapshot.users.find((user) => user.name === name);
  const isKnown = (['people', 'machines'] as const).some((list) =>
    (merged[list] ?? []).some((each) => each.name.toLowerCase() === name.toLowerCase()),
  );
  if (live === undefined || isKnown) return undefined;
  const known = live.groups.filter((group) => merged.groups?.[group] != null);
  if (known.length > 0) return putIntoGroups(name, known, facts);
  if (facts.beforeFirstRun !== true) return undefined;
  const proposal = proposeMember(live, snapshot, merged.groups ?? {});
  return proposal.kind === 'person' ? putIntoGroups(name, [proposal.group], facts) : undefined;
}

/** The trail that is there becomes the one of the file, before a second one is made. */
function adoptTrail({ subject }: Finding, { own, merged, snapshot }: AdoptFacts): Adopted | undefined {
  const live = snapshot.trails.find((trail) => trail.arn === subject);
  const wanted = merged.trail?.name ?? 'account-trail';
  const isMade = snapshot.trails.some((trail) => trail.name === wanted);
  if (live === undefined || isMade || merged.trail?.enabled === false) return undefined;
  const { organization, prefix, dataEvents, homeRegion, name, bucket } = live;
  // What `apply` would refuse to take over, for something would be lost.
  if (organization || prefix !== undefined || dataEvents === true || homeRegion !== snapshot.region)
    return undefined;
  return {
    own: { ...own, trail: { ...own.trail, name, bucket } },
    says: `trail: ${name}, with its bucket ${bucket}`,
  };
}

/** A user who is gone has left: they go from the file too. Not where a template brings them. */
function letGo({ subject }: Finding, { own, base }: AdoptFacts): Adopted | undefined {
  const name = lastName(subject);
  const lists = (['people', 'machines'] as const).filter(
    (list) =>
      (own[list] ?? []).some((each) => each.name === name) &&
      !(base[list] ?? []).some((each) => each.name === name),
  );
  const [list] = lists;
  if (list === undefined) return undefined;
  const left = { ...own, [list]: (own[list] ?? []).filter((each) => each.name !== name) };
  return { own: left, says: `${name} taken out of ${list}` };
}

/** Days that a file may say at least; CIS and this tool want a year of log files. */
const leastRetention = 365;

function adoptRetention({ subject }: Finding, { own, merged, snapshot }: AdoptFacts): Adopted | undefined {
  const [bucket, id] = pairOf(subject);
  const live = snapshot.buckets[bucket];
  const rule = live?.kind === 'own' ? live.lifecycle.find((each) => each.id === id) : undefined;
  const days = rule?.expirationDays;
  const wanted = merged.trail?.retentionDays ?? 400;
  if (days === undefined || days < leastRetention || days >= wanted) return undefined;
  return {
    own: { ...own, trail: { ...own.trail, retentionDays: days } },
    says: `trail.retentionDays: ${days}`,
  };
}

function adoptAlias(_: Finding, { own, snapshot }: AdoptFacts): Adopted | undefined {
  const [alias] = snapshot.aliases;
  if (alias === undefined) return undefined;
  return { own: { ...own, account: { ...own.account, alias } }, says: `account.alias: ${alias}` };
}
