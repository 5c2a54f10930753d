import {
  DeleteBucketCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketOwnershipControlsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import {
  DeletePublicAccessBlockCommand as DeleteAccountBlockCommand,
  GetPublicAccessBlockCommand as GetAccountBlockCommand,
} from '@aws-sdk/client-s3-control';
import * as s3 from '@pulumi/aws/s3/index.js';
import { type Clients, lookFor, type Phase, type TypeCase } from './provider-case.ts';
import { accountId, defaultTags, region } from './provider-fixture.ts';

const bucketOf = (phase: Phase) => (phase === 'replaced' ? 'base-bucket-b' : 'base-bucket-a');
/** The same question to both buckets. */
const both =
  (ask: (clients: Clients, bucket: string) => Promise<unknown>): TypeCase['look'] =>
  async (clients) => [await ask(clients, 'base-bucket-a'), await ask(clients, 'base-bucket-b')];

const bucket: TypeCase = {
  token: 'aws:s3/bucket:Bucket',
  make: (phase, _base, options) =>
    new s3.Bucket(
      'bucket',
      {
        bucket: phase === 'replaced' ? 'it-bucket-two' : 'it-bucket-one',
        tags: { phase: phase === 'first' ? 'one' : 'two' },
      },
      options,
    ),
  id: /^it-bucket-one$/,
  outputs: {
    arn: 'arn:aws:s3:::it-bucket-one',
    bucketDomainName: 'it-bucket-one.s3.amazonaws.com',
    bucketRegionalDomainName: `it-bucket-one.s3.${region}.amazonaws.com`,
    bucketRegion: region,
    forceDestroy: false,
    objectLockEnabled: false,
    region,
    tagsAll: { ...defaultTags, phase: 'one' },
  },
  look: async (clients) => {
    const tags = async (Bucket: string) =>
      (await lookFor(clients.s3.send(new GetBucketTaggingCommand({ Bucket }))))?.TagSet?.map(
        (tag) => `${tag.Key}=${tag.Value}`,
      ).sort();
    return [await tags('it-bucket-one'), await tags('it-bucket-two')];
  },
  found: () => ({
    first: [['managed-by=bootstrap-account', 'phase=one'], undefined],
    changed: [['managed-by=bootstrap-account', 'phase=two'], undefined],
    replaced: [undefined, ['managed-by=bootstrap-account', 'phase=two']],
  }),
  inPlace: ['tags', 'tagsAll'],
  forcing: ['bucket'],
  byHand: (clients) => clients.s3.send(new DeleteBucketCommand({ Bucket: 'it-bucket-two' })),
  seen: 'gone',
  left: [undefined, undefined],
};

const allowList = (bucketName: string, action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'It',
        Effect: 'Allow',
        Principal: { AWS: accountId },
        Action: action,
        Resource: `arn:aws:s3:::${bucketName}/*`,
      },
    ],
  });
const bucketPolicy: TypeCase = {
  token: 'aws:s3/bucketPolicy:BucketPolicy',
  make: (phase, _base, options) =>
    new s3.BucketPolicy(
      'bucketPolicy',
      {
        bucket: bucketOf(phase),
        policy: allowList(bucketOf(phase), phase === 'first' ? 's3:GetObject' : 's3:PutObject'),
      },
      options,
    ),
  id: /^base-bucket-a$/,
  look: both(async (clients, Bucket) => {
    const found = await lookFor(clients.s3.send(new GetBucketPolicyCommand({ Bucket })));
    return found?.Policy === undefined ? undefined : JSON.parse(found.Policy).Statement[0].Action;
  }),
  found: () => ({
    first: ['s3:GetObject', undefined],
    changed: ['s3:PutObject', undefined],
    replaced: [undefined, 's3:PutObject'],
  }),
  inPlace: ['policy'],
  forcing: ['bucket'],
  createFirst: true,
  byHand: (clients) =>
    clients.s3.send(
      new PutBucketPolicyCommand({ Bucket: 'base-bucket-b', Policy: allowList('base-bucket-b', 's3:*') }),
    ),
  seen: ['policy'],
  left: [undefined, undefined],
};

