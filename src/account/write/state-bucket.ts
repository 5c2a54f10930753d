import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
} from '@aws-sdk/client-kms';
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import type { PolicyDocument } from '../../model/policy.ts';
import { awsErrorCode, explainAwsError } from '../aws-error.ts';
import type { Clients } from '../clients.ts';

export interface StateBucketWish {
  readonly bucket: string;
  readonly accountId: string;
  /** Lets nobody in without TLS. */
  readonly policy: PolicyDocument;
  readonly keyAlias: string;
}

/** Days that an older version of the state is kept. */
const noncurrentDays = 90;
const tags = { ManagedBy: 'bootstrap-account', Origin: 'made', Purpose: 'State of bootstrap-account' };

/**
 * Makes the bucket for the state with a key of its own: versioned, encrypted, closed to the public, for its owner
 * alone. Every step may be done already: a run that broke off is run again.
 * @throws ToolError with a next step
 */
export async function makeStateBucket(
  clients: Pick<Clients, 's3' | 'kms' | 'region'>,
  wish: StateBucketWish,
): Promise<void> {
  try {
    await createBucket(clients, wish);
    const input = { Bucket: wish.bucket, ExpectedBucketOwner: wish.accountId };
    const { s3 } = clients;
    await s3.send(
      new PutPublicAccessBlockCommand({
        ...input,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        },
      }),
    );
    await s3.send(
      new PutBucketOwnershipControlsCommand({
        ...input,
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      }),
    );
    await s3.send(
      new PutBucketVersioningCommand({ ...input, VersioningConfiguration: { Status: 'Enabled' } }),
    );
    await s3.send(new PutBucketPolicyCommand({ ...input, Policy: JSON.stringify(wish.policy) }));
    const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    await s3.send(new PutBucketTaggingCommand({ ...input, Tagging: { TagSet } }));
    await setLifecycle(clients, input);
    await encrypt(clients, input, await ensureKey(clients, wish.keyAlias));
  } catch (error) {
    throw explainAwsError(error, `making the bucket ${wish.bucket} for the state`, clients.region);
  }
}

type Bucket = { readonly Bucket: string; readonly ExpectedBucketOwner: string };

async function createBucket(
  { s3, region }: Pick<Clients, 's3' | 'region'>,
  { bucket }: StateBucketWish,
): Promise<void> {
  const LocationConstraint = region as BucketLocationConstraint;
  try {
    await s3.send(
      new CreateBucketCommand({
        Bucket: bucket,
        ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint } }),
      }),
    );
  } catch (error) {
    // Whose it is, the next call finds out.
    if (awsErrorCode(error) !== 'BucketAlreadyOwnedByYou') throw error;
  }
}

async function setLifecycle({ s3 }: Pick<Clients, 's3'>, input: Bucket): Promise<void> {
  const Rules = [
    {
      ID: 'expire-old-states',
      Status: 'Enabled' as const,
      Filter: { Prefix: '' },
      NoncurrentVersionExpiration: { NoncurrentDays: noncurrentDays },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    },
  ];
  await s3.send(new PutBucketLifecycleConfigurationCommand({ ...input, LifecycleConfiguration: { Rules } }));
}

async function encrypt({ s3 }: Pick<Clients, 's3'>, input: Bucket, key: string): Promise<void> {
  const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: key };
  const Rules = [{ ApplyServerSideEncryptionByDefault, BucketKeyEnabled: true }];
  await s3.send(new PutBucketEncryptionCommand({ ...input, ServerSideEncryptionConfiguration: { Rules } }));
}

/** The key by its alias, so that a second try finds it; without a policy of its own IAM decides who may use it. */
async function ensureKey({ kms }: Pick<Clients, 'kms'>, alias: string): Promise<string> {
  try {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: alias }));
    if (KeyMetadata?.Arn !== undefined) return KeyMetadata.Arn;
  } catch (error) {
    if (awsErrorCode(error) !== 'NotFound') throw error;
  }
  const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({ Description: 'Encrypts the state of bootstrap-account', Tags }),
  );
  const { KeyId = '', Arn = '' } = KeyMetadata ?? {};
  await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyId }));
  await kms.send(new EnableKeyRotationCommand({ KeyId }));
  return Arn;
}
