import { rights, type TypeRights } from './right.ts';
import { passRole } from './types-iam.ts';

/** The trail and its key outlive their plan; what watches the trail does not. */
export const auditTypes: Readonly<Record<string, TypeRights>> = {
  'aws:kms/key:Key': {
    file: 'kms/key.go',
    read: rights(
      'kms:DescribeKey key',
      'kms:GetKeyPolicy key',
      'kms:GetKeyRotationStatus key',
      'kms:ListResourceTags key',
    ),
    write: rights(
      'kms:CreateKey',
      'kms:EnableKey key',
      'kms:EnableKeyRotation key',
      'kms:UpdateKeyDescription key',
      'kms:PutKeyPolicy key',
      'kms:TagResource key',
      'kms:UntagResource key',
    ),
  },
  'aws:kms/alias:Alias': {
    file: 'kms/alias.go',
    read: rights('kms:ListAliases'),
    write: rights('kms:CreateAlias alias+key', 'kms:UpdateAlias alias+key'),
  },
  'aws:cloudtrail/trail:Trail': {
    file: 'cloudtrail/trail.go',
    read: rights(
      'cloudtrail:DescribeTrails',
      'cloudtrail:GetTrailStatus trail',
      'cloudtrail:GetEventSelectors trail',
      'cloudtrail:GetInsightSelectors trail',
      'cloudtrail:ListTags trail',
    ),
    write: [
      // It is never stopped, so StopLogging is not here.
      ...rights(
        'cloudtrail:CreateTrail trail',
        'cloudtrail:UpdateTrail trail',
        'cloudtrail:StartLogging trail',
        'cloudtrail:PutEventSelectors trail',
        'cloudtrail:AddTags trail',
        'cloudtrail:RemoveTags trail',
      ),
      passRole('cloudtrail.amazonaws.com'),
    ],
  },
  'aws:cloudwatch/logGroup:LogGroup': {
    file: 'logs/group.go',
    read: rights('logs:DescribeLogGroups', 'logs:ListTagsForResource log-group'),
    write: rights(
      'logs:CreateLogGroup log-group',
      'logs:PutRetentionPolicy log-group',
      'logs:DeleteRetentionPolicy log-group',
      'logs:TagResource log-group',
      'logs:UntagResource log-group',
    ),
    remove: rights('logs:DeleteLogGroup log-group'),
  },
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': {
    file: 'logs/metric_filter.go',
    read: rights('logs:DescribeMetricFilters log-group'),
    write: rights('logs:PutMetricFilter log-group'),
    remove: rights('logs:DeleteMetricFilter log-group'),
  },
  'aws:cloudwatch/metricAlarm:MetricAlarm': {
    file: 'cloudwatch/metric_alarm.go',
    read: rights('cloudwatch:DescribeAlarms alarm', 'cloudwatch:ListTagsForResource alarm'),
    write: rights(
      'cloudwatch:PutMetricAlarm alarm',
      'cloudwatch:TagResource alarm',
      'cloudwatch:UntagResource alarm',
    ),
    remove: rights('cloudwatch:DeleteAlarms alarm'),
  },
  'aws:sns/topic:Topic': {
    file: 'sns/topic.go',
    read: rights('sns:GetTopicAttributes topic', 'sns:ListTagsForResource topic'),
    write: rights(
      'sns:CreateTopic topic',
      'sns:SetTopicAttributes topic',
      'sns:TagResource topic',
      'sns:UntagResource topic',
    ),
    remove: rights('sns:DeleteTopic topic'),
  },
  'aws:sns/topicPolicy:TopicPolicy': {
    file: 'sns/topic_policy.go',
    read: rights('sns:GetTopicAttributes topic'),
    write: rights('sns:SetTopicAttributes topic'),
    remove: rights('sns:SetTopicAttributes topic'),
  },
  'aws:sns/topicSubscription:TopicSubscription': {
    file: 'sns/topic_subscription.go',
    read: rights('sns:GetSubscriptionAttributes topic'),
    write: rights('sns:Subscribe topic', 'sns:SetSubscriptionAttributes topic'),
    remove: rights('sns:Unsubscribe topic'),
  },
};
