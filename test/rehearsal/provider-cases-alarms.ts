import {
  CreateNotificationCommand,
  DeleteNotificationCommand,
  DescribeBudgetCommand,
  paginateDescribeNotificationsForBudget,
  paginateDescribeSubscribersForNotification,
} from '@aws-sdk/client-budgets';
import { DescribeAlarmsCommand, DisableAlarmActionsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DeleteMetricFilterCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetTopicAttributesCommand,
} from '@aws-sdk/client-sns';
import * as budgets from '@pulumi/aws/budgets/index.js';
import * as cloudwatch from '@pulumi/aws/cloudwatch/index.js';
import * as sns from '@pulumi/aws/sns/index.js';
import { expect } from 'vitest';
import { type Clients, lookFor, type Phase, type TypeCase } from './provider-case.ts';
import { accountId, defaultTags, region } from './provider-fixture.ts';

const name = (phase: Phase, kind: string) => (phase === 'replaced' ? `it-${kind}-two` : `it-${kind}-one`);
const step = (phase: Phase) => (phase === 'first' ? 'one' : 'two');
const topicArn = (topic: string) => `arn:aws:sns:${region}:${accountId}:${topic}`;

const logGroup: TypeCase = {
  token: 'aws:cloudwatch/logGroup:LogGroup',
  make: (phase, _base, options) =>
    new cloudwatch.LogGroup(
      'logGroup',
      {
        name: name(phase, 'group'),
        retentionInDays: phase === 'first' ? 30 : 90,
        tags: { phase: step(phase) },
      },
      options,
    ),
  id: /^it-group-one$/,
  outputs: {
    arn: `arn:aws:logs:${region}:${accountId}:log-group:it-group-one`,
    logGroupClass: 'STANDARD',
    region,
    tagsAll: { ...defaultTags, phase: 'one' },
  },
  look: async (clients) => {
    const wanted = new DescribeLogGroupsCommand({ logGroupNamePrefix: 'it-group' });
    const { logGroups = [] } = await (await clients.logs()).send(wanted);
    return logGroups.map((group) => [group.logGroupName, group.retentionInDays]);
  },
  found: () => ({
    first: [['it-group-one', 30]],
    changed: [['it-group-one', 90]],
    replaced: [['it-group-two', 90]],
  }),
  inPlace: ['retentionInDays', 'tags', 'tagsAll'],
  forcing: ['name'],
  byHand: async (clients) =>
    (await clients.logs()).send(new DeleteRetentionPolicyCommand({ logGroupName: 'it-group-two' })),
  seen: ['retentionInDays'],
  left: [],
};

const pattern = (event: string) => `{ ($.eventName = "${event}") }`;
const logMetricFilter: TypeCase = {
  token: 'aws:cloudwatch/logMetricFilter:LogMetricFilter',
  make: (phase, _base, options) =>
    new cloudwatch.LogMetricFilter(
      'logMetricFilter',
      {
        name: name(phase, 'filter'),
        logGroupName: 'base-group',
        pattern: pattern(step(phase)),
        metricTransformation: { name: 'it', namespace: 'it-space', value: '1' },
      },
      options,
    ),
  id: /^it-filter-one$/,
  look: async (clients) => {
    const wanted = new DescribeMetricFiltersCommand({ logGroupName: 'base-group' });
    const { metricFilters = [] } = await (await clients.logs()).send(wanted);
    return metricFilters.map((each) => [
      each.filterName,
      each.filterPattern,
      each.metricTransformations?.[0]?.metricName,
    ]);
  },
  found: () => ({
    first: [['it-filter-one', pattern('one'), 'it']],
    changed: [['it-filter-one', pattern('two'), 'it']],
    replaced: [['it-filter-two', pattern('two'), 'it']],
  }),
  inPlace: ['pattern'],
  forcing: ['name'],
  byHand: async (clients) =>
    (await clients.logs()).send(
      new DeleteMetricFilterCommand({ logGroupName: 'base-group', filterName: 'it-filter-two' }),
    ),
  seen: 'gone',
  importId: 'base-group:it-filter-two',
  left: [],
};

