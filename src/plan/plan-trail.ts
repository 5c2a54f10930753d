import { type ArnScope, trailArn } from '../lib/arn.ts';
import { logicalNames as names } from '../lib/logical-names.ts';
import type { Answers, TrailAnswer } from '../model/answers.ts';
import type { TrailPlan } from '../model/plan.ts';
import type { KeyFact, OwnBucketFact, Snapshot } from '../model/snapshot.ts';
import { auditBucketPolicy, auditKeyPolicy } from '../policies/documents/audit-trail.ts';
import { mergeDocuments } from '../policies/documents/merge.ts';
import type { Adoption } from './adoption.ts';
import { planTags } from './origin.ts';

/** Ids of the lifecycle rules that are ours. */
export const lifecycleRuleId = 'expire-log-files';

export const auditKeyAlias = (trailName: string): string => `alias/${trailName}`;

/** Plans trail, bucket and key; null where the file leaves an existing trail as the only one. */
export function planTrail(
  answers: Answers,
  scope: ArnScope,
  snapshot: Snapshot,
  adoption: Adoption,
): TrailPlan | null {
  const wanted = answers.trail;
  if (wanted === null) return null;
  const arn = trailArn(scope, answers.account.region, wanted.name);
  const live = snapshot.trails.find((trail) => trail.arn === arn);
  const found = snapshot.buckets[wanted.bucket];
  const bucket = found?.kind === 'own' ? found : undefined;
  adoption.foundTagged(names.trail, live?.arn, live?.tags);
  if (bucket !== undefined) adoptBucket(bucket, adoption);
  const key = wanted.encryption === 'kms' ? planKey(wanted.name, arn, scope, snapshot, adoption) : undefined;
  return {
    trail: { name: wanted.name, arn, tags: planTags(live?.tags, {}) },
    bucket: planBucket(wanted, arn, scope, bucket),
    ...(key === undefined ? {} : { key }),
  };
}

function planBucket(
  wanted: TrailAnswer,
  arn: string,
  scope: ArnScope,
  live: OwnBucketFact | undefined,
): TrailPlan['bucket'] {
  const ours = auditBucketPolicy({ scope, bucket: wanted.bucket, trailArn: arn });
  const lock = wanted.objectLock === 'governance';
  return {
    name: wanted.bucket,
    policy: mergeDocuments(ours, live?.policy).document,
    retentionDays: Math.max(wanted.retentionDays, ownExpiration(live)),
    noncurrentDays: 30,
    ...(lock ? { lockDays: wanted.retentionDays } : {}),
    lockAtCreation: live === undefined ? lock : live.objectLock?.enabled === true,
    ownsLifecycle: live === undefined || live.lifecycle.every((rule) => rule.id === lifecycleRuleId),
    tags: planTags(live?.tags, { Part: 'audit-trail' }),
  };
}

/** A longer retention that somebody set by hand is kept: an apply never weakens. */
function ownExpiration(live: OwnBucketFact | undefined): number {
  return live?.lifecycle.find((rule) => rule.id === lifecycleRuleId)?.expirationDays ?? 0;
}

function adoptBucket(bucket: OwnBucketFact, adoption: Adoption): void {
  const { name } = bucket;
  adoption.foundTagged(names.auditBucket, name, bucket.tags);
  const settings: readonly (readonly [string, boolean])[] = [
    [names.auditBucketPolicy, bucket.policy !== undefined],
    [names.auditBucketPublicAccessBlock, bucket.publicAccessBlock !== undefined],
    [names.auditBucketOwnership, bucket.objectOwnership !== undefined],
    [names.auditBucketVersioning, bucket.versioning !== 'Disabled'],
    [names.auditBucketEncryption, bucket.encryption !== undefined],
    [names.auditBucketLifecycle, bucket.lifecycle.some((rule) => rule.id === lifecycleRuleId)],
    [names.auditBucketObjectLock, bucket.objectLock?.mode !== undefined],
  ];
  for (const [resource, present] of settings) adoption.found(resource, present ? name : undefined, false);
}

function planKey(
  trailName: string,
  arn: string,
  scope: ArnScope,
  snapshot: Snapshot,
  adoption: Adoption,
): TrailPlan['key'] {
  const alias = auditKeyAlias(trailName);
  const byAlias = snapshot.keys.find((key) => key.aliases.includes(alias));
  // A run that was killed between key and alias leaves a key that only its tags know.
  const live: KeyFact | undefined =
    byAlias ??
    snapshot.keys.find(
      (key) => key.enabled && key.tags.ManagedBy === 'bootstrap-account' && key.tags.Part === 'audit-trail',
    );
  adoption.foundTagged(names.auditKey, live?.id, live?.tags);
  adoption.found(names.auditKeyAlias, byAlias === undefined ? undefined : alias, false);
  return {
    alias,
    description: live?.description ?? `Encrypts the log files of the trail ${trailName}.`,
    policy: mergeDocuments(auditKeyPolicy({ scope, trailArn: arn }), live?.policy).document,
    deletionWindowDays: 30,
    tags: planTags(live?.tags, { Part: 'audit-trail' }),
  };
}
