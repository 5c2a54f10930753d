import {
  type Budget,
  type BudgetType,
  type ComparisonOperator,
  CreateBudgetCommand,
  CreateNotificationCommand,
  DeleteBudgetCommand,
  DeleteNotificationCommand,
  DescribeBudgetCommand,
  ListTagsForResourceCommand,
  type Notification,
  type NotificationType,
  paginateDescribeNotificationsForBudget,
  paginateDescribeSubscribersForNotification,
  TagResourceCommand,
  type ThresholdType,
  type TimeUnit,
  UntagResourceCommand,
  UpdateBudgetCommand,
} from '@aws-sdk/client-budgets';
import type { BudgetArgs, BudgetState } from '@pulumi/aws/budgets/budget.js';
import { type Aws, unlessGone } from './aws-clients.ts';
import { defineType, type Inputs, type State, tagMap, text } from './resource-type.ts';
import { sameValue } from './same-value.ts';
import { changeTags, fromTagList, toTagList } from './tags.ts';

type Mail = NonNullable<Inputs<BudgetArgs>['notifications']>[number];

/** `accountId:name`; a name has no colon. */
function placeOf(id: string) {
  const at = id.indexOf(':');
  return { AccountId: id.slice(0, at), BudgetName: id.slice(at + 1) };
}

export const budget = defineType<BudgetArgs, BudgetState>()({
  token: 'aws:budgets/budget:Budget',
  inputs: ['name', 'budgetType', 'timeUnit', 'limitAmount', 'limitUnit', 'notifications', 'tags'],
  refused: [
    'accountId',
    'autoAdjustData',
    'billingViewArn',
    'costFilters',
    'costTypes',
    'filterExpression',
    'metrics',
    'namePrefix',
    'plannedLimits',
    'timePeriodEnd',
    'timePeriodStart',
  ],
  autoName: { property: 'name', maxLength: 100 },
  replaces: ['name'],
  computed: ['limitAmount', 'limitUnit'],
  outputs: ['arn', 'accountId'],
  sets: ['notifications'],
  create: async (aws, inputs, made) => {
    const id = `${aws.accountId}:${text(inputs, 'name')}`;
    await aws.budgets.send(
      new CreateBudgetCommand({
        AccountId: aws.accountId,
        Budget: budgetOf(inputs),
        ResourceTags: toTagList(tagMap(inputs)),
      }),
    );
    made(id);
    for (const mail of inputs.notifications ?? []) await createMail(aws, id, mail);
    return id;
  },
  read: async (aws, id, state) => {
    const place = placeOf(id);
    const found = (await unlessGone(aws.budgets.send(new DescribeBudgetCommand(place))))?.Budget;
    if (found === undefined) return undefined;
    const arn = `arn:aws:budgets::${place.AccountId}:budget/${place.BudgetName}`;
    const tags = await aws.budgets.send(new ListTagsForResourceCommand({ ResourceARN: arn }));
    const mails = await readMails(aws, place);
    const { Amount = '', Unit = '' } = found.BudgetLimit ?? {};
    return {
      id,
      properties: {
        arn,
        accountId: place.AccountId,
        name: place.BudgetName,
        budgetType: found.BudgetType ?? '',
        timeUnit: found.TimeUnit ?? '',
        // AWS answers 200.0 for 200; the amount is compared as a number.
        limitAmount: String(Number(Amount)),
        limitUnit: Unit,
        // Losing all of them is not seen: the record's list stays as it was.
        notifications: mails.length === 0 ? (state.notifications ?? []) : mails,
        tagsAll: fromTagList(tags.ResourceTags),
      },
    };
  },
  update: async (aws, id, { old, next, changed }) => {
    const { AccountId } = placeOf(id);
    await aws.budgets.send(new UpdateBudgetCommand({ AccountId, NewBudget: budgetOf(next) }));
    if (changed.has('notifications')) await changeMails(aws, id, old, next);
    const ResourceARN = text(old, 'arn');
    await changeTags(old, next, {
      remove: (ResourceTagKeys) =>
        aws.budgets.send(new UntagResourceCommand({ ResourceARN, ResourceTagKeys })),
      put: (tags) => aws.budgets.send(new TagResourceCommand({ ResourceARN, ResourceTags: toTagList(tags) })),
    });
  },
  delete: async (aws, id) => {
    await unlessGone(aws.budgets.send(new DeleteBudgetCommand(placeOf(id))));
  },
});

