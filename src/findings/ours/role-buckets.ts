import { logicalNames as names } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import type { Plan, RolePlan } from '../../model/plan.ts';
import type { OwnBucketFact, Snapshot } from '../../model/snapshot.ts';
import { drift, isUnread, missingStatements } from './drift.ts';
import { openSwitches } from './public-access.ts';

/** Buckets that the plan makes for roles. */
export function compareRoleBuckets(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const wanted = new Map(
    plan.parts.roles.flatMap((role) => role.createBuckets.map((each) => [each.name, each])),
  );
  return [...wanted.values()].flatMap((bucket) => compareBucket(bucket, snapshot));
}

type Wanted = RolePlan['createBuckets'][number];

function compareBucket({ name, policy }: Wanted, snapshot: Snapshot): readonly Finding[] {
  const live = snapshot.buckets[name];
  const block = names.roleBucketPublicAccessBlock(name);
  const encryption = names.roleBucketEncryption(name);
  // Not looked at, or not to be told: nothing is known.
  if (live === undefined) return [];
  if (live.kind !== 'own') {
    return [
      drift('role-bucket-missing', name, {
        what: `The bucket "${name}" is missing.`,
        expected: 'bucket of this account',
        actual: live.kind === 'foreign' ? 'belongs to another account' : 'absent',
        why: 'The programs of a role keep their objects there.',
        ...(live.kind === 'foreign'
          ? { fix: 'Somebody else has the name now: choose another one in the file.' }
          : {}),
        resources:
          live.kind === 'foreign'
            ? []
            : [names.roleBucket(name), block, encryption, names.roleBucketPolicy(name)],
      }),
    ];
  }
  const findings: Finding[] = [];
  const open = openSwitches(live.publicAccessBlock);
  if (open.length > 0 && !isUnread(snapshot, 's3:GetBucketPublicAccessBlock')) {
    const why = 'One wrong policy or ACL would show its objects to the world.';
    findings.push(
      drift('role-bucket-open', name, {
        what: `The bucket "${name}" does not block public access.`,
        expected: 'all four on',
        actual: `off: ${open.join(', ')}`,
        why,
        resources: [block],
      }),
    );
  }
  if (live.encryption === undefined && !isUnread(snapshot, 's3:GetEncryptionConfiguration')) {
    const why = 'New objects are to be encrypted by themselves.';
    findings.push(
      drift('role-bucket-unencrypted', name, {
        what: `The bucket "${name}" has no default encryption.`,
        expected: 'AES256',
        actual: 'none',
        why,
        resources: [encryption],
      }),
    );
  }
  return [...findings, ...comparePolicy(name, policy, live, snapshot)];
}

function comparePolicy(
  name: string,
  policy: Wanted['policy'],
  live: OwnBucketFact,
  snapshot: Snapshot,
): readonly Finding[] {
  if (policy === undefined || isUnread(snapshot, 's3:GetBucketPolicy')) return [];
  const missing = missingStatements(policy, live.policy);
  if (missing.length === 0) return [];
  return [
    drift('role-bucket-policy-changed', name, {
      what: `The policy of the bucket "${name}" lacks planned statements.`,
      expected: missing.join(', '),
      actual: live.policy === undefined ? 'no policy' : 'missing or changed',
      why: 'Without them objects may travel unprotected.',
      resources: [names.roleBucketPolicy(name)],
    }),
  ];
}
