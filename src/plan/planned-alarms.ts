import { logicalNames as names } from '../lib/logical-names.ts';
import type { AlarmsPlan, BudgetPlan, DeliveryPlan } from '../model/plan.ts';
import { type PlannedRow, partOf, plannedRow as row } from './planned-row.ts';

/** Everything of the alarms can be taken away again: what the trail recorded is in the audit bucket. */
export function alarmRows({ delivery, logGroup, topic, alarms }: AlarmsPlan): readonly PlannedRow[] {
  return [
    ...(delivery === undefined ? [] : deliveryRows(delivery)),
    row(names.alarmTopic, 'aws:sns/topic:Topic', `topic ${topic.name} for alarms`, topic.arn),
    partOf(
      names.alarmTopic,
      'policy',
      row(
        names.alarmTopicPolicy,
        'aws:sns/topicPolicy:TopicPolicy',
        `policy of the topic ${topic.name}`,
        topic.arn,
      ),
    ),
    row(
      names.alarmSubscription,
      'aws:sns/topicSubscription:TopicSubscription',
      // No address here: the report shows it on request only.
      'alarms by e-mail, once whoever reads it has confirmed',
      topic.arn,
    ),
    ...alarms.flatMap(({ key, name, title }) => [
      partOf(
        names.alarm(key),
        'filter',
        row(
          names.alarmFilter(key),
          'aws:cloudwatch/logMetricFilter:LogMetricFilter',
          `filter ${name} on log group ${logGroup}`,
          name,
        ),
      ),
      partOf(
        names.alarmTopic,
        `alarm ${title}`,
        row(names.alarm(key), 'aws:cloudwatch/metricAlarm:MetricAlarm', `alarm ${name}: ${title}`, name),
      ),
    ]),
  ];
}

function deliveryRows({ logGroup, role }: DeliveryPlan): readonly PlannedRow[] {
  const kept = logGroup.retentionDays === 0 ? 'for ever' : `${logGroup.retentionDays} days`;
  return [
    row(
      names.alarmLogGroup,
      'aws:cloudwatch/logGroup:LogGroup',
      `log group ${logGroup.name} (${kept})`,
      logGroup.name,
    ),
    row(names.alarmRole, 'aws:iam/role:Role', `role ${role.name} for CloudTrail`, role.arn),
    partOf(
      names.alarmRole,
      'write policy',
      row(
        names.alarmRolePolicy,
        'aws:iam/rolePolicy:RolePolicy',
        `write policy on role ${role.name}`,
        `${role.name}:${role.policy.name}`,
      ),
    ),
  ];
}

export function budgetRows({ name, monthlyUsd }: BudgetPlan, accountId: string): readonly PlannedRow[] {
  return [
    row(
      names.budget,
      'aws:budgets/budget:Budget',
      `budget ${name}, ${monthlyUsd} USD a month`,
      `${accountId}:${name}`,
    ),
  ];
}
