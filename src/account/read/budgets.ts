import type { Notification } from '@aws-sdk/client-budgets';
import type { BudgetNotification } from '../../model/plan.ts';
import type { BudgetFact } from '../../model/snapshot.ts';
import type { Caller } from '../../model/target.ts';
import type { Clients } from '../clients.ts';
import { tagsOf } from './facts.ts';
import type { Gather } from './gather.ts';

/** The budget of that name, with who is told when; nothing is asked where none is wanted. */
export async function readBudgets(
  clients: Clients,
  gather: Gather,
  { accountId, partition }: Caller,
  name: string | undefined,
): Promise<readonly BudgetFact[]> {
  if (name === undefined) return [];
  const { DescribeBudgetCommand, ListTagsForResourceCommand } = await import('../late/budgets.ts');
  const client = await clients.budgets();
  const about = { subject: name, absent: ['NotFound'] };
  const place = { AccountId: accountId, BudgetName: name };
  const found = await gather.attempt(
    'budgets:ViewBudget',
    () => client.send(new DescribeBudgetCommand(place)),
    about,
  );
  const budget = found?.Budget;
  if (budget === undefined) return [];
  const arn = `arn:${partition}:budgets::${accountId}:budget/${name}`;
  const [notifications, tags] = await Promise.all([
    readNotifications(clients, gather, place),
    gather.attempt(
      'budgets:ListTagsForResource',
      () => client.send(new ListTagsForResourceCommand({ ResourceARN: arn })),
      about,
    ),
  ]);
  const { Amount: amount, Unit: unit } = budget.BudgetLimit ?? {};
  return [
    {
      name,
      type: budget.BudgetType ?? '',
      timeUnit: budget.TimeUnit ?? '',
      ...(amount === undefined ? {} : { limit: { amount: Number(amount), unit: unit ?? '' } }),
      notifications,
      tags: tagsOf(tags?.ResourceTags),
    },
  ];
}

type BudgetPlace = { readonly AccountId: string; readonly BudgetName: string };

async function readNotifications(
  clients: Clients,
  gather: Gather,
  place: BudgetPlace,
): Promise<readonly BudgetNotification[]> {
  const { paginateDescribeNotificationsForBudget } = await import('../late/budgets.ts');
  const client = await clients.budgets();
  const about = { subject: place.BudgetName, absent: ['NotFound'] };
  const found = await gather.attempt(
    'budgets:ViewBudget',
    async () => {
      const all: Notification[] = [];
      for await (const page of paginateDescribeNotificationsForBudget({ client }, { ...place }))
        all.push(...(page.Notifications ?? []));
      return all;
    },
    about,
  );
  return Promise.all((found ?? []).map((each) => readNotification(clients, gather, place, each)));
}

async function readNotification(
  clients: Clients,
  gather: Gather,
  place: BudgetPlace,
  notification: Notification,
): Promise<BudgetNotification> {
  const { paginateDescribeSubscribersForNotification } = await import('../late/budgets.ts');
  const client = await clients.budgets();
  const subscribers = await gather.attempt(
    'budgets:ViewBudget',
    async () => {
      const all: { readonly kind: string | undefined; readonly address: string }[] = [];
      const pages = paginateDescribeSubscribersForNotification(
        { client },
        { ...place, Notification: notification },
      );
      for await (const page of pages)
        for (const each of page.Subscribers ?? [])
          all.push({ kind: each.SubscriptionType, address: each.Address ?? '' });
      return all;
    },
    { subject: place.BudgetName, absent: ['NotFound'] },
  );
  const addresses = (kind: string) =>
    (subscribers ?? [])
      .filter((each) => each.kind === kind)
      .map((each) => each.address)
      .sort();
  return {
    type: notification.NotificationType === 'FORECASTED' ? 'FORECASTED' : 'ACTUAL',
    threshold: notification.Threshold ?? 0,
    // https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Notification.html
    thresholdType: notification.ThresholdType === 'ABSOLUTE_VALUE' ? 'ABSOLUTE_VALUE' : 'PERCENTAGE',
    comparison: notification.ComparisonOperator ?? '',
    emails: addresses('EMAIL'),
    topics: addresses('SNS'),
  };
}
