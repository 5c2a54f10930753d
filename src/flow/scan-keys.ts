import { readBucketNames } from '../account/read/bucket-names.ts';
import { makeGather } from '../account/read/gather.ts';
import { readRootKeys } from '../account/read/root-keys.ts';
import type { Context } from '../context.ts';
import { quietFor } from '../findings/key-stage.ts';
import { type AccountNotes, readNotes } from '../handover/account-notes.ts';
import type { KeyScan, ScannedKey } from '../model/key-scan.ts';
import type { AccessKeyFact, UserFact } from '../model/snapshot.ts';
import { effectivePolicies } from '../policies/effective.ts';
import { describeReach } from '../policies/key-reach.ts';
import { userPrincipal } from '../policies/world.ts';
import { type CheckSubject, peekState } from './check-account.ts';
import { presentKey } from './key-rows.ts';
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
    allTemplateVersions: true,
  });
  const { snapshot } = study;
  const gather = makeGather(place.target.region, signal);
  const regions = snapshot.regions.map((each) => each.name);
  const { users, instances, planted } = snapshot;
  const [buckets, notes, root] = await Promise.all([
    readBucketNames(clients, gather),
    readNotes(stateFolder(place)),
    snapshot.root.hasAccessKeys
      ? readRootKeys(clients, gather, { caller, regions, instances, signal })
      : undefined,
  ]);
  const audit = study.plan.parts['audit-trail']?.bucket.name;
  const own = buckets.filter((bucket) => bucket !== audit);
  const keys = users.flatMap((user) =>
    user.accessKeys.map((key) => scannedKey(context, { study, notes, buckets: own }, user, key)),
  );
  const notRead = [...snapshot.notRead, ...gather.notRead];
  return {
    study,
    notes,
    buckets: own,
    scan: {
      keys: keys.sort(byWeight),
      strays: (planted?.keys ?? []).filter(({ owner }) => owner.kind !== 'user' || owner.status === 'gone'),
      undecoded: planted?.undecoded ?? [],
      looked: planted?.looked ?? 0,
      ...(root === undefined ? {} : { root }),
      regions,
      notRead: [...new Map(notRead.map((each) => [`${each.action} ${each.why}`, each])).values()],
    },
  };
}

interface Known {
  readonly study: Study;
  readonly notes: AccountNotes;
  readonly buckets: readonly string[];
}

function scannedKey(context: Context, known: Known, user: UserFact, key: AccessKeyFact): ScannedKey {
  const { study, buckets } = known;
  const { plan, snapshot } = study;
  const reach = describeReach({
    principal: userPrincipal(plan, user.arn, user.tags),
    policies: effectivePolicies(snapshot, user.name),
    partition: plan.account.partition,
    buckets,
  });
  return {
    ...presentKey(study, known.notes, user.name, key, context.now()),
    reach,
    ageDays: quietFor({ ...key, lastUsedAt: key.createdAt }, context.now()),
    quietDays: quietFor(key, context.now()),
  };
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
