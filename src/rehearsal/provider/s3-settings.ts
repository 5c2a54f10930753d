import {
  DeleteBucketEncryptionCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  type ObjectOwnership,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  type ServerSideEncryption,
} from '@aws-sdk/client-s3';
import type {
  BucketOwnershipControlsArgs,
  BucketOwnershipControlsState,
} from '@pulumi/aws/s3/bucketOwnershipControls.js';
import type { BucketPolicyArgs, BucketPolicyState } from '@pulumi/aws/s3/bucketPolicy.js';
import type {
  BucketPublicAccessBlockArgs,
  BucketPublicAccessBlockState,
} from '@pulumi/aws/s3/bucketPublicAccessBlock.js';
import type {
  BucketServerSideEncryptionConfigurationArgs,
  BucketServerSideEncryptionConfigurationState,
} from '@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js';
import { unlessGone } from './aws-clients.ts';
import { flag, text } from './resource-type.ts';
import { defineSetting } from './s3-setting.ts';

export const bucketPolicy = defineSetting<BucketPolicyArgs, BucketPolicyState>()({
  token: 'aws:s3/bucketPolicy:BucketPolicy',
  inputs: ['bucket', 'policy', 'region'],
  documents: ['policy'],
  put: (aws, inputs, Bucket) =>
    aws.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: text(inputs, 'policy') })),
  get: async (aws, Bucket) => {
    const ask = aws.s3.send(new GetBucketPolicyCommand({ Bucket }));
    const policy = (await unlessGone(ask, 'NoSuchBucketPolicy'))?.Policy;
    return policy === undefined ? undefined : { policy };
  },
  delete: async (aws, id) => {
    await unlessGone(aws.s3.send(new DeleteBucketPolicyCommand({ Bucket: id })));
  },
});

const noEncryption = 'ServerSideEncryptionConfigurationNotFoundError';
export const bucketEncryption = defineSetting<
  BucketServerSideEncryptionConfigurationArgs,
  BucketServerSideEncryptionConfigurationState
>()({
  token: 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
  inputs: ['bucket', 'rules', 'region'],
  refused: ['expectedBucketOwner'],
  sets: ['rules'],
  put: (aws, inputs, Bucket) => {
    const Rules = (inputs.rules ?? []).map(
      ({ applyServerSideEncryptionByDefault: given, bucketKeyEnabled }) => ({
        ...(given === undefined
          ? {}
          : {
              ApplyServerSideEncryptionByDefault: {
                SSEAlgorithm: given.sseAlgorithm as ServerSideEncryption,
                KMSMasterKeyID: given.kmsMasterKeyId,
              },
            }),
        BucketKeyEnabled: bucketKeyEnabled ?? false,
      }),
    );
    return aws.s3.send(
      new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }),
    );
  },
  get: async (aws, Bucket) => {
    const found = await unlessGone(aws.s3.send(new GetBucketEncryptionCommand({ Bucket })), noEncryption);
    const rules = found?.ServerSideEncryptionConfiguration?.Rules ?? [];
    if (rules.length === 0) return undefined;
    return {
      rules: rules.map((rule) => {
        const { SSEAlgorithm: sseAlgorithm = '', KMSMasterKeyID: kmsMasterKeyId } =
          rule.ApplyServerSideEncryptionByDefault ?? {};
        return {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm,
            ...(kmsMasterKeyId === undefined ? {} : { kmsMasterKeyId }),
          },
          bucketKeyEnabled: rule.BucketKeyEnabled ?? false,
        };
      }),
    };
  },
  delete: async (aws, id) => {
    await unlessGone(aws.s3.send(new DeleteBucketEncryptionCommand({ Bucket: id })), noEncryption);
  },
});

const noBlock = 'NoSuchPublicAccessBlockConfiguration';
export const bucketPublicAccessBlock = defineSetting<
  BucketPublicAccessBlockArgs,
  BucketPublicAccessBlockState
>()({
  token: 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
  inputs: [
    'bucket',
    'blockPublicAcls',
    'blockPublicPolicy',
    'ignorePublicAcls',
    'restrictPublicBuckets',
    'region',
  ],
  refused: ['skipDestroy'],
  defaults: {
    blockPublicAcls: false,
    blockPublicPolicy: false,
    ignorePublicAcls: false,
    restrictPublicBuckets: false,
  },
  put: (aws, inputs, Bucket) => {
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: flag(inputs, 'blockPublicAcls'),
      BlockPublicPolicy: flag(inputs, 'blockPublicPolicy'),
      IgnorePublicAcls: flag(inputs, 'ignorePublicAcls'),
      RestrictPublicBuckets: flag(inputs, 'restrictPublicBuckets'),
    };
    return aws.s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
  },
  get: async (aws, Bucket) => {
    const ask = aws.s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    const found = (await unlessGone(ask, noBlock))?.PublicAccessBlockConfiguration;
    if (found === undefined) return undefined;
    return {
      blockPublicAcls: found.BlockPublicAcls ?? false,
      blockPublicPolicy: found.BlockPublicPolicy ?? false,
      ignorePublicAcls: found.IgnorePublicAcls ?? false,
      restrictPublicBuckets: found.RestrictPublicBuckets ?? false,
    };
  },
  delete: async (aws, id) => {
    await unlessGone(aws.s3.send(new DeletePublicAccessBlockCommand({ Bucket: id })), noBlock);
  },
});

const noOwnership = 'OwnershipControlsNotFoundError';
export const bucketOwnershipControls = defineSetting<
  BucketOwnershipControlsArgs,
  BucketOwnershipControlsState
>()({
  token: 'aws:s3/bucketOwnershipControls:BucketOwnershipControls',
  inputs: ['bucket', 'rule', 'region'],
  put: (aws, inputs, Bucket) => {
    const rule = { ObjectOwnership: inputs.rule?.objectOwnership as ObjectOwnership };
    return aws.s3.send(
      new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [rule] } }),
    );
  },
  get: async (aws, Bucket) => {
    const ask = aws.s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    const [rule] = (await unlessGone(ask, noOwnership))?.OwnershipControls?.Rules ?? [];
    return rule?.ObjectOwnership === undefined
      ? undefined
      : { rule: { objectOwnership: rule.ObjectOwnership } };
  },
  delete: async (aws, id) => {
    await unlessGone(aws.s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket: id })), noOwnership);
  },
});