function budgetOf(inputs: Inputs<BudgetArgs>): Budget {
  return {
    BudgetName: text(inputs, 'name'),
    BudgetType: text(inputs, 'budgetType') as BudgetType,
    TimeUnit: text(inputs, 'timeUnit') as TimeUnit,
    BudgetLimit: { Amount: text(inputs, 'limitAmount'), Unit: text(inputs, 'limitUnit') },
  };
}

function notificationOf(mail: Mail): Notification {
  return {
    NotificationType: mail.notificationType as NotificationType,
    ComparisonOperator: mail.comparisonOperator as ComparisonOperator,
    Threshold: mail.threshold,
    ThresholdType: mail.thresholdType as ThresholdType,
  };
}

async function createMail(aws: Aws, id: string, mail: Mail): Promise<void> {
  const subscribers = (kind: 'EMAIL' | 'SNS', addresses: readonly string[] = []) =>
    addresses.map((Address) => ({ SubscriptionType: kind, Address }));
  await aws.budgets.send(
    new CreateNotificationCommand({
      ...placeOf(id),
      Notification: notificationOf(mail),
      Subscribers: [
        ...subscribers('EMAIL', mail.subscriberEmailAddresses),
        ...subscribers('SNS', mail.subscriberSnsTopicArns),
      ],
    }),
  );
}

/** A notification that differs is deleted and made anew. */
async function changeMails(
  aws: Aws,
  id: string,
  old: State<BudgetState>,
  next: Inputs<BudgetArgs>,
): Promise<void> {
  const [before, after] = [old.notifications ?? [], next.notifications ?? []];
  const isIn = (list: readonly Mail[], mail: Mail) =>
    list.some((each) => sameValue({}, 'notifications', each, mail));
  for (const mail of before.filter((each) => !isIn(after, each)))
    await unlessGone(
      aws.budgets.send(new DeleteNotificationCommand({ ...placeOf(id), Notification: notificationOf(mail) })),
    );
  for (const mail of after.filter((each) => !isIn(before, each))) await createMail(aws, id, mail);
}

async function readMails(aws: Aws, place: ReturnType<typeof placeOf>): Promise<Mail[]> {
  const mails: Mail[] = [];
  const client = aws.budgets;
  for await (const page of paginateDescribeNotificationsForBudget({ client }, place))
    for (const each of page.Notifications ?? []) mails.push(await readMail(aws, place, each));
  return mails;
}

async function readMail(
  aws: Aws,
  place: ReturnType<typeof placeOf>,
  notification: Notification,
): Promise<Mail> {
  const found: { readonly kind: string | undefined; readonly address: string }[] = [];
  const wanted = { ...place, Notification: notification };
  for await (const page of paginateDescribeSubscribersForNotification({ client: aws.budgets }, wanted))
    for (const each of page.Subscribers ?? [])
      found.push({ kind: each.SubscriptionType, address: each.Address ?? '' });
  const addresses = (kind: string) => found.filter((each) => each.kind === kind).map((each) => each.address);
  const [emails, topics] = [addresses('EMAIL'), addresses('SNS')];
  return {
    notificationType: notification.NotificationType ?? '',
    comparisonOperator: notification.ComparisonOperator ?? '',
    threshold: notification.Threshold ?? 0,
    thresholdType: notification.ThresholdType ?? 'PERCENTAGE',
    ...(emails.length === 0 ? {} : { subscriberEmailAddresses: emails }),
    ...(topics.length === 0 ? {} : { subscriberSnsTopicArns: topics }),
  };
}
