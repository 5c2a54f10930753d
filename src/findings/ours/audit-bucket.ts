import { logicalNames as names } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import type { Plan, TrailPlan } from '../../model/plan.ts';
import type { Statement } from '../../model/policy.ts';
import type { OwnBucketFact, Snapshot } from '../../model/snapshot.ts';
import { drift, foreignStatements, isUnread, missingStatements } from './drift.ts';
import { openSwitches } from './public-access.ts';
import { compareRetention } from './retention.ts';

/** The audit bucket and every setting of it. */
export function compareAuditBucket(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const part = plan.parts['audit-trail'];
  const live = part === null ? undefined : snapshot.buckets[part.bucket.name];
  if (part === null || live === undefined) return [];
  if (live.kind !== 'own') return [missing(part, live.kind)];
  return [
    ...access(part, live, snapshot),
    ...policy(part, live, snapshot),
    ...data(live, snapshot),
    ...encryption(part, live, snapshot),
    ...compareRetention(part, live, snapshot),
  ];
}

function missing({ bucket }: TrailPlan, kind: 'absent' | 'foreign'): Finding {
  const gone = kind === 'absent';
  const everything = [
    names.auditBucket,
    names.auditBucketPublicAccessBlock,
    names.auditBucketOwnership,
    names.auditBucketVersioning,
    names.auditBucketEncryption,
    ...(bucket.ownsLifecycle ? [names.auditBucketLifecycle] : []),
    ...(bucket.lockDays === undefined ? [] : [names.auditBucketObjectLock]),
    names.auditBucketPolicy,
  ];
  return drift('audit-bucket-missing', bucket.name, {
    what: gone
      ? `The audit bucket "${bucket.name}" is missing.`
      : `The name "${bucket.name}" belongs to another account now.`,
    expected: 'bucket of this account',
    actual: gone ? 'absent' : 'belongs to another account',
    why: gone ? 'The log files are gone, and new ones are lost.' : 'The trail would deliver to a stranger.',
    ...(gone
      ? {}
      : {
          fix: 'Remove trail.bucket from the file (a new name is made), then run `bootstrap-account apply`.',
        }),
    resources: gone ? everything : [],
  });
}

function access({ bucket }: TrailPlan, live: OwnBucketFact, snapshot: Snapshot): readonly Finding[] {
  const findings: Finding[] = [];
  const open = openSwitches(live.publicAccessBlock);
  if (open.length > 0 && !isUnread(snapshot, 's3:GetBucketPublicAccessBlock')) {
    const why = 'One wrong policy or ACL would show the log files to the world.';
    findings.push(
      drift('audit-bucket-open', bucket.name, {
        what: 'The audit bucket does not block public access.',
        expected: 'all four on',
        actual: `off: ${open.join(', ')}`,
        why,
        resources: [names.auditBucketPublicAccessBlock],
      }),
    );
  }
  const expected = 'BucketOwnerEnforced';
  if (live.objectOwnership !== expected && !isUnread(snapshot, 's3:GetBucketOwnershipControls')) {
    const why = 'With ACLs in force an object may belong to somebody else.';
    findings.push(
      drift('audit-bucket-ownership-changed', bucket.name, {
        what: 'ACLs are in force on the audit bucket.',
        expected,
        actual: live.objectOwnership ?? 'not set',
        why,
        resources: [names.auditBucketOwnership],
      }),
    );
  }
  return findings;
}

function policy({ bucket }: TrailPlan, live: OwnBucketFact, snapshot: Snapshot): readonly Finding[] {
  if (isUnread(snapshot, 's3:GetBucketPolicy')) return [];
  const missing = missingStatements(bucket.policy, live.policy);
  const changed = drift('audit-bucket-policy-changed', bucket.name, {
    what: 'The policy of the audit bucket lacks planned statements.',
    expected: missing.join(', '),
    actual: live.policy === undefined ? 'no policy' : 'missing or changed',
    why: 'Without them the trail cannot deliver, or log files travel unprotected.',
    resources: [names.auditBucketPolicy],
  });
  const open = (live.policy?.Statement ?? [])
    .filter(allowsEverybody)
    .map((statement) => statement.Sid ?? 'without Sid');
  const everybody = drift('audit-bucket-policy-public', bucket.name, {
    what: `The policy of the audit bucket allows everybody something: ${open.join(', ')}.`,
    expected: 'no Allow for *',
    actual: open.join(', '),
    why: 'Anybody could read, forge or delete log files.',
    fix: `Remove that statement in the console (S3 > ${bucket.name} > Permissions > Bucket policy). It was not planned, so it is not removed by itself.`,
    resources: [],
  });
  return [
    ...(missing.length === 0 ? [] : [changed]),
    ...(open.length === 0 ? [] : [everybody]),
    // Those that let everybody in are told already, as what they are.
    ...foreignStatements(
      'audit bucket',
      bucket.name,
      bucket.foreign.filter((statement) => !allowsEverybody(statement)),
    ),
  ];
}

/** Also with a condition: the audit bucket serves named services only. */
function allowsEverybody({ Effect, Principal, NotPrincipal }: Statement): boolean {
  if (Effect !== 'Allow') return false;
  if (NotPrincipal !== undefined || Principal === '*') return true;
  const accounts = Principal?.AWS ?? [];
  return typeof accounts === 'string' ? accounts === '*' : accounts.includes('*');
}

function data(live: OwnBucketFact, snapshot: Snapshot): readonly Finding[] {
  if (live.versioning === 'Enabled' || isUnread(snapshot, 's3:GetBucketVersioning')) return [];
  const why = 'An overwritten or deleted log file could not be brought back.';
  return [
    drift('audit-bucket-versioning-off', live.name, {
      what: 'Versioning of the audit bucket is off.',
      expected: 'Enabled',
      actual: live.versioning,
      why,
      resources: [names.auditBucketVersioning],
    }),
  ];
}

function encryption({ key }: TrailPlan, live: OwnBucketFact, snapshot: Snapshot): readonly Finding[] {
  if (isUnread(snapshot, 's3:GetEncryptionConfiguration')) return [];
  const actual = live.encryption?.kmsKeyArn ?? live.encryption?.algorithm ?? 'none';
  const finding = (expected: string): Finding =>
    drift('audit-bucket-encryption-changed', live.name, {
      what: 'The audit bucket does not encrypt as planned.',
      expected,
      actual,
      why: 'The key decides who can read the log files.',
      resources: [names.auditBucketEncryption],
    });
  // A key where none was planned is stronger.
  if (key === undefined) return live.encryption === undefined ? [finding('AES256')] : [];
  const planned = snapshot.keys.find((candidate) => candidate.aliases.includes(key.alias));
  const kms = live.encryption?.algorithm.startsWith('aws:kms') === true;
  // Without the planned key there is nothing more to compare with; that it is missing is told elsewhere.
  const same =
    kms && (planned === undefined || actual === planned.arn || actual === planned.id || actual === key.alias);
  return same ? [] : [finding(planned?.arn ?? key.alias)];
}
