import type { Subscription } from '@aws-sdk/client-sns';
import type { SubscriptionFact, TopicFact } from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';
import { parseDocument } from './document.ts';
import { tagsOf } from './facts.ts';
import type { Gather } from './gather.ts';

/** A topic with its subscriptions; undefined where there is none. */
export async function readTopic(
  clients: Clients,
  gather: Gather,
  arn: string,
): Promise<TopicFact | undefined> {
  const { GetTopicAttributesCommand, ListTagsForResourceCommand, paginateListSubscriptionsByTopic } =
    await import('../late/sns.ts');
  const client = await clients.sns();
  const about = { subject: arn, absent: ['NotFound', 'ResourceNotFound'] };
  const attributes = await gather.attempt(
    'sns:GetTopicAttributes',
    async () => (await client.send(new GetTopicAttributesCommand({ TopicArn: arn }))).Attributes ?? {},
    about,
  );
  if (attributes === undefined) return undefined;
  const [tags, subscriptions] = await Promise.all([
    gather.attempt(
      'sns:ListTagsForResource',
      () => client.send(new ListTagsForResourceCommand({ ResourceArn: arn })),
      about,
    ),
    gather.attempt(
      'sns:ListSubscriptionsByTopic',
      async () => {
        const found: Subscription[] = [];
        for await (const page of paginateListSubscriptionsByTopic({ client }, { TopicArn: arn }))
          found.push(...(page.Subscriptions ?? []));
        return found;
      },
      about,
    ),
  ]);
  const { Policy: policy, KmsMasterKeyId: keyId } = attributes;
  const name = arn.slice(arn.lastIndexOf(':') + 1);
  return {
    name,
    arn,
    ...(policy === undefined || policy === '' ? {} : { policy: parseDocument(policy, `topic ${name}`) }),
    ...(keyId === undefined || keyId === '' ? {} : { keyId }),
    subscriptions: (subscriptions ?? []).map(subscriptionFact),
    tags: tagsOf(tags?.Tags),
  };
}

/** Until it is confirmed AWS writes `PendingConfirmation` in the ARN's place. */
function subscriptionFact(subscription: Subscription): SubscriptionFact {
  const arn = subscription.SubscriptionArn;
  return {
    protocol: subscription.Protocol ?? '',
    endpoint: subscription.Endpoint ?? '',
    ...(arn?.startsWith('arn:') === true ? { arn } : {}),
  };
}
