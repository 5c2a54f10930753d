import { busy, type ChangeOfRule, change, iam } from './change-of-rule.ts';

/** Logs, alarms and topics stand in the history of the home region; what is asked is seldom enough not to be busy. */
const home = (events: string, undoneBy = '', names: ChangeOfRule['names'] = 'whole') =>
  change(events, undoneBy, { where: 'home', names });

/** The events behind changes of alarms and budget. Budgets' own are in the main region. */
export const changesOfWatch = {
  'trail-logs-changed': busy('UpdateTrail'),
  'alarm-logs-missing': home('DeleteLogGroup', 'CreateLogGroup'),
  'alarm-logs-retention-shorter': home('PutRetentionPolicy'),
  'alarm-logs-retention-missing': home('DeleteRetentionPolicy', 'PutRetentionPolicy'),
  'alarm-role-missing': iam('DeleteRole', 'CreateRole'),
  'alarm-role-changed': iam('UpdateAssumeRolePolicy PutRolePolicy DeleteRolePolicy'),
  'alarm-role-foreign-policy': iam(
    'AttachRolePolicy PutRolePolicy',
    'DetachRolePolicy DeleteRolePolicy',
    'both',
  ),
  'alarm-filter-missing': home('DeleteMetricFilter DeleteLogGroup', 'PutMetricFilter'),
  'alarm-filter-changed': home('PutMetricFilter'),
  'alarm-missing': home('DeleteAlarms', 'PutMetricAlarm'),
  'alarm-changed': home('PutMetricAlarm'),
  'alarm-actions-off': home('DisableAlarmActions PutMetricAlarm', 'EnableAlarmActions'),
  'alarm-topic-missing': home('DeleteTopic', 'CreateTopic'),
  'alarm-topic-policy-changed': home('SetTopicAttributes AddPermission RemovePermission'),
  'alarm-topic-foreign-statement': home('SetTopicAttributes AddPermission', '', 'first'),
  'alarm-topic-key-changed': home('SetTopicAttributes'),
  // AWS drops one that was not confirmed, and whoever gets the mails can end it by a link, without a name.
  'alarm-subscription-missing': null,
  'alarm-unconfirmed': null,
  'budget-missing': iam('DeleteBudget', 'CreateBudget'),
  'budget-changed': iam('UpdateBudget'),
  'budget-mail-missing': iam('DeleteNotification UpdateNotification DeleteSubscriber UpdateSubscriber'),
} as const satisfies Readonly<Record<string, ChangeOfRule | null>>;
