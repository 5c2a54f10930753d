import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  SetTopicAttributesCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import type { TopicArgs, TopicState } from '@pulumi/aws/sns/topic.js';
import type { TopicPolicyArgs, TopicPolicyState } from '@pulumi/aws/sns/topicPolicy.js';
import { type Aws, unlessGone } from './aws-clients.ts';
import { defineType, optionalText, tagMap, text } from './resource-type.ts';
import { changeTags, fromTagList, toTagList } from './tags.ts';

const setAttribute = (aws: Aws, TopicArn: string, AttributeName: string, AttributeValue: string) =>
  aws.sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));

const attributesOf = async (aws: Aws, TopicArn: string) =>
  (await unlessGone(aws.sns.send(new GetTopicAttributesCommand({ TopicArn }))))?.Attributes;

/** Inputs that are attributes of the topic, by AWS's name. */
const attributes = {
  displayName: 'DisplayName',
  kmsMasterKeyId: 'KmsMasterKeyId',
  policy: 'Policy',
} as const;
const attributeKeys = Object.keys(attributes) as (keyof typeof attributes)[];

export const topic = defineType<TopicArgs, TopicState>()({
  token: 'aws:sns/topic:Topic',
  inputs: ['name', 'displayName', 'kmsMasterKeyId', 'policy', 'tags', 'region'],
  refused: [
    'applicationFailureFeedbackRoleArn',
    'applicationSuccessFeedbackRoleArn',
    'applicationSuccessFeedbackSampleRate',
    'archivePolicy',
    'contentBasedDeduplication',
    'deliveryPolicy',
    'fifoThroughputScope',
    'fifoTopic',
    'firehoseFailureFeedbackRoleArn',
    'firehoseSuccessFeedbackRoleArn',
    'firehoseSuccessFeedbackSampleRate',
    'httpFailureFeedbackRoleArn',
    'httpSuccessFeedbackRoleArn',
    'httpSuccessFeedbackSampleRate',
    'lambdaFailureFeedbackRoleArn',
    'lambdaSuccessFeedbackRoleArn',
    'lambdaSuccessFeedbackSampleRate',
    'namePrefix',
    'signatureVersion',
    'sqsFailureFeedbackRoleArn',
    'sqsSuccessFeedbackRoleArn',
    'sqsSuccessFeedbackSampleRate',
    'tracingConfig',
  ],
  autoName: { property: 'name', maxLength: 80 },
  replaces: ['name'],
  computed: ['policy'],
  outputs: ['arn', 'owner'],
  documents: ['policy'],
  keyIds: ['kmsMasterKeyId'],
  create: async (aws, inputs, made) => {
    // A topic of that name is taken over without a word, as AWS does it.
    const { TopicArn: arn = '' } = await aws.sns.send(
      new CreateTopicCommand({ Name: text(inputs, 'name'), Tags: toTagList(tagMap(inputs)) }),
    );
    made(arn);
    for (const key of attributeKeys) {
      const value = optionalText(inputs, key);
      if (value !== undefined) await setAttribute(aws, arn, attributes[key], value);
    }
    return arn;
  },
  read: async (aws, id) => {
    const found = await attributesOf(aws, id);
    if (found === undefined) return undefined;
    const tags = await aws.sns.send(new ListTagsForResourceCommand({ ResourceArn: id }));
    const { DisplayName: displayName = '', KmsMasterKeyId: kmsMasterKeyId = '', Policy = '' } = found;
    return {
      id,
      properties: {
        arn: id,
        owner: found.Owner ?? '',
        name: id.slice(id.lastIndexOf(':') + 1),
        policy: Policy,
        ...(displayName === '' ? {} : { displayName }),
        ...(kmsMasterKeyId === '' ? {} : { kmsMasterKeyId }),
        tagsAll: fromTagList(tags.Tags),
      },
    };
  },
  update: async (aws, id, { old, next, changed }) => {
    for (const key of attributeKeys)
      if (changed.has(key)) await setAttribute(aws, id, attributes[key], optionalText(next, key) ?? '');
    await changeTags(old, next, {
      remove: (TagKeys) => aws.sns.send(new UntagResourceCommand({ ResourceArn: id, TagKeys })),
      put: (tags) => aws.sns.send(new TagResourceCommand({ ResourceArn: id, Tags: toTagList(tags) })),
    });
  },
  delete: async (aws, id) => {
    await unlessGone(aws.sns.send(new DeleteTopicCommand({ TopicArn: id })));
  },
});

export const topicPolicy = defineType<TopicPolicyArgs, TopicPolicyState>()({
  token: 'aws:sns/topicPolicy:TopicPolicy',
  inputs: ['arn', 'policy', 'region'],
  replaces: ['arn'],
  outputs: ['owner'],
  documents: ['policy'],
  create: async (aws, inputs) => {
    await setAttribute(aws, text(inputs, 'arn'), 'Policy', text(inputs, 'policy'));
    return text(inputs, 'arn');
  },
  read: async (aws, id) => {
    const found = await attributesOf(aws, id);
    if (found?.Policy === undefined || found.Policy === '') return undefined;
    return { id, properties: { arn: id, owner: found.Owner ?? '', policy: found.Policy } };
  },
  update: async (aws, id, { next }) => {
    await setAttribute(aws, id, 'Policy', text(next, 'policy'));
  },
  // A topic is never without a policy: AWS's own is put back.
  delete: async (aws, id) => {
    await unlessGone(setAttribute(aws, id, 'Policy', defaultTopicPolicy(id, aws.accountId)));
  },
});

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html */
export function defaultTopicPolicy(arn: string, accountId: string): string {
  const actions = [
    'GetTopicAttributes',
    'SetTopicAttributes',
    'AddPermission',
    'RemovePermission',
    'DeleteTopic',
    'Subscribe',
    'ListSubscriptionsByTopic',
    'Publish',
  ];
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: actions.map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
      },
    ],
  });
}
