import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';
import { unlessGone } from './aws-clients.ts';
import { list, optionalNumber, type Properties, type ResourceType, record, text } from './resource-type.ts';

const outsideOfPlans = ['transitions', 'noncurrentVersionTransitions', 'prefix'];

export const bucketLifecycle: ResourceType = {
  token: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
  inputs: ['bucket', 'rules', 'transitionDefaultMinimumObjectSize', 'region'],
  replaces: ['bucket'],
  computed: ['transitionDefaultMinimumObjectSize'],
  outputs: ['transitionDefaultMinimumObjectSize'],
  sets: ['rules'],
  regional: true,
  create: async (aws, inputs) => {
    await aws.s3.send(toCommand(inputs));
    return text(inputs, 'bucket');
  },
  read: async (aws, id) => {
    const found = await unlessGone(
      aws.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: id })),
      'NoSuchLifecycleConfiguration',
    );
    const rules = found?.Rules ?? [];
    if (rules.length === 0) return undefined;
    return {
      id,
      properties: {
        bucket: id,
        rules: rules.map(fromRule),
        transitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
      },
    };
  },
  update: async (aws, _id, { next }) => {
    await aws.s3.send(toCommand(next));
  },
  delete: async (aws, id) => {
    await unlessGone(aws.s3.send(new DeleteBucketLifecycleCommand({ Bucket: id })));
  },
};

function toCommand(inputs: Properties): PutBucketLifecycleConfigurationCommand {
  const Rules = list<Properties>(inputs, 'rules').map(toRule);
  return new PutBucketLifecycleConfigurationCommand({
    Bucket: text(inputs, 'bucket'),
    LifecycleConfiguration: { Rules },
  });
}

function toRule(rule: Properties): LifecycleRule {
  const beyond = outsideOfPlans.filter((key) => rule[key] !== undefined);
  if (beyond.length > 0)
    throw new Error(`the stand-in does not know ${beyond.join(', ')} of a lifecycle rule`);
  const expiration = optionalNumber(record(rule, 'expiration'), 'days');
  const noncurrent = optionalNumber(record(rule, 'noncurrentVersionExpiration'), 'noncurrentDays');
  const abort = optionalNumber(record(rule, 'abortIncompleteMultipartUpload'), 'daysAfterInitiation');
  const prefix = record(rule, 'filter').prefix;
  return {
    ID: text(rule, 'id'),
    Status: text(rule, 'status') === 'Enabled' ? 'Enabled' : 'Disabled',
    Filter: { Prefix: typeof prefix === 'string' ? prefix : '' },
    ...(expiration === undefined ? {} : { Expiration: { Days: expiration } }),
    ...(noncurrent === undefined ? {} : { NoncurrentVersionExpiration: { NoncurrentDays: noncurrent } }),
    ...(abort === undefined ? {} : { AbortIncompleteMultipartUpload: { DaysAfterInitiation: abort } }),
  };
}

function fromRule(rule: LifecycleRule): Properties {
  const { Days: expiration } = rule.Expiration ?? {};
  const { NoncurrentDays: noncurrent } = rule.NoncurrentVersionExpiration ?? {};
  const { DaysAfterInitiation: abort } = rule.AbortIncompleteMultipartUpload ?? {};
  return {
    id: rule.ID,
    status: rule.Status,
    filter: { prefix: rule.Filter?.Prefix ?? '' },
    ...(expiration === undefined ? {} : { expiration: { days: expiration } }),
    ...(noncurrent === undefined ? {} : { noncurrentVersionExpiration: { noncurrentDays: noncurrent } }),
    ...(abort === undefined ? {} : { abortIncompleteMultipartUpload: { daysAfterInitiation: abort } }),
  };
}
