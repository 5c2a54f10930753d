import * as cloudtrail from '@pulumi/aws/cloudtrail/index.js';
import * as kms from '@pulumi/aws/kms/index.js';
import * as s3 from '@pulumi/aws/s3/index.js';
import { ComponentResource, type ComponentResourceOptions, type Resource } from '@pulumi/pulumi';
import { logicalNames as names } from '../../src/lib/logical-names.ts';
import type { Plan, TrailPlan } from '../../src/model/plan.ts';
import { childOptions } from '../child-options.ts';
import type { AlarmDelivery } from './alarm-delivery.ts';

/**
 * The audit trail: bucket and its settings, key, then the bucket's policy, then the trail; CloudTrail refuses
 * a bucket whose policy does not let it write yet. All of it is protected and outlives the stack.
 */
export class AuditTrail extends ComponentResource {
  /** The trail: whatever must come after «somebody is watching» depends on it. */
  readonly trail: cloudtrail.Trail;
  /** Absent: SSE-S3. */
  readonly key: kms.Key | undefined;
  readonly #plan: Plan;
  readonly #part: TrailPlan;

  /** @param delivery where the trail delivers to as well, for the alarms */
  constructor(
    name: string,
    plan: Plan,
    part: TrailPlan,
    delivery?: AlarmDelivery,
    options?: ComponentResourceOptions,
  ) {
    super('bootstrap-account:index:AuditTrail', name, {}, options);
    this.#plan = plan;
    this.#part = part;
    const bucket = this.#bucket();
    const settings = this.#settings(bucket);
    this.key = this.#key();
    const encryption = this.#encryption(bucket, this.key);
    const policy = new s3.BucketPolicy(
      names.auditBucketPolicy,
      { bucket: bucket.bucket, policy: JSON.stringify(part.bucket.policy) },
      this.#options(names.auditBucketPolicy, settings),
    );
    this.trail = new cloudtrail.Trail(
      names.trail,
      {
        name: part.trail.name,
        s3BucketName: bucket.bucket,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        enableLogging: true,
        tags: { ...part.trail.tags },
        ...(this.key === undefined ? {} : { kmsKeyId: this.key.arn }),
        ...(delivery === undefined
          ? {}
          : { cloudWatchLogsGroupArn: delivery.logGroupArn, cloudWatchLogsRoleArn: delivery.roleArn }),
      },
      {
        ...this.#options(names.trail, [policy, ...encryption, ...(delivery?.ready ?? [])]),
        // What somebody else hung on the trail (alarms read its log group) stays there.
        ignoreChanges: [
          ...(part.trail.logs === 'left' ? ['cloudWatchLogsGroupArn', 'cloudWatchLogsRoleArn'] : []),
          'snsTopicName',
          'insightSelectors',
        ],
      },
    );
    this.registerOutputs({ trailArn: this.trail.arn, bucketName: bucket.bucket });
  }

  #options(name: string, after: readonly Resource[] = []) {
    return childOptions(this.#plan, this, name, { keep: 'protect', after });
  }

  #bucket(): s3.Bucket {
    const { name, lockAtCreation, tags } = this.#part.bucket;
    return new s3.Bucket(
      names.auditBucket,
      { bucket: name, tags: { ...tags }, ...(lockAtCreation ? { objectLockEnabled: true } : {}) },
      this.#options(names.auditBucket),
    );
  }

  #settings(bucket: s3.Bucket): readonly Resource[] {
    const block = new s3.BucketPublicAccessBlock(
      names.auditBucketPublicAccessBlock,
      {
        bucket: bucket.bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      this.#options(names.auditBucketPublicAccessBlock),
    );
    const ownership = new s3.BucketOwnershipControls(
      names.auditBucketOwnership,
      { bucket: bucket.bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } },
      // S3 answers OperationAborted to two settings put at once, so they go one after another.
      this.#options(names.auditBucketOwnership, [block]),
    );
    const versioning = new s3.BucketVersioning(
      names.auditBucketVersioning,
      { bucket: bucket.bucket, versioningConfiguration: { status: 'Enabled' } },
      this.#options(names.auditBucketVersioning, [ownership]),
    );
    return [
      block,
      ownership,
      versioning,
      ...this.#lifecycle(bucket, versioning),
      ...this.#objectLock(bucket, versioning),
    ];
  }

  #lifecycle(bucket: s3.Bucket, versioning: Resource): readonly Resource[] {
    const { ownsLifecycle, retentionDays, noncurrentDays } = this.#part.bucket;
    if (!ownsLifecycle) return [];
    const rule = {
      id: 'expire-log-files',
      status: 'Enabled',
      filter: { prefix: '' },
      expiration: { days: retentionDays },
      noncurrentVersionExpiration: { noncurrentDays },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    };
    const options = this.#options(names.auditBucketLifecycle, [versioning]);
    return [
      new s3.BucketLifecycleConfiguration(
        names.auditBucketLifecycle,
        { bucket: bucket.bucket, rules: [rule] },
        options,
      ),
    ];
  }

  #objectLock(bucket: s3.Bucket, versioning: Resource): readonly Resource[] {
    const { lockDays, lockMode } = this.#part.bucket;
    if (lockDays === undefined) return [];
    const rule = { defaultRetention: { mode: lockMode, days: lockDays } };
    const options = this.#options(names.auditBucketObjectLock, [versioning]);
    return [
      new s3.BucketObjectLockConfiguration(
        names.auditBucketObjectLock,
        { bucket: bucket.bucket, rule },
        options,
      ),
    ];
  }

  #key(): kms.Key | undefined {
    const wanted = this.#part.key;
    if (wanted === undefined) return undefined;
    const key = new kms.Key(
      names.auditKey,
      {
        description: wanted.description,
        policy: JSON.stringify(wanted.policy),
        enableKeyRotation: true,
        deletionWindowInDays: wanted.deletionWindowDays,
        tags: { ...wanted.tags },
      },
      this.#options(names.auditKey),
    );
    new kms.Alias(
      names.auditKeyAlias,
      { name: wanted.alias, targetKeyId: key.keyId },
      this.#options(names.auditKeyAlias),
    );
    return key;
  }

  #encryption(bucket: s3.Bucket, key: kms.Key | undefined): readonly Resource[] {
    if (!this.#part.bucket.ownsEncryption) return [];
    const byDefault =
      key === undefined ? { sseAlgorithm: 'AES256' } : { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn };
    const made = new s3.BucketServerSideEncryptionConfiguration(
      names.auditBucketEncryption,
      {
        bucket: bucket.bucket,
        rules: [{ applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled: key !== undefined }],
      },
      this.#options(names.auditBucketEncryption),
    );
    return [made];
  }
}
