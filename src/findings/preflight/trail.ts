import { logicalNames as names } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import type { Plan, StateIndex, TrailPlan } from '../../model/plan.ts';
import type { Snapshot, TrailFact } from '../../model/snapshot.ts';
import { findingOf } from '../rules.ts';

/** What speaks against the planned trail, its bucket and its key. */
export function checkTrail(plan: Plan, snapshot: Snapshot, state: StateIndex): readonly Finding[] {
  const trail = plan.parts['audit-trail'];
  const dropped = checkDropped(trail, state);
  if (trail === null) return dropped;
  return [
    ...dropped,
    ...checkSecondTrail(trail, snapshot, state),
    ...checkTrailName(trail, snapshot),
    ...checkAdoptable(trail, snapshot, state),
    ...checkBucket(trail, plan.account.region, snapshot),
    ...checkKey(trail, snapshot),
  ];
}

/** What an earlier run made of the trail part stays: the file cannot switch it off, rename it or take its key. */
function checkDropped(trail: TrailPlan | null, state: StateIndex): readonly Finding[] {
  const wanted: readonly (readonly [string, string | undefined])[] = [
    [names.trail, trail?.trail.arn],
    [names.auditBucket, trail?.bucket.name],
    // The key's id is not in the plan: that there is one is enough.
    [names.auditKey, trail?.key === undefined ? undefined : state.get(names.auditKey)?.id],
    [names.auditBucketObjectLock, trail?.bucket.lockDays === undefined ? undefined : trail.bucket.name],
  ];
  return wanted.flatMap(([name, id]) => {
    const kept = state.get(name);
    if (kept === undefined || kept.id === id) return [];
    return findingOf('trail-kept', name, {
      what: `The file no longer wants ${kept.id}, which is part of the audit trail.`,
      expected: id ?? 'absent',
      actual: kept.id,
      why: "The account's history hangs on it: no run takes the trail, its bucket, lock or key away.",
      fix: 'Put trail.enabled, trail.name, trail.bucket, trail.encryption and trail.objectLock back as they were.',
      stops: 'refuse',
    });
  });
}

/** Prices of us-east-1 in USD, November 2026; https://aws.amazon.com/cloudtrail/pricing/ */
const price =
  'The first copy of management events is free, every further one costs 2.00 USD per 100,000 events';

function checkSecondTrail(trail: TrailPlan, snapshot: Snapshot, state: StateIndex): readonly Finding[] {
  // Ours is there: whether there are two was decided when it was made.
  if (state.has(names.trail) || snapshot.trails.some((live) => live.arn === trail.trail.arn)) return [];
  return snapshot.trails.filter(isPaidTwice).map((live) =>
    findingOf('second-trail', live.arn, {
      what: `The ${live.organization ? 'organization' : 'multi-region'} trail "${live.name}" records this account already; the planned trail would be a second copy.`,
      why: `${price}: a busy account pays tens of dollars a month for it.`,
      fix: live.organization
        ? 'Leave the organization trail as the only one with trail.enabled: false, or consent to a second, paid one with --second-trail.'
        : `Leave it as the only one with trail.enabled: false; or adopt it with trail.name: ${live.name} and trail.bucket: ${live.bucket} (home region ${live.homeRegion}); or consent to a second, paid one with --second-trail.`,
      stops: 'consent',
    }),
  );
}

/** An organization trail does not always show its selectors to a member: it is taken to record. */
function isPaidTwice(live: TrailFact): boolean {
  return live.organization || (live.multiRegion && live.logging && live.allManagementEvents);
}

/**
 * A trail that is not ours is taken over only where the plan says all there is to say of it: an own bucket, or a
 * prefix, or an organization's trail, or data events would be lost.
 */
function checkAdoptable(trail: TrailPlan, snapshot: Snapshot, state: StateIndex): readonly Finding[] {
  const live = snapshot.trails.find((candidate) => candidate.arn === trail.trail.arn);
  if (live === undefined || state.has(names.trail) || live.tags.ManagedBy === 'bootstrap-account') return [];
  const lost = [
    ...(live.organization ? ['it records a whole organization'] : []),
    ...(live.bucket === trail.bucket.name ? [] : [`it delivers to the bucket ${live.bucket}`]),
    ...(live.prefix === undefined ? [] : [`it delivers under the prefix ${live.prefix}`]),
    ...(live.dataEvents === true ? ['it records data events'] : []),
  ];
  if (lost.length === 0) return [];
  return [
    findingOf('trail-not-adoptable', live.arn, {
      what: `The trail "${live.name}" exists and cannot be taken over without loss: ${lost.join(', ')}.`,
      why: 'Whoever set it up relies on that.',
      fix: 'Choose another trail.name for one of ours, or leave this one as the only one with trail.enabled: false.',
      stops: 'refuse',
    }),
  ];
}

/** The shadow of a multi-region trail from elsewhere holds its name in every region. */
function checkTrailName(trail: TrailPlan, snapshot: Snapshot): readonly Finding[] {
  const live = snapshot.trails.find(
    (candidate) => candidate.name === trail.trail.name && candidate.arn !== trail.trail.arn,
  );
  if (live === undefined) return [];
  return [
    findingOf('trail-name-taken', live.arn, {
      what: `A trail "${live.name}" exists already, with its home in ${live.homeRegion}.`,
      expected: trail.trail.arn,
      actual: live.arn,
      why: 'Two trails cannot have one name in a region.',
      fix: `Set account.region: ${live.homeRegion} to adopt it, or choose another trail.name.`,
      stops: 'refuse',
    }),
  ];
}

function checkBucket({ bucket }: TrailPlan, region: string, snapshot: Snapshot): readonly Finding[] {
  const live = snapshot.buckets[bucket.name];
  if (live?.kind === 'foreign') {
    return [
      findingOf('audit-bucket-foreign', bucket.name, {
        what: `The bucket "${bucket.name}" exists and belongs to another account.`,
        why: 'The log files would go to a stranger. Somebody may have taken the name on purpose.',
        fix: 'Remove trail.bucket from the file: a new name with a random ending is made.',
        stops: 'refuse',
      }),
    ];
  }
  if (live?.kind !== 'own' || live.region === region) return [];
  return [
    findingOf('audit-bucket-region', bucket.name, {
      what: `The bucket "${bucket.name}" is in ${live.region}, the home region is ${region}.`,
      expected: region,
      actual: live.region,
      why: 'Bucket, key and trail live in one region; a bucket cannot move.',
      fix: `Remove trail.bucket from the file for a new bucket, or set account.region: ${live.region}.`,
      stops: 'refuse',
    }),
  ];
}

function checkKey({ key }: TrailPlan, snapshot: Snapshot): readonly Finding[] {
  const live =
    key === undefined ? undefined : snapshot.keys.find((candidate) => candidate.aliases.includes(key.alias));
  if (live?.state !== 'PendingDeletion') return [];
  return [
    findingOf('audit-key-pending-deletion', live.arn, {
      what: `The key behind ${key?.alias} is waiting for its deletion.`,
      expected: 'Enabled',
      actual: live.state,
      why: 'Once it is gone nobody can read the log files that it encrypted, and the trail delivers no more.',
      fix: `Run: aws kms cancel-key-deletion --key-id ${live.id} && aws kms enable-key --key-id ${live.id}. Then run again.`,
      stops: 'refuse',
    }),
  ];
}
