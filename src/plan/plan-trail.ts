import { type ArnScope, trailArn } from '../lib/arn.ts';
import { logicalNames as names } from '../lib/logical-names.ts';
import type { Answers, TrailAnswer } from '../model/answers.ts';
import type { AlarmsPlan, TrailPlan } from '../model/plan.ts';
import type { Statement } from '../model/policy.ts';
import type { KeyFact, OwnBucketFact, Snapshot, TrailFact } from '../model/snapshot.ts';
import { alarmKeyStatement, withoutAlarmStatement } from '../policies/documents/alarms.ts';
import { auditBucketPolicy, auditKeyPolicy } from '../policies/documents/audit-trail.ts';
import { mergeDocuments } from '../policies/documents/merge.ts';
import type { Adoption } from './adoption.ts';
import { alarmNames, logGroupNameOf } from './plan-alarms.ts';

/** Ids of the lifecycle rules that are ours. */
export const lifecycleRuleId = 'expire-log-files';

export const auditKeyAlias = (trailName: string): string => `alias/${trailName}`;

/** Plans trail, bucket and key; null where the file leaves an existing trail as the only one. */
export function planTrail(
  answers: Answers,
  scope: ArnScope,
  snapshot: Snapshot,
  adoption: Adoption,
  alarms: AlarmsPlan | null,
): TrailPlan | null {
  const wanted = answers.trail;
  if (wanted === null) return null;
  const arn = trailArn(scope, answers.account.region, wanted.name);
  const live = snapshot.trails.find((trail) => trail.arn === arn);
  const found = snapshot.buckets[wanted.bucket];
  const bucket = found?.kind === 'own' ? found : undefined;
  adoption.foundTagged(names.trail, live?.arn, live?.tags);
  if (bucket !== undefined) adoptBucket(bucket, adoption);
  const topic = alarms?.topic.encryption === 'audit-key' ? alarms.topic : undefined;
  const statement = topic && alarmKeyStatement({ scope, region: answers.account.region, name: topic.name });
  const key =
    wanted.encryption === 'kms'
      ? planKey({ trailName: wanted.name, arn, statement }, scope, snapshot, adoption)
      : undefined;
  return {
    trail: {
      name: wanted.name,
      arn,
      logs: alarms?.delivery === undefined ? logsWithoutUs(live, adoption) : 'ours',
      tags: adoption.tags(names.trail, live?.tags, {}),
    },
    bucket: planBucket(wanted, arn, scope, bucket, adoption),
    ...(key === undefined ? {} : { key }),
  };
}

/** Without a log group of ours the trail must not point to one any more; anybody else's stays. */
function logsWithoutUs(live: TrailFact | undefined, adoption: Adoption): 'removed' | 'left' {
  const recorded = adoption.recorded(names.trail)?.cloudWatchLogsGroupArn;
  const pointsToUs = [recorded, live?.logGroupArn].some(
    (arn) => typeof arn === 'string' && logGroupNameOf(arn) === alarmNames.logGroup,
  );
  return pointsToUs ? 'removed' : 'left';
}

function planBucket(
  wanted: TrailAnswer,
  arn: string,
  scope: ArnScope,
  live: OwnBucketFact | undefined,
  adoption: Adoption,
): TrailPlan['bucket'] {
  const ours = auditBucketPolicy({ scope, bucket: wanted.bucket, trailArn: arn });
  const merged = mergeDocuments(ours, live?.policy);
  const lock = wanted.objectLock === 'governance';
  const retentionDays = Math.max(wanted.retentionDays, ownRule(live)?.expirationDays ?? 0);
  const lockDays = Math.max(lock ? wanted.retentionDays : 0, live?.objectLock?.days ?? 0);
  const keyOfOthers =
    wanted.encryption === 'sse-s3' && live?.encryption?.algorithm.startsWith('aws:kms') === true;
  return {
    name: wanted.bucket,
    policy: merged.document,
    foreign: merged.foreign,
    retentionDays,
    // An overwritten or deleted log file is as much evidence as one that is not.
    noncurrentDays: Math.max(retentionDays, ownRule(live)?.noncurrentDays ?? 0),
    ...(lockDays > 0 ? { lockDays } : {}),
    lockMode: live?.objectLock?.mode === 'COMPLIANCE' ? 'COMPLIANCE' : 'GOVERNANCE',
    lockAtCreation: live === undefined && lock,
    ownsLifecycle:
      live === undefined ||
      adoption.knows(names.auditBucketLifecycle) ||
      live.lifecycle.every((rule) => rule.id === lifecycleRuleId),
    ownsEncryption: !keyOfOthers || adoption.knows(names.auditBucketEncryption),
    tags: adoption.tags(names.auditBucket, live?.tags, { Part: 'audit-trail' }),
  };
}

/** Our rule as it is live: where somebody made it longer by hand it stays longer. */
function ownRule(live: OwnBucketFact | undefined): OwnBucketFact['lifecycle'][number] | undefined {
  return live?.lifecycle.find((rule) => rule.id === lifecycleRuleId);
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

interface KeyWish {
  readonly trailName: string;
  readonly arn: string;
  /** What the alarms need of the key. */
  readonly statement: Statement | undefined;
}

function planKey(
  { trailName, arn, statement }: KeyWish,
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
  const forTrail = auditKeyPolicy({ scope, trailArn: arn });
  const wanted =
    statement === undefined ? forTrail : { ...forTrail, Statement: [...forTrail.Statement, statement] };
  const merged = mergeDocuments(wanted, withoutAlarmStatement(live?.policy));
  adoption.foundTagged(names.auditKey, live?.id, live?.tags);
  adoption.found(names.auditKeyAlias, byAlias === undefined ? undefined : alias, false);
  return {
    alias,
    description: live?.description ?? `Encrypts the log files of the trail ${trailName}.`,
    policy: merged.document,
    foreign: merged.foreign,
    deletionWindowDays: 30,
    tags: adoption.tags(names.auditKey, live?.tags, { Part: 'audit-trail' }),
  };
}
