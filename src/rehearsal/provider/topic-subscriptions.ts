import {
  GetSubscriptionAttributesCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import type { TopicSubscriptionArgs, TopicSubscriptionState } from '@pulumi/aws/sns/topicSubscription.js';
import { isNamed, unlessGone } from './aws-clients.ts';
import { defineType, flag, text } from './resource-type.ts';

export const topicSubscription = defineType<TopicSubscriptionArgs, TopicSubscriptionState>()({
  token: 'aws:sns/topicSubscription:TopicSubscription',
  inputs: [
    'topic',
    'protocol',
    'endpoint',
    'rawMessageDelivery',
    'confirmationTimeoutInMinutes',
    'endpointAutoConfirms',
    'region',
  ],
  refused: [
    'deliveryPolicy',
    'filterPolicy',
    'filterPolicyScope',
    'redrivePolicy',
    'replayPolicy',
    'subscriptionRoleArn',
  ],
  replaces: ['topic', 'protocol', 'endpoint'],
  defaults: { rawMessageDelivery: false, confirmationTimeoutInMinutes: 1, endpointAutoConfirms: false },
  outputs: ['arn', 'ownerId', 'pendingConfirmation', 'confirmationWasAuthenticated'],
  writeOnly: ['confirmationTimeoutInMinutes', 'endpointAutoConfirms'],
  // It does not wait for an e-mail to be confirmed; one that is there already answers with its ARN.
  create: async (aws, inputs) => {
    const made = await aws.sns.send(
      new SubscribeCommand({
        TopicArn: text(inputs, 'topic'),
        Protocol: text(inputs, 'protocol'),
        Endpoint: text(inputs, 'endpoint'),
        ReturnSubscriptionArn: true,
        ...(flag(inputs, 'rawMessageDelivery') ? { Attributes: { RawMessageDelivery: 'true' } } : {}),
      }),
    );
    return made.SubscriptionArn ?? '';
  },
  read: async (aws, id) => {
    const ask = aws.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: id }));
    const found = (await unlessGone(ask))?.Attributes;
    if (found === undefined) return undefined;
    const isOn = (value: string | undefined) => value?.toLowerCase() === 'true';
    return {
      id,
      properties: {
        arn: id,
        topic: found.TopicArn ?? '',
        protocol: found.Protocol ?? '',
        endpoint: found.Endpoint ?? '',
        ownerId: found.Owner ?? '',
        rawMessageDelivery: isOn(found.RawMessageDelivery),
        pendingConfirmation: isOn(found.PendingConfirmation),
        confirmationWasAuthenticated: isOn(found.ConfirmationWasAuthenticated),
      },
    };
  },
  update: async (aws, id, { next, changed }) => {
    if (!changed.has('rawMessageDelivery')) return;
    await aws.sns.send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn: id,
        AttributeName: 'RawMessageDelivery',
        AttributeValue: String(flag(next, 'rawMessageDelivery')),
      }),
    );
  },
  delete: async (aws, id) => {
    try {
      await unlessGone(aws.sns.send(new UnsubscribeCommand({ SubscriptionArn: id })));
    } catch (error) {
      // One that waits for its confirmation cannot be taken back: it stays, until AWS drops it.
      const isPending = isNamed(error, 'InvalidParameterException', 'InvalidParameter');
      if (!isPending || !String(error).includes('pending confirmation')) throw error;
    }
  },
});
