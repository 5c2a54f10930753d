import {
  DeleteBucketEncryptionCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  type ObjectLockRetentionMode,
  type ObjectOwnership,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
  type ServerSideEncryption,
} from '@aws-sdk/client-s3';
import { type Aws, unlessGone } from './aws-clients.ts';
import {
  flag,
  list,
  optionalNumber,
  optionalText,
  type Properties,
  type ResourceType,
  record,
  text,
} from './resource-type.ts';

type Put = (aws: Aws, inputs: Properties) => Promise<unknown>;

/** What all settings of a bucket share: id is the bucket, create and update are one call, the bucket replaces. */
function setting(
  part: Pick<ResourceType, 'token' | 'inputs' | 'delete'> &
    Partial<ResourceType> & {
      readonly put: Put;
      readonly get: (aws: Aws, bucket: string) => Promise<Properties | undefined>;
    },
): ResourceType {
  const { put, get, ...rest } = part;
  return {
    replaces: ['bucket'],
    outputs: [],
    regional: true,
    ...rest,
    create: async (aws, inputs) => {
      await put(aws, inputs);
      return text(inputs, 'bucket');
    },
    read: async (aws, id) => {
      const properties = await get(aws, id);
      return properties === undefined ? undefined : { id, properties: { bucket: id, ...properties } };
    },
    update: async (aws, _id, { next }) => {
      await put(aws, next);
    },
  };
}

export const bucketPolicy = setting({
  token: 'aws:s3/bucketPolicy:BucketPolicy',
  inputs: ['bucket', 'policy', 'region'],
  documents: ['policy'],
  put: (aws, inputs) =>
    aws.s3.send(
      new PutBucketPolicyCommand({ Bucket: text(inputs, 'bucket'), Policy: text(inputs, 'policy') }),
    ),
  get: async (aws, id) => {
    const found = await unlessGone(
      aws.s3.send(new GetBucketPolicyCommand({ Bucket: id })),
      'NoSuchBucketPolicy',
    );
    return found?.Policy === undefined ? undefined : { policy: found.Policy };
  },
  delete: async (aws, id) => {
    await unlessGone(aws.s3.send(new DeleteBucketPolicyCommand({ Bucket: id })));
  },
});

export const bucketVersioning = setting({
  token: 'aws:s3/bucketVersioning:BucketVersioning',
  inputs: ['bucket', 'versioningConfiguration', 'mfa', 'region'],
  writeOnly: ['mfa'],
  put: async (aws, inputs) => {
    const status = optionalText(record(inputs, 'versioningConfiguration'), 'status');
    if (status === 'Disabled') return;
    await aws.s3.send(
      new PutBucketVersioningCommand({
        Bucket: text(inputs, 'bucket'),
        VersioningConfiguration: { Status: status === 'Suspended' ? 'Suspended' : 'Enabled' },
      }),
    );
  },
  get: async (aws, id) => {
    if ((await unlessGone(aws.s3.send(new HeadBucketCommand({ Bucket: id })))) === undefined)
      return undefined;
    const found = await aws.s3.send(new GetBucketVersioningCommand({ Bucket: id }));
    return { versioningConfiguration: { status: found.Status ?? 'Disabled' } };
  },
  // Suspended, never removed.
  delete: async (aws, id, state) => {
    if (optionalText(record(state, 'versioningConfiguration'), 'status') === 'Disabled') return;
    await unlessGone(
      aws.s3.send(
        new PutBucketVersioningCommand({ Bucket: id, VersioningConfiguration: { Status: 'Suspended' } }),
      ),
      'InvalidBucketState',
    );
  },
});

