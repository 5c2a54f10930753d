import { readBucketNames } from '../account/read/bucket-names.ts';
import { makeGather } from '../account/read/gather.ts';
import { readPlantedKeys } from '../account/read/planted-keys.ts';
import { readRootKeys } from '../account/read/root-keys.ts';
import type { Context } from '../context.ts';
import { judgeStage, quietFor, type StageFacts } from '../findings/key-stage.ts';
import { type AccountNotes, readNotes } from '../handover/account-notes.ts';
import type { KeyScan, ScannedKey } from '../model/key-scan.ts';
import type { KeyPlace, KeyUse, PlantedKeys } from '../model/keys.ts';
import type { AccessKeyFact, RoleFact, Snapshot, UserFact } from '../model/snapshot.ts';
import { effectivePolicies } from '../policies/effective.ts';
import { describeReach } from '../policies/key-reach.ts';
import { userPrincipal } from '../policies/world.ts';
import { type CheckSubject, peekState } from './check-account.ts';
import { stateFolder } from './place.ts';
import { type Study, studyAccount } from './study.ts';

export interface Scanned {
  readonly study: Study;
  readonly scan: KeyScan;
  readonly notes: AccountNotes;
  /** Buckets of the account, without the audit bucket. */
  readonly buckets: readonly string[];
}

/** Looks for every access key: in IAM, in user data and templates, and the root user's. Reads only. */
export async function scanKeys(context: Context, subject: CheckSubject): Promise<Scanned> {
  const { place, file, answers } = subject;
  const { clients, caller } = place;
  const { signal } = context.interrupts;
  const study = await studyAccount(context, place, file, answers, peekState(context, place), {
    signal,
  });
  const { snapshot } = study;
  const gather = makeGather(place.target.region, signal);
  const regions = snapshot.regions.map((each) => each.name);
  const { accountId } = caller;
  const { users, instances } = snapshot;
  const [planted, buckets, notes, root] = await Promise.all([
    readPlantedKeys(clients, gather, {
      regions,
      instances,
      users,
      accountId,
      rootHasKeys: snapshot.root.hasAccessKeys,
      allVersions: true,
    }),
    readBucketNames(clients, gather),
    readNotes(stateFolder(place)),
    snapshot.root.hasAccessKeys
      ? readRootKeys(clients, gather, { caller, regions, instances, signal })
      : undefined,
  ]);
  const audit = study.plan.parts['audit-trail']?.bucket.name;
  const own = buckets.filter((bucket) => bucket !== audit);
  const keys = users.flatMap((user) =>
    user.accessKeys.map((key) => scannedKey(context, { study, planted, notes, buckets: own }, user, key)),
  );
  const notRead = [...snapshot.notRead, ...gather.notRead];
  return {
    study,
    notes,
    buckets: own,
    scan: {
      keys: keys.sort(byWeight),
      strays: planted.keys.filter(({ owner }) => owner.kind !== 'user' || owner.status === 'gone'),
      undecoded: planted.undecoded,
      looked: planted.looked,
      ...(root === undefined ? {} : { root }),
      regions,
      notRead: [...new Map(notRead.map((each) => [`${each.action} ${each.why}`, each])).values()],
    },
  };
}

interface Known {
  readonly study: Study;
  readonly planted: PlantedKeys;
  readonly notes: AccountNotes;
  readonly buckets: readonly string[];
}

function scannedKey(context: Context, known: Known, user: UserFact, key: AccessKeyFact): ScannedKey {
  const { study, planted, buckets } = known;
  const { plan, snapshot } = study;
  const places = placesOf(planted, user.name, key.idEnd);
  const facts = stageFacts(study, known.notes, { user: user.name, key, places, now: context.now() });
  const reach = describeReach({
    principal: userPrincipal(plan, user.arn, user.tags),
    policies: effectivePolicies(snapshot, user.name),
    partition: plan.account.partition,
    buckets,
  });
  const lastUse = useOf(key);
  return {
    owner: user.name,
    idEnd: key.idEnd,
    active: key.active,
    createdAt: key.createdAt,
    ...(lastUse === undefined ? {} : { lastUse }),
    places,
    ...judgeStage(facts),
    reach,
    ageDays: quietFor({ ...key, lastUsedAt: key.createdAt }, context.now()),
    quietDays: quietFor(key, context.now()),
  };
}

export function placesOf(planted: PlantedKeys | undefined, user: string, idEnd: string): readonly KeyPlace[] {
  const found = planted?.keys.find(
    (each) => each.idEnd === idEnd && each.owner.kind === 'user' && each.owner.name === user,
  );
  return found?.places ?? [];
}

export function useOf(key: AccessKeyFact): KeyUse | undefined {
  if (key.lastUsedAt === undefined) return undefined;
  return {
    at: key.lastUsedAt,
    ...(key.lastRegion === undefined ? {} : { region: key.lastRegion }),
    ...(key.lastService === undefined ? {} : { service: key.lastService }),
  };
}

/** What a key's stage is judged by: the note where there is one, else the role of the machine it lies on. */
export function stageFacts(
  study: Pick<Study, 'plan' | 'snapshot'>,
  notes: AccountNotes,
  of: {
    readonly user: string;
    readonly key: AccessKeyFact;
    readonly places: readonly KeyPlace[];
    readonly now: Date;
  },
): StageFacts & { readonly key: AccessKeyFact } {
  const note = notes.keys.find((each) => each.user === of.user && each.idEnd === of.key.idEnd);
  const role = roleNamed(study.snapshot, note?.role) ?? roleOfPlaces(study, of.places);
  return {
    user: of.user,
    key: of.key,
    now: of.now,
    ...(note === undefined ? {} : { note }),
    ...(role === undefined ? {} : { role }),
  };
}

function roleNamed(snapshot: Snapshot, name: string | undefined): RoleFact | undefined {
  return name === undefined ? undefined : snapshot.roles.find((role) => role.name === name);
}

/** A planned role on every machine that the key lies on: seen in the account, whatever was noted. */
function roleOfPlaces(
  { plan, snapshot }: Pick<Study, 'plan' | 'snapshot'>,
  places: readonly KeyPlace[],
): RoleFact | undefined {
  const roles = places
    .filter(({ kind }) => kind === 'instance')
    .map(({ id }) => {
      const arn = snapshot.instances.find((instance) => instance.id === id)?.profileArn ?? '';
      const profile = arn.slice(arn.lastIndexOf('/') + 1);
      return plan.parts.roles.find((role) => role.profile.name === profile)?.name;
    });
  return roles.includes(undefined) ? undefined : roleNamed(snapshot, roles[0]);
}

/** Those on machines first, then the active ones, the oldest first. */
function byWeight(a: ScannedKey, b: ScannedKey): number {
  return (
    Number(b.places.length > 0) - Number(a.places.length > 0) ||
    Number(b.active) - Number(a.active) ||
    b.ageDays - a.ageDays ||
    (`${a.owner} ${a.idEnd}` < `${b.owner} ${b.idEnd}` ? -1 : 1)
  );
}
