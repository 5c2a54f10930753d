import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  type LifecycleRule,
} from '@aws-sdk/client-s3';
import type { LifecycleRuleFact, OwnBucketFact } from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';
import { publicAccessBlockFact } from './account-settings.ts';
import { parseDocument } from './document.ts';
import { tagsOf } from './facts.ts';
import type { Gather } from './gather.ts';

/** A bucket that is looked at. */
export interface BucketLook {
  readonly clients: Clients;
  readonly gather: Gather;
  readonly accountId: string;
  readonly name: string;
}

/** Every setting of one bucket of ours; a setting that is not there is absent, one that is denied is noted. */
export async function readBucketSettings(
  look: BucketLook,
): Promise<Omit<OwnBucketFact, 'kind' | 'name' | 'region'>> {
  const [access, data] = await Promise.all([readAccess(look), readData(look)]);
  return { ...access, ...data };
}

type Access = Pick<OwnBucketFact, 'tags' | 'policy' | 'publicAccessBlock' | 'objectOwnership'>;

async function readAccess({ clients: { s3 }, gather, accountId, name }: BucketLook): Promise<Access> {
  const input = { Bucket: name, ExpectedBucketOwner: accountId };
  const about = (code: string) => ({ subject: name, absent: [code, 'NoSuchBucket'] });
  const [tags, policy, block, ownership] = await Promise.all([
    gather.attempt(
      's3:GetBucketTagging',
      () => s3.send(new GetBucketTaggingCommand(input)),
      about('NoSuchTagSet'),
    ),
    gather.attempt(
      's3:GetBucketPolicy',
      () => s3.send(new GetBucketPolicyCommand(input)),
      about('NoSuchBucketPolicy'),
    ),
    gather.attempt(
      's3:GetBucketPublicAccessBlock',
      () => s3.send(new GetPublicAccessBlockCommand(input)),
      about('NoSuchPublicAccessBlockConfiguration'),
    ),
    gather.attempt(
      's3:GetBucketOwnershipControls',
      () => s3.send(new GetBucketOwnershipControlsCommand(input)),
      about('OwnershipControlsNotFoundError'),
    ),
  ]);
  const publicAccessBlock = publicAccessBlockFact(block?.PublicAccessBlockConfiguration);
  const objectOwnership = ownership?.OwnershipControls?.Rules?.[0]?.ObjectOwnership;
  return {
    tags: tagsOf(tags?.TagSet),
    ...(policy?.Policy === undefined ? {} : { policy: parseDocument(policy.Policy, `bucket ${name}`) }),
    ...(publicAccessBlock === undefined ? {} : { publicAccessBlock }),
    ...(objectOwnership === undefined ? {} : { objectOwnership }),
  };
}

type Data = Pick<OwnBucketFact, 'versioning' | 'mfaDelete' | 'encryption' | 'lifecycle' | 'objectLock'>;

async function readData({ clients: { s3 }, gather, accountId, name }: BucketLook): Promise<Data> {
  const input = { Bucket: name, ExpectedBucketOwner: accountId };
  const about = (code: string) => ({ subject: name, absent: [code, 'NoSuchBucket'] });
  const [versioning, encryption, lifecycle, lock] = await Promise.all([
    gather.attempt(
      's3:GetBucketVersioning',
      () => s3.send(new GetBucketVersioningCommand(input)),
      about('NoSuchVersion'),
    ),
    gather.attempt(
      's3:GetEncryptionConfiguration',
      () => s3.send(new GetBucketEncryptionCommand(input)),
      about('ServerSideEncryptionConfigurationNotFoundError'),
    ),
    gather.attempt(
      's3:GetLifecycleConfiguration',
      () => s3.send(new GetBucketLifecycleConfigurationCommand(input)),
      about('NoSuchLifecycleConfiguration'),
    ),
    gather.attempt(
      's3:GetBucketObjectLockConfiguration',
      () => s3.send(new GetObjectLockConfigurationCommand(input)),
      about('ObjectLockConfigurationNotFoundError'),
    ),
  ]);
  const rule = encryption?.ServerSideEncryptionConfiguration?.Rules?.[0];
  const byDefault = rule?.ApplyServerSideEncryptionByDefault;
  const retention = lock?.ObjectLockConfiguration?.Rule?.DefaultRetention;
  const days = retention?.Days ?? (retention?.Years === undefined ? undefined : retention.Years * 365);
  return {
    versioning: versioning?.Status ?? 'Disabled',
    ...(versioning?.MFADelete === 'Enabled' ? { mfaDelete: true as const } : {}),
    ...(byDefault?.SSEAlgorithm === undefined
      ? {}
      : {
          encryption: {
            algorithm: byDefault.SSEAlgorithm,
            ...(byDefault.KMSMasterKeyID === undefined ? {} : { kmsKeyArn: byDefault.KMSMasterKeyID }),
            bucketKey: rule?.BucketKeyEnabled === true,
          },
        }),
    lifecycle: (lifecycle?.Rules ?? []).map(lifecycleRuleFact),
    ...(lock?.ObjectLockConfiguration === undefined
      ? {}
      : {
          objectLock: {
            enabled: lock.ObjectLockConfiguration.ObjectLockEnabled === 'Enabled',
            ...(retention?.Mode === undefined ? {} : { mode: retention.Mode }),
            ...(days === undefined ? {} : { days }),
          },
        }),
  };
}

function lifecycleRuleFact(rule: LifecycleRule): LifecycleRuleFact {
  const prefix = rule.Filter?.Prefix ?? rule.Filter?.And?.Prefix ?? rule.Prefix;
  const expirationDays = rule.Expiration?.Days;
  const noncurrentDays = rule.NoncurrentVersionExpiration?.NoncurrentDays;
  const abortMultipartDays = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
  return {
    id: rule.ID ?? '',
    enabled: rule.Status === 'Enabled',
    ...(prefix === undefined || prefix === '' ? {} : { prefix }),
    ...(expirationDays === undefined ? {} : { expirationDays }),
    ...(noncurrentDays === undefined ? {} : { noncurrentDays }),
    ...(abortMultipartDays === undefined ? {} : { abortMultipartDays }),
  };
}