export const bucketEncryption = setting({
  token: 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
  inputs: ['bucket', 'rules', 'expectedBucketOwner', 'region'],
  sets: ['rules'],
  put: async (aws, inputs) => {
    const rules = list<Properties>(inputs, 'rules').map((rule) => {
      const byDefault = record(rule, 'applyServerSideEncryptionByDefault');
      return {
        ApplyServerSideEncryptionByDefault: {
          SSEAlgorithm: text(byDefault, 'sseAlgorithm') as ServerSideEncryption,
          KMSMasterKeyID: optionalText(byDefault, 'kmsMasterKeyId'),
        },
        BucketKeyEnabled: flag(rule, 'bucketKeyEnabled'),
      };
    });
    await aws.s3.send(
      new PutBucketEncryptionCommand({
        Bucket: text(inputs, 'bucket'),
        ServerSideEncryptionConfiguration: { Rules: rules },
      }),
    );
  },
  get: async (aws, id) => {
    const ask = aws.s3.send(new GetBucketEncryptionCommand({ Bucket: id }));
    const found = await unlessGone(ask, 'ServerSideEncryptionConfigurationNotFoundError');
    const rules = found?.ServerSideEncryptionConfiguration?.Rules;
    if (rules === undefined || rules.length === 0) return undefined;
    return {
      rules: rules.map((rule) => {
        const { SSEAlgorithm: sseAlgorithm, KMSMasterKeyID: kmsMasterKeyId } =
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
    await unlessGone(
      aws.s3.send(new DeleteBucketEncryptionCommand({ Bucket: id })),
      'ServerSideEncryptionConfigurationNotFoundError',
    );
  },
});

const blockFlags = [
  'blockPublicAcls',
  'blockPublicPolicy',
  'ignorePublicAcls',
  'restrictPublicBuckets',
] as const;

export const bucketPublicAccessBlock = setting({
  token: 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
  inputs: ['bucket', ...blockFlags, 'region'],
  defaults: Object.fromEntries(blockFlags.map((each) => [each, false])),
  put: (aws, inputs) =>
    aws.s3.send(
      new PutPublicAccessBlockCommand({
        Bucket: text(inputs, 'bucket'),
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: flag(inputs, 'blockPublicAcls'),
          BlockPublicPolicy: flag(inputs, 'blockPublicPolicy'),
          IgnorePublicAcls: flag(inputs, 'ignorePublicAcls'),
          RestrictPublicBuckets: flag(inputs, 'restrictPublicBuckets'),
        },
      }),
    ),
  get: async (aws, id) => {
    const found = (
      await unlessGone(
        aws.s3.send(new GetPublicAccessBlockCommand({ Bucket: id })),
        'NoSuchPublicAccessBlockConfiguration',
      )
    )?.PublicAccessBlockConfiguration;
    if (found === undefined) return undefined;
    return {
      blockPublicAcls: found.BlockPublicAcls ?? false,
      blockPublicPolicy: found.BlockPublicPolicy ?? false,
      ignorePublicAcls: found.IgnorePublicAcls ?? false,
      restrictPublicBuckets: found.RestrictPublicBuckets ?? false,
    };
  },
  delete: async (aws, id) => {
    await unlessGone(
      aws.s3.send(new DeletePublicAccessBlockCommand({ Bucket: id })),
      'NoSuchPublicAccessBlockConfiguration',
    );
  },
});

export const bucketOwnershipControls = setting({
  token: 'aws:s3/bucketOwnershipControls:BucketOwnershipControls',
  inputs: ['bucket', 'rule', 'region'],
  put: (aws, inputs) => {
    const ObjectOwnership = text(record(inputs, 'rule'), 'objectOwnership') as ObjectOwnership;
    return aws.s3.send(
      new PutBucketOwnershipControlsCommand({
        Bucket: text(inputs, 'bucket'),
        OwnershipControls: { Rules: [{ ObjectOwnership }] },
      }),
    );
  },
  get: async (aws, id) => {
    const found = await unlessGone(
      aws.s3.send(new GetBucketOwnershipControlsCommand({ Bucket: id })),
      'OwnershipControlsNotFoundError',
    );
    const [rule] = found?.OwnershipControls?.Rules ?? [];
    return rule === undefined ? undefined : { rule: { objectOwnership: rule.ObjectOwnership } };
  },
  delete: async (aws, id) => {
    await unlessGone(
      aws.s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket: id })),
      'OwnershipControlsNotFoundError',
    );
  },
});

export const bucketObjectLock = setting({
  token: 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration',
  inputs: ['bucket', 'objectLockEnabled', 'rule', 'token', 'region'],
  replaces: ['bucket', 'objectLockEnabled'],
  defaults: { objectLockEnabled: 'Enabled' },
  writeOnly: ['token'],
  put: (aws, inputs) => {
    const retention = record(record(inputs, 'rule'), 'defaultRetention');
    const Mode = optionalText(retention, 'mode') as ObjectLockRetentionMode | undefined;
    const rule =
      Mode === undefined
        ? {}
        : {
            Rule: {
              DefaultRetention: {
                Mode,
                Days: optionalNumber(retention, 'days'),
                Years: optionalNumber(retention, 'years'),
              },
            },
          };
    return aws.s3.send(
      new PutObjectLockConfigurationCommand({
        Bucket: text(inputs, 'bucket'),
        ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', ...rule },
      }),
    );
  },
  get: async (aws, id) => {
    const ask = aws.s3.send(new GetObjectLockConfigurationCommand({ Bucket: id }));
    const found = (await unlessGone(ask, 'ObjectLockConfigurationNotFoundError'))?.ObjectLockConfiguration;
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
    await unlessGone(
      aws.s3.send(
        new PutObjectLockConfigurationCommand({
          Bucket: id,
          ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
        }),
      ),
      'ObjectLockConfigurationNotFoundError',
    );
  },
});
