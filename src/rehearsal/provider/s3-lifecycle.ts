import {
  DeleteBucketLifecycleCommand,
  type ExpirationStatus,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';
import type {
  BucketLifecycleConfigurationArgs,
  BucketLifecycleConfigurationState,
} from '@pulumi/aws/s3/bucketLifecycleConfiguration.js';
import { unlessGone } from './aws-clients.ts';
import { defineType, type Inputs, type State, text } from './resource-type.ts';

type Wanted = Inputs<BucketLifecycleConfigurationArgs>;
type RuleInput = NonNullable<Wanted['rules']>[number];
type RuleState = NonNullable<State<BucketLifecycleConfigurationState>['rules']>[number];

const knownOfRule = [
  'id',
  'status',
  'filter',
  'expiration',
  'noncurrentVersionExpiration',
  'abortIncompleteMultipartUpload',
];
const noSuchConfiguration = 'NoSuchLifecycleConfiguration';

export const bucketLifecycle = defineType<
  BucketLifecycleConfigurationArgs,
  BucketLifecycleConfigurationState
>()({
  token: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
  inputs: ['bucket', 'rules', 'transitionDefaultMinimumObjectSize', 'region'],
  refused: ['expectedBucketOwner', 'timeouts'],
  replaces: ['bucket'],
  computed: ['transitionDefaultMinimumObjectSize'],
  outputs: [],
  sets: ['rules'],
  refuse: ({ rules }) => {
    const beyond = [rules ?? []]
      .flat()
      .flatMap((rule) => Object.keys(rule).filter((key) => !knownOfRule.includes(key)));
    if (beyond.length === 0 || !Array.isArray(rules)) return undefined;
    return {
      property: 'rules',
      reason: `the stand-in plug-in does not know ${beyond.join(', ')} of a lifecycle rule`,
    };
  },
  create: async (aws, inputs) => {
    await aws.s3.send(toCommand(inputs));
    return text(inputs, 'bucket');
  },
  read: async (aws, id) => {
    const ask = aws.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: id }));
    const rules = (await unlessGone(ask, noSuchConfiguration))?.Rules ?? [];
    if (rules.length === 0) return undefined;
    const transitionDefaultMinimumObjectSize = 'all_storage_classes_128K';
    return { id, properties: { bucket: id, rules: rules.map(fromRule), transitionDefaultMinimumObjectSize } };
  },
  update: async (aws, _id, { next }) => {
    await aws.s3.send(toCommand(next));
  },
  delete: async (aws, id) => {
    await unlessGone(aws.s3.send(new DeleteBucketLifecycleCommand({ Bucket: id })), noSuchConfiguration);
  },
});

function toCommand(inputs: Wanted): PutBucketLifecycleConfigurationCommand {
  const Rules = (inputs.rules ?? []).map(toRule);
  return new PutBucketLifecycleConfigurationCommand({
    Bucket: text(inputs, 'bucket'),
    LifecycleConfiguration: { Rules },
  });
}

function toRule(rule: RuleInput): LifecycleRule {
  const { days } = rule.expiration ?? {};
  const { noncurrentDays, newerNoncurrentVersions } = rule.noncurrentVersionExpiration ?? {};
  const { daysAfterInitiation } = rule.abortIncompleteMultipartUpload ?? {};
  return {
    ID: rule.id,
    Status: rule.status as ExpirationStatus,
    Filter: { Prefix: rule.filter?.prefix ?? '' },
    ...(days === undefined ? {} : { Expiration: { Days: days } }),
    ...(noncurrentDays === undefined
      ? {}
      : {
          NoncurrentVersionExpiration: {
            NoncurrentDays: noncurrentDays,
            NewerNoncurrentVersions: newerNoncurrentVersions,
          },
        }),
    ...(daysAfterInitiation === undefined
      ? {}
      : { AbortIncompleteMultipartUpload: { DaysAfterInitiation: daysAfterInitiation } }),
  };
}

function fromRule(rule: LifecycleRule): RuleState {
  const { Days: days } = rule.Expiration ?? {};
  const { NoncurrentDays: noncurrentDays = 0, NewerNoncurrentVersions: newer } =
    rule.NoncurrentVersionExpiration ?? {};
  const { DaysAfterInitiation: daysAfterInitiation } = rule.AbortIncompleteMultipartUpload ?? {};
  return {
    id: rule.ID ?? '',
    status: rule.Status ?? '',
    filter: { prefix: rule.Filter?.Prefix ?? '' },
    ...(days === undefined ? {} : { expiration: { days } }),
    ...(rule.NoncurrentVersionExpiration === undefined
      ? {}
      : {
          noncurrentVersionExpiration: {
            noncurrentDays,
            ...(newer === undefined ? {} : { newerNoncurrentVersions: newer }),
          },
        }),
    ...(daysAfterInitiation === undefined ? {} : { abortIncompleteMultipartUpload: { daysAfterInitiation } }),
  };
}
