import {
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  HeadBucketCommand,
  type ObjectLockRetentionMode,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
} from '@aws-sdk/client-s3';
import type {
  BucketObjectLockConfigurationArgs,
  BucketObjectLockConfigurationState,
} from '@pulumi/aws/s3/bucketObjectLockConfiguration.js';
import type { BucketVersioningArgs, BucketVersioningState } from '@pulumi/aws/s3/bucketVersioning.js';
import { type Aws, unlessGone } from './aws-clients.ts';
import { defineSetting } from './s3-setting.ts';

export const bucketVersioning = defineSetting<BucketVersioningArgs, BucketVersioningState>()({
  token: 'aws:s3/bucketVersioning:BucketVersioning',
  inputs: ['bucket', 'versioningConfiguration', 'region'],
  refused: ['expectedBucketOwner', 'mfa'],
  refuse: ({ versioningConfiguration: next }, olds) => {
    const before = olds?.versioningConfiguration?.status;
    if (next?.status !== 'Disabled' || before === undefined || before === 'Disabled') return undefined;
    const reason = `versioning cannot be Disabled after it was ${before}; Suspended is what comes next`;
    return { property: 'versioningConfiguration', reason };
  },
  put: async (aws, inputs, bucket) => {
    const status = inputs.versioningConfiguration?.status;
    // What was never on needs no call, and AWS has none for it.
    if (status !== 'Disabled')
      await putVersioning(aws, bucket, status === 'Suspended' ? 'Suspended' : 'Enabled');
  },
  get: async (aws, Bucket) => {
    if ((await unlessGone(aws.s3.send(new HeadBucketCommand({ Bucket })))) === undefined) return undefined;
    const found = await aws.s3.send(new GetBucketVersioningCommand({ Bucket }));
    return { versioningConfiguration: { status: found.Status ?? 'Disabled' } };
  },
  // Suspended, never removed.
  delete: async (aws, id, state) => {
    if (state.versioningConfiguration?.status === 'Disabled') return;
    await unlessGone(putVersioning(aws, id, 'Suspended'), 'InvalidBucketState');
  },
});

function putVersioning({ s3 }: Aws, Bucket: string, Status: 'Enabled' | 'Suspended'): Promise<unknown> {
  return s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
}

const noLock = 'ObjectLockConfigurationNotFoundError';
export const bucketObjectLock = defineSetting<
  BucketObjectLockConfigurationArgs,
  BucketObjectLockConfigurationState
>()({
  token: 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration',
  inputs: ['bucket', 'objectLockEnabled', 'rule', 'region'],
  refused: ['expectedBucketOwner', 'token'],
  replaces: ['objectLockEnabled'],
  defaults: { objectLockEnabled: 'Enabled' },
  put: (aws, inputs, bucket) => {
    const { mode, days, years } = inputs.rule?.defaultRetention ?? {};
    const retention = { Mode: mode as ObjectLockRetentionMode, Days: days, Years: years };
    return putLock(aws, bucket, mode === undefined ? {} : { Rule: { DefaultRetention: retention } });
  },
  get: async (aws, Bucket) => {
    const ask = aws.s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
    const found = (await unlessGone(ask, noLock))?.ObjectLockConfiguration;
    if (found?.ObjectLockEnabled !== 'Enabled') return undefined;
    const { Mode: mode, Days: days, Years: years } = found.Rule?.DefaultRetention ?? {};
    const defaultRetention = {
      mode,
      ...(days === undefined ? {} : { days }),
      ...(years === undefined ? {} : { years }),
    };
    return { objectLockEnabled: 'Enabled', ...(mode === undefined ? {} : { rule: { defaultRetention } }) };
  },
  // Only the rule goes; the lock itself stays on for ever.
  delete: async (aws, id) => {
    await unlessGone(putLock(aws, id, {}), noLock);
  },
});

function putLock(
  { s3 }: Aws,
  Bucket: string,
  rule: {
    readonly Rule?: {
      readonly DefaultRetention: {
        readonly Mode: ObjectLockRetentionMode;
        readonly Days: number | undefined;
        readonly Years: number | undefined;
      };
    };
  },
): Promise<unknown> {
  const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', ...rule } as const;
  return s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
}
