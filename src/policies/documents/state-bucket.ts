import type { PolicyDocument } from '../../model/policy.ts';
import type { OwnBucketFact } from '../../model/snapshot.ts';
import { listOf } from '../list-of.ts';

/** Alias of the key that encrypts the bucket of the state. */
export const stateKeyAlias = 'alias/bootstrap-account-state';

/** What a bucket that somebody else made lacks to be trusted with a state; empty: nothing. */
export function lackingForState(bucket: OwnBucketFact): readonly string[] {
  const block = bucket.publicAccessBlock;
  const closed =
    block?.blockPublicAcls === true &&
    block.ignorePublicAcls &&
    block.blockPublicPolicy &&
    block.restrictPublicBuckets;
  return [
    ...(bucket.versioning === 'Enabled' ? [] : ['versioning']),
    ...(bucket.encryption?.algorithm.startsWith('aws:kms') === true
      ? []
      : ['default encryption with a KMS key']),
    ...(closed ? [] : ['all four blocks of public access']),
    ...(deniesPlainHttp(bucket.policy) ? [] : ['a bucket policy that denies calls without TLS']),
    ...(bucket.objectLock?.days === undefined ? [] : ['no object lock with a default period']),
  ];
}

function deniesPlainHttp(policy: PolicyDocument | undefined): boolean {
  return (policy?.Statement ?? []).some(
    ({ Effect, Action, Condition }) =>
      Effect === 'Deny' &&
      listOf(Action).includes('s3:*') &&
      String(Condition?.Bool?.['aws:SecureTransport'] ?? '') === 'false',
  );
}