const bucketVersioning: TypeCase = {
  token: 'aws:s3/bucketVersioning:BucketVersioning',
  make: (phase, _base, options) =>
    new s3.BucketVersioning(
      'bucketVersioning',
      {
        bucket: bucketOf(phase),
        versioningConfiguration: { status: phase === 'changed' ? 'Suspended' : 'Enabled' },
      },
      options,
    ),
  id: /^base-bucket-a$/,
  look: both(
    async (clients, Bucket) => (await clients.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status,
  ),
  found: () => ({
    first: ['Enabled', undefined],
    changed: ['Suspended', undefined],
    replaced: ['Suspended', 'Enabled'],
  }),
  inPlace: ['versioningConfiguration'],
  forcing: ['bucket'],
  createFirst: true,
  byHand: (clients) =>
    clients.s3.send(
      new PutBucketVersioningCommand({
        Bucket: 'base-bucket-b',
        VersioningConfiguration: { Status: 'Suspended' },
      }),
    ),
  seen: ['versioningConfiguration'],
  // Suspended, never removed.
  left: ['Suspended', 'Suspended'],
};

const bucketEncryption: TypeCase = {
  token: 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
  make: (phase, { keyA }, options) => {
    const byKey = { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyA };
    const rule =
      phase === 'first'
        ? { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }
        : { applyServerSideEncryptionByDefault: byKey, bucketKeyEnabled: true };
    return new s3.BucketServerSideEncryptionConfiguration(
      'bucketEncryption',
      { bucket: bucketOf(phase), rules: [rule] },
      options,
    );
  },
  id: /^base-bucket-a$/,
  look: both(async (clients, Bucket) => {
    const found = await lookFor(clients.s3.send(new GetBucketEncryptionCommand({ Bucket })));
    const [rule] = found?.ServerSideEncryptionConfiguration?.Rules ?? [];
    return rule === undefined
      ? undefined
      : `${rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm} ${rule.BucketKeyEnabled}`;
  }),
  found: () => ({
    first: ['AES256 false', undefined],
    changed: ['aws:kms true', undefined],
    replaced: [undefined, 'aws:kms true'],
  }),
  inPlace: ['rules'],
  forcing: ['bucket'],
  createFirst: true,
  byHand: (clients) =>
    clients.s3.send(
      new PutBucketEncryptionCommand({
        Bucket: 'base-bucket-b',
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      }),
    ),
  seen: ['rules'],
  left: [undefined, undefined],
};

const bucketPublicAccessBlock: TypeCase = {
  token: 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
  make: (phase, _base, options) =>
    new s3.BucketPublicAccessBlock(
      'bucketPublicAccessBlock',
      {
        bucket: bucketOf(phase),
        blockPublicAcls: true,
        ...(phase === 'first' ? {} : { restrictPublicBuckets: true }),
      },
      options,
    ),
  id: /^base-bucket-a$/,
  outputs: { blockPublicPolicy: false, ignorePublicAcls: false, restrictPublicBuckets: false, region },
  look: both(async (clients, Bucket) => {
    const found = await lookFor(clients.s3.send(new GetPublicAccessBlockCommand({ Bucket })));
    const flags = found?.PublicAccessBlockConfiguration;
    return flags === undefined ? undefined : [flags.BlockPublicAcls, flags.RestrictPublicBuckets];
  }),
  found: () => ({
    first: [[true, false], undefined],
    changed: [[true, true], undefined],
    replaced: [undefined, [true, true]],
  }),
  inPlace: ['restrictPublicBuckets'],
  forcing: ['bucket'],
  createFirst: true,
  byHand: (clients) =>
    clients.s3.send(
      new PutPublicAccessBlockCommand({
        Bucket: 'base-bucket-b',
        PublicAccessBlockConfiguration: { BlockPublicAcls: false, RestrictPublicBuckets: true },
      }),
    ),
  seen: ['blockPublicAcls'],
  left: [undefined, undefined],
};

const bucketOwnershipControls: TypeCase = {
  token: 'aws:s3/bucketOwnershipControls:BucketOwnershipControls',
  make: (phase, _base, options) =>
    new s3.BucketOwnershipControls(
      'bucketOwnershipControls',
      {
        bucket: bucketOf(phase),
        rule: { objectOwnership: phase === 'first' ? 'BucketOwnerPreferred' : 'BucketOwnerEnforced' },
      },
      options,
    ),
  id: /^base-bucket-a$/,
  look: both(async (clients, Bucket) => {
    const found = await lookFor(clients.s3.send(new GetBucketOwnershipControlsCommand({ Bucket })));
    return found?.OwnershipControls?.Rules?.[0]?.ObjectOwnership;
  }),
  found: () => ({
    first: ['BucketOwnerPreferred', undefined],
    changed: ['BucketOwnerEnforced', undefined],
    replaced: [undefined, 'BucketOwnerEnforced'],
  }),
  inPlace: ['rule'],
  forcing: ['bucket'],
  createFirst: true,
  byHand: (clients) => clients.s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket: 'base-bucket-b' })),
  seen: 'gone',
  left: [undefined, undefined],
};

