import { logicalNames as names } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import type { TrailPlan } from '../../model/plan.ts';
import type { LifecycleRuleFact, OwnBucketFact, Snapshot } from '../../model/snapshot.ts';
import { drift, isUnread } from './drift.ts';

/** How long log files stay: lifecycle and object lock. Longer than planned is no drift. */
export function compareRetention(
  part: TrailPlan,
  live: OwnBucketFact,
  snapshot: Snapshot,
): readonly Finding[] {
  return [...lifecycle(part, live, snapshot), ...lock(part, live, snapshot)];
}

function lifecycle({ bucket }: TrailPlan, live: OwnBucketFact, snapshot: Snapshot): readonly Finding[] {
  if (isUnread(snapshot, 's3:GetLifecycleConfiguration')) return [];
  const resources = bucket.ownsLifecycle ? [names.auditBucketLifecycle] : [];
  const active = live.lifecycle.filter((rule) => rule.enabled && reachesLogs(rule));
  const short = active.filter(
    (rule) =>
      (rule.expirationDays ?? Infinity) < bucket.retentionDays ||
      (rule.noncurrentDays ?? Infinity) < bucket.noncurrentDays,
  );
  const shorter = short.map((rule) =>
    drift('audit-bucket-retention-shorter', `${bucket.name}/${rule.id}`, {
      what: `The lifecycle rule "${rule.id}" of the audit bucket deletes log files too early.`,
      expected: `${bucket.retentionDays} days, old versions ${bucket.noncurrentDays}`,
      actual: `${rule.expirationDays ?? 'no'} days, old versions ${rule.noncurrentDays ?? 'no'}`,
      why: 'An incident is often found months later.',
      fix:
        resources.length === 0
          ? `Correct that rule in the console (S3 > ${bucket.name} > Management): others made rules here, so none is changed by itself.`
          : undefined,
      resources,
    }),
  );
  if (!bucket.ownsLifecycle || active.some((rule) => rule.expirationDays !== undefined)) return shorter;
  const never = drift('audit-bucket-retention-missing', bucket.name, {
    what: 'No lifecycle rule deletes old log files.',
    expected: `${bucket.retentionDays} days`,
    actual: 'kept for ever',
    why: 'Storage grows and costs more every month.',
    resources,
  });
  return [...shorter, never];
}

/** CloudTrail writes below `AWSLogs/`; a rule for another prefix is somebody else's business. */
function reachesLogs({ prefix = '' }: LifecycleRuleFact): boolean {
  return 'AWSLogs/'.startsWith(prefix) || prefix.startsWith('AWSLogs/');
}

function lock({ bucket }: TrailPlan, live: OwnBucketFact, snapshot: Snapshot): readonly Finding[] {
  if (bucket.lockDays === undefined || isUnread(snapshot, 's3:GetBucketObjectLockConfiguration')) return [];
  const { mode, days = 0 } = live.objectLock ?? {};
  // COMPLIANCE is the stronger mode.
  const strong = mode === 'GOVERNANCE' || mode === 'COMPLIANCE';
  if (strong && days >= bucket.lockDays) return [];
  return [
    drift('audit-bucket-lock-weaker', bucket.name, {
      what: 'The object lock of the audit bucket is weaker than planned.',
      expected: `GOVERNANCE, ${bucket.lockDays} days`,
      actual: strong ? `${mode}, ${days} days` : 'no lock',
      why: 'Without it an administrator can delete log files.',
      resources: [names.auditBucketObjectLock],
    }),
  ];
}
