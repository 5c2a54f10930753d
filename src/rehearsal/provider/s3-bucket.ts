import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  GetBucketTaggingCommand,
  GetObjectLockConfigurationCommand,
  HeadBucketCommand,
  PutBucketTaggingCommand,
} from '@aws-sdk/client-s3';
import type { BucketArgs, BucketState } from '@pulumi/aws/s3/bucket.js';
import { type Aws, unlessGone } from './aws-clients.ts';
import { defineType, flag, tagMap, text } from './resource-type.ts';
import { fromTagList, toTagList } from './tags.ts';

async function putTags(aws: Aws, bucket: string, tags: Readonly<Record<string, string>>): Promise<void> {
  if (Object.keys(tags).length === 0) await aws.s3.send(new DeleteBucketTaggingCommand({ Bucket: bucket }));
  else
    await aws.s3.send(new PutBucketTaggingCommand({ Bucket: bucket, Tagging: { TagSet: toTagList(tags) } }));
}

export const bucket = defineType<BucketArgs, BucketState>()({
  token: 'aws:s3/bucket:Bucket',
  inputs: ['bucket', 'forceDestroy', 'objectLockEnabled', 'tags', 'region'],
  refused: [
    'accelerationStatus',
    'acl',
    'bucketNamespace',
    'bucketPrefix',
    'corsRules',
    'grants',
    'lifecycleRules',
    'logging',
    'objectLockConfiguration',
    'policy',
    'replicationConfiguration',
    'requestPayer',
    'serverSideEncryptionConfiguration',
    'versioning',
    'website',
  ],
  autoName: { property: 'bucket', maxLength: 63, lowerCase: true },
  onlyDefault: ['forceDestroy'],
  replaces: ['bucket', 'objectLockEnabled'],
  defaults: { forceDestroy: false },
  computed: ['objectLockEnabled'],
  outputs: ['arn', 'bucketDomainName', 'bucketRegionalDomainName', 'bucketRegion', 'objectLockEnabled'],
  writeOnly: ['forceDestroy'],
  create: async (aws, inputs, made) => {
    const name = text(inputs, 'bucket');
    const location = aws.region as BucketLocationConstraint;
    await aws.s3.send(
      new CreateBucketCommand({
        Bucket: name,
        ACL: 'private',
        ...(aws.region === 'us-east-1'
          ? {}
          : { CreateBucketConfiguration: { LocationConstraint: location } }),
        ...(flag(inputs, 'objectLockEnabled') ? { ObjectLockEnabledForBucket: true } : {}),
      }),
    );
    made(name);
    if (Object.keys(tagMap(inputs)).length > 0) await putTags(aws, name, tagMap(inputs));
    return name;
  },
  read: async (aws, id) => {
    const head = await unlessGone(aws.s3.send(new HeadBucketCommand({ Bucket: id })));
    if (head === undefined) return undefined;
    const tags = await unlessGone(aws.s3.send(new GetBucketTaggingCommand({ Bucket: id })), 'NoSuchTagSet');
    const lock = await unlessGone(
      aws.s3.send(new GetObjectLockConfigurationCommand({ Bucket: id })),
      'ObjectLockConfigurationNotFoundError',
    );
    const region = head.BucketRegion ?? aws.region;
    return {
      id,
      properties: {
        bucket: id,
        arn: `arn:aws:s3:::${id}`,
        bucketDomainName: `${id}.s3.amazonaws.com`,
        bucketRegionalDomainName: `${id}.s3.${region}.amazonaws.com`,
        bucketRegion: region,
        objectLockEnabled: lock?.ObjectLockConfiguration?.ObjectLockEnabled === 'Enabled',
        tagsAll: fromTagList(tags?.TagSet),
      },
    };
  },
  update: async (aws, id, { next, changed }) => {
    if (changed.has('tagsAll')) await putTags(aws, id, tagMap(next));
  },
  // Not empty: an error, since forceDestroy is never set by a plan of ours.
  delete: async (aws, id) => {
    await unlessGone(aws.s3.send(new DeleteBucketCommand({ Bucket: id })));
  },
});