const bucketLifecycle: TypeCase = {
  token: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
  make: (phase, _base, options) => {
    const rule = {
      id: 'expire',
      status: 'Enabled',
      filter: { prefix: '' },
      expiration: { days: phase === 'first' ? 400 : 500 },
      noncurrentVersionExpiration: { noncurrentDays: 30 },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    };
    return new s3.BucketLifecycleConfiguration(
      'bucketLifecycle',
      { bucket: bucketOf(phase), rules: [rule] },
      options,
    );
  },
  id: /^base-bucket-a$/,
  outputs: { transitionDefaultMinimumObjectSize: 'all_storage_classes_128K' },
  look: both(async (clients, Bucket) => {
    const found = await lookFor(clients.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })));
    const [rule] = found?.Rules ?? [];
    return rule === undefined
      ? undefined
      : [rule.ID, rule.Expiration?.Days, rule.NoncurrentVersionExpiration?.NoncurrentDays];
  }),
  found: () => ({
    first: [['expire', 400, 30], undefined],
    changed: [['expire', 500, 30], undefined],
    replaced: [undefined, ['expire', 500, 30]],
  }),
  inPlace: ['rules'],
  forcing: ['bucket'],
  createFirst: true,
  byHand: (clients) => clients.s3.send(new DeleteBucketLifecycleCommand({ Bucket: 'base-bucket-b' })),
  seen: 'gone',
  left: [undefined, undefined],
};

const bucketObjectLock: TypeCase = {
  token: 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration',
  make: (phase, _base, options) =>
    new s3.BucketObjectLockConfiguration(
      'bucketObjectLock',
      {
        bucket: `${bucketOf(phase)}-locked`,
        rule: { defaultRetention: { mode: 'GOVERNANCE', days: phase === 'first' ? 10 : 20 } },
      },
      options,
    ),
  id: /^base-bucket-a-locked$/,
  outputs: { objectLockEnabled: 'Enabled' },
  look: both(async (clients, Bucket) => {
    const found = await clients.s3.send(
      new GetObjectLockConfigurationCommand({ Bucket: `${Bucket}-locked` }),
    );
    return [
      found.ObjectLockConfiguration?.ObjectLockEnabled,
      found.ObjectLockConfiguration?.Rule?.DefaultRetention?.Days,
    ];
  }),
  found: () => ({
    first: [
      ['Enabled', 10],
      ['Enabled', undefined],
    ],
    changed: [
      ['Enabled', 20],
      ['Enabled', undefined],
    ],
    replaced: [
      ['Enabled', undefined],
      ['Enabled', 20],
    ],
  }),
  inPlace: ['rule'],
  forcing: ['bucket'],
  createFirst: true,
  byHand: (clients) =>
    clients.s3.send(
      new PutObjectLockConfigurationCommand({
        Bucket: 'base-bucket-b-locked',
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } },
        },
      }),
    ),
  seen: ['rule'],
  // Only the rule goes.
  left: [
    ['Enabled', undefined],
    ['Enabled', undefined],
  ],
};

const accountPublicAccessBlock: TypeCase = {
  token: 'aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock',
  make: (phase, _base, options) =>
    new s3.AccountPublicAccessBlock(
      'accountPublicAccessBlock',
      { blockPublicAcls: true, ignorePublicAcls: phase !== 'first' },
      options,
    ),
  id: new RegExp(`^${accountId}$`),
  outputs: { accountId, blockPublicPolicy: false, restrictPublicBuckets: false },
  look: async (clients) => {
    const found = await lookFor(clients.s3control.send(new GetAccountBlockCommand({ AccountId: accountId })));
    const flags = found?.PublicAccessBlockConfiguration;
    return flags === undefined
      ? undefined
      : [flags.BlockPublicAcls, flags.IgnorePublicAcls, flags.BlockPublicPolicy];
  },
  found: () => ({ first: [true, false, false], changed: [true, true, false] }),
  inPlace: ['ignorePublicAcls'],
  byHand: (clients) => clients.s3control.send(new DeleteAccountBlockCommand({ AccountId: accountId })),
  seen: 'gone',
};

export const s3Cases: readonly TypeCase[] = [
  bucket,
  bucketPolicy,
  bucketVersioning,
  bucketEncryption,
  bucketPublicAccessBlock,
  bucketOwnershipControls,
  bucketLifecycle,
  bucketObjectLock,
  accountPublicAccessBlock,
];
