import type { TrailFact } from '../../model/snapshot.ts';
import { unreadIn, whereBlind } from './blind-regions.ts';
import {
  type CisInput,
  deniedOf,
  done,
  type Judge,
  open,
  settle,
  unknown,
  unknownWithout,
} from './verdict.ts';

const reads = ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'];

/** A trail that records every call of every region, now. */
export function isWholeTrail(trail: TrailFact): boolean {
  return trail.multiRegion && trail.globalEvents && trail.logging && trail.allManagementEvents;
}

export const judgeTrail: Judge = (input) => {
  const { trails } = input.snapshot;
  const whole = trails.filter(isWholeTrail).map((trail) => trail.name);
  if (whole.length > 0) return done('It records management events, read and write, of all regions.', whole);
  const denied = deniedOf(input, reads);
  if (denied.length > 0) return unknownWithout(denied);
  return open(
    'No trail records all management events of all regions now.',
    trails.map((trail) => trail.name),
  );
};

/** Judges each trail of the account; without any there is nothing to be content with. */
function judgeEach(
  input: CisInput,
  isRight: (trail: TrailFact) => boolean,
  words: { readonly bad: string; readonly good: string },
) {
  const { trails } = input.snapshot;
  const denied = deniedOf(input, [reads[0] ?? '']);
  if (trails.length === 0)
    return denied.length > 0 ? unknownWithout(denied) : open('The account has no trail.');
  const wrong = trails.filter((trail) => !isRight(trail)).map((trail) => trail.name);
  return settle(input, { needs: reads.slice(0, 1), wrong, ...words });
}

export const judgeValidation: Judge = (input) =>
  judgeEach(input, (trail) => trail.validation, {
    bad: 'They write log files whose change nobody would notice.',
    good: 'Every trail writes digests, signed, beside its log files.',
  });

export const judgeTrailKey: Judge = (input) =>
  judgeEach(input, (trail) => trail.kmsKeyArn !== undefined, {
    bad: 'They encrypt with a key of S3’s own; a key of yours costs about 1 USD a month (trail.encryption: kms).',
    good: 'Every trail encrypts with a key of your own.',
  });

/** The bucket of an organization’s trail belongs to another account. */
export const judgeBucketLogs: Judge = (input) => {
  const own = input.snapshot.trails.filter((trail) => !trail.organization).map((trail) => trail.bucket);
  const buckets = new Map((input.facts.buckets ?? []).map((bucket) => [bucket.name, bucket]));
  const foreign = own.filter((name) => input.snapshot.buckets[name]?.kind === 'foreign');
  const ours = [...new Set(own)].filter((name) => !foreign.includes(name));
  if (own.length === 0) {
    const denied = deniedOf(input, reads.slice(0, 1));
    return denied.length > 0 ? unknownWithout(denied) : open('The account has no trail of its own.');
  }
  return settle(input, {
    needs: ['s3:ListAllMyBuckets', 's3:GetBucketLogging'],
    wrong: ours.filter((name) => buckets.get(name)?.accessLogs === 'off'),
    bad: 'Nobody writes down who reads the log files. It needs a second bucket, which this tool does not make.',
    good: 'Access to the bucket of every trail is logged.',
    blind: [...ours.filter((name) => buckets.get(name)?.accessLogs === undefined), ...foreign],
  });
};

export const judgeRotation: Judge = (input) => {
  const regions = input.facts.regions;
  const seen = regions.flatMap((region) => region.keys ?? []);
  const more = regions.flatMap(({ name, keysLeftOut = 0 }) =>
    keysLeftOut > 0 ? [`${name}: ${keysLeftOut} more keys`] : [],
  );
  return settle(input, {
    needs: ['kms:ListKeys', 'kms:DescribeKey', 'kms:GetKeyRotationStatus'],
    wrong: seen.filter((key) => !key.rotation).map((key) => key.arn),
    bad: 'Keys of yours that stay the same for ever: aws kms enable-key-rotation.',
    good:
      seen.length === 0
        ? 'There is no key of your own that could.'
        : `Every key of your own that can rotate does: ${seen.length}.`,
    blind: [...unreadIn(regions, (region) => region.keys), ...more, ...whereBlind(input)],
  });
};

export const judgeObjectWrites: Judge = (input) => judgeObjectEvents(input, 'write');
export const judgeObjectReads: Judge = (input) => judgeObjectEvents(input, 'read');

function judgeObjectEvents(input: CisInput, kind: 'read' | 'write') {
  const events = input.facts.objectEvents;
  const able = input.snapshot.trails.filter((trail) => trail.multiRegion && trail.logging);
  const recording = able.filter((trail) => [kind, 'all'].includes(events[trail.arn] ?? ''));
  if (recording.length > 0)
    return done(
      'Recorded for all buckets.',
      recording.map((trail) => trail.name),
    );
  const denied = deniedOf(input, reads);
  if (denied.length > 0) return unknownWithout(denied);
  const unseen = able.filter((trail) => events[trail.arn] === undefined).map((trail) => trail.name);
  if (unseen.length > 0) return unknown('What they record of objects was not read.', unseen);
  return open('Not recorded. Each event costs money: decide whether a bucket is worth it.');
}