const metricAlarm: TypeCase = {
  token: 'aws:cloudwatch/metricAlarm:MetricAlarm',
  make: (phase, _base, options) =>
    new cloudwatch.MetricAlarm(
      'metricAlarm',
      {
        name: name(phase, 'alarm'),
        alarmDescription: 'it',
        namespace: 'it-space',
        metricName: 'it',
        statistic: 'Sum',
        comparisonOperator: 'GreaterThanOrEqualToThreshold',
        threshold: phase === 'first' ? 1 : 5,
        period: 300,
        evaluationPeriods: 1,
        treatMissingData: 'notBreaching',
        alarmActions: [topicArn('base-topic-b'), topicArn('base-topic-a')],
        tags: { phase: step(phase) },
      },
      options,
    ),
  id: /^it-alarm-one$/,
  outputs: {
    arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:it-alarm-one`,
    actionsEnabled: true,
    region,
    tagsAll: { ...defaultTags, phase: 'one' },
  },
  look: async (clients) => {
    const wanted = new DescribeAlarmsCommand({ AlarmNamePrefix: 'it-alarm' });
    const { MetricAlarms = [] } = await (await clients.cloudwatch()).send(wanted);
    return MetricAlarms.map((each) => [each.AlarmName, each.Threshold, each.ActionsEnabled]);
  },
  found: () => ({
    first: [['it-alarm-one', 1, true]],
    changed: [['it-alarm-one', 5, true]],
    replaced: [['it-alarm-two', 5, true]],
  }),
  inPlace: ['tags', 'tagsAll', 'threshold'],
  forcing: ['name'],
  byHand: async (clients) =>
    (await clients.cloudwatch()).send(new DisableAlarmActionsCommand({ AlarmNames: ['it-alarm-two'] })),
  seen: ['actionsEnabled'],
  left: [],
};

const attributesOf = async (clients: Clients, topic: string) =>
  lookFor((await clients.sns()).send(new GetTopicAttributesCommand({ TopicArn: topicArn(topic) }))).then(
    (answer) => answer?.Attributes,
  );

const topic: TypeCase = {
  token: 'aws:sns/topic:Topic',
  make: (phase, { keyA, keyB }, options) =>
    new sns.Topic(
      'topic',
      {
        name: name(phase, 'topic'),
        kmsMasterKeyId: phase === 'first' ? keyA : keyB,
        tags: { phase: step(phase) },
      },
      options,
    ),
  id: /^arn:aws:sns:eu-west-1:123456789012:it-topic-one$/,
  outputs: {
    arn: topicArn('it-topic-one'),
    owner: accountId,
    policy: expect.stringContaining('__default_statement_ID'),
    region,
    tagsAll: { ...defaultTags, phase: 'one' },
  },
  look: async (clients, { keyA, keyB }) => {
    const key = async (each: string) => {
      const id = (await attributesOf(clients, each))?.KmsMasterKeyId;
      return id === undefined ? undefined : { [keyA]: 'A', [keyB]: 'B' }[id];
    };
    return [await key('it-topic-one'), await key('it-topic-two')];
  },
  found: () => ({ first: ['A', undefined], changed: ['B', undefined], replaced: [undefined, 'B'] }),
  inPlace: ['kmsMasterKeyId', 'tags', 'tagsAll'],
  forcing: ['name'],
  byHand: async (clients, { keyA }) =>
    (await clients.sns()).send(
      new SetTopicAttributesCommand({
        TopicArn: topicArn('it-topic-two'),
        AttributeName: 'KmsMasterKeyId',
        AttributeValue: keyA,
      }),
    ),
  seen: ['kmsMasterKeyId'],
  left: [undefined, undefined],
};

const publish = (sid: string, arn: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: sid,
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: arn,
    },
  ],
});
const topicPolicy: TypeCase = {
  token: 'aws:sns/topicPolicy:TopicPolicy',
  make: (phase, _base, options) => {
    const arn = topicArn(phase === 'replaced' ? 'base-topic-b' : 'base-topic-a');
    return new sns.TopicPolicy(
      'topicPolicy',
      { arn, policy: JSON.stringify(publish(step(phase), arn)) },
      options,
    );
  },
  id: /^arn:aws:sns:eu-west-1:123456789012:base-topic-a$/,
  outputs: { owner: accountId },
  look: async (clients) => {
    const sid = async (each: string) =>
      JSON.parse((await attributesOf(clients, each))?.Policy ?? '{}').Statement?.[0]?.Sid;
    return [await sid('base-topic-a'), await sid('base-topic-b')];
  },
  // A topic is never without a policy.
  found: () => ({
    first: ['one', '__default_statement_ID'],
    changed: ['two', '__default_statement_ID'],
    replaced: ['__default_statement_ID', 'two'],
  }),
  inPlace: ['policy'],
  forcing: ['arn'],
  createFirst: true,
  byHand: async (clients) =>
    (await clients.sns()).send(
      new SetTopicAttributesCommand({
        TopicArn: topicArn('base-topic-b'),
        AttributeName: 'Policy',
        AttributeValue: JSON.stringify(publish('hand', topicArn('base-topic-b'))),
      }),
    ),
  seen: ['policy'],
  left: ['__default_statement_ID', '__default_statement_ID'],
};

const topicSubscription: TypeCase = {
  token: 'aws:sns/topicSubscription:TopicSubscription',
  make: (phase, _base, options) =>
    new sns.TopicSubscription(
      'topicSubscription',
      {
        topic: topicArn('base-topic-c'),
        protocol: 'email',
        endpoint: phase === 'replaced' ? 'two@acme.example' : 'one@acme.example',
      },
      options,
    ),
  id: /^arn:aws:sns:eu-west-1:123456789012:base-topic-c:[0-9a-f-]{36}$/,
  outputs: {
    arn: expect.stringMatching(/base-topic-c/),
    ownerId: accountId,
    pendingConfirmation: true,
    confirmationWasAuthenticated: false,
  },
  look: async (clients) => {
    const wanted = new ListSubscriptionsByTopicCommand({ TopicArn: topicArn('base-topic-c') });
    const { Subscriptions = [] } = await (await clients.sns()).send(wanted);
    return Subscriptions.map((each) => [each.Endpoint, each.SubscriptionArn]);
  },
  // Unconfirmed: no ARN in the list, and no way to take one back, neither by a replacement nor by a destroy.
  found: () => ({
    first: [['one@acme.example', 'PendingConfirmation']],
    replaced: [
      ['one@acme.example', 'PendingConfirmation'],
      ['two@acme.example', 'PendingConfirmation'],
    ],
  }),
  forcing: ['endpoint'],
  createFirst: true,
  byHand: async () => undefined,
  seen: 'same',
  left: [
    ['one@acme.example', 'PendingConfirmation'],
    ['two@acme.example', 'PendingConfirmation'],
  ],
};

const mail = (threshold: number) => ({
  notificationType: 'ACTUAL',
  comparisonOperator: 'GREATER_THAN',
  threshold,
  thresholdType: 'PERCENTAGE',
  subscriberEmailAddresses: ['one@acme.example'],
});
const budget: TypeCase = {
  token: 'aws:budgets/budget:Budget',
  make: (phase, _base, options) =>
    new budgets.Budget(
      'budget',
      {
        name: name(phase, 'budget'),
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        limitAmount: phase === 'first' ? '100' : '200',
        limitUnit: 'USD',
        notifications: phase === 'first' ? [mail(80), mail(100)] : [mail(100), mail(90)],
        tags: { phase: step(phase) },
      },
      options,
    ),
  id: /^123456789012:it-budget-one$/,
  outputs: {
    arn: `arn:aws:budgets::${accountId}:budget/it-budget-one`,
    accountId,
    tagsAll: { ...defaultTags, phase: 'one' },
  },
  look: async (clients) => [
    await lookAtBudget(clients, 'it-budget-one'),
    await lookAtBudget(clients, 'it-budget-two'),
  ],
  found: () => {
    const one = ['100.0', '100 one@acme.example', '80 one@acme.example'];
    const two = ['200.0', '100 one@acme.example', '90 one@acme.example'];
    return { first: [one, undefined], changed: [two, undefined], replaced: [undefined, two] };
  },
  inPlace: ['limitAmount', 'notifications', 'tags', 'tagsAll'],
  forcing: ['name'],
  byHand: async (clients) => {
    const client = await clients.budgets();
    const place = { AccountId: accountId, BudgetName: 'it-budget-two' };
    const Notification = {
      NotificationType: 'ACTUAL',
      ComparisonOperator: 'GREATER_THAN',
      Threshold: 90,
      ThresholdType: 'PERCENTAGE',
    } as const;
    await client.send(new DeleteNotificationCommand({ ...place, Notification }));
    const Subscribers = [{ SubscriptionType: 'EMAIL', Address: 'hand@acme.example' } as const];
    await client.send(
      new CreateNotificationCommand({
        ...place,
        Notification: { ...Notification, Threshold: 50 },
        Subscribers,
      }),
    );
  },
  seen: ['notifications'],
  left: [undefined, undefined],
};

async function lookAtBudget(clients: Clients, BudgetName: string) {
  const client = await clients.budgets();
  const place = { AccountId: accountId, BudgetName };
  const found = await client
    .send(new DescribeBudgetCommand(place))
    .catch((error: Error) => (error.name === 'NotFoundException' ? undefined : Promise.reject(error)));
  if (found === undefined) return undefined;
  const mails: string[] = [];
  for await (const page of paginateDescribeNotificationsForBudget({ client }, place))
    for (const Notification of page.Notifications ?? [])
      for await (const each of paginateDescribeSubscribersForNotification(
        { client },
        { ...place, Notification },
      ))
        mails.push(`${Notification.Threshold} ${each.Subscribers?.map((one) => one.Address).join(' ')}`);
  return [found.Budget?.BudgetLimit?.Amount, ...mails.sort()];
}

export const alarmCases: readonly TypeCase[] = [
  logGroup,
  logMetricFilter,
  metricAlarm,
  topic,
  topicPolicy,
  topicSubscription,
  budget,
];
