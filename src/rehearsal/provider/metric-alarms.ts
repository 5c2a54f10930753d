import {
  type ComparisonOperator,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
  type Statistic,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import type { MetricAlarmArgs, MetricAlarmState } from '@pulumi/aws/cloudwatch/metricAlarm.js';
import { type Aws, unlessGone } from './aws-clients.ts';
import {
  defineType,
  flag,
  type Inputs,
  optionalNumber,
  optionalText,
  tagMap,
  text,
} from './resource-type.ts';
import { changeTags, fromTagList, toTagList } from './tags.ts';

export const metricAlarm = defineType<MetricAlarmArgs, MetricAlarmState>()({
  token: 'aws:cloudwatch/metricAlarm:MetricAlarm',
  inputs: [
    'name',
    'alarmDescription',
    'namespace',
    'metricName',
    'statistic',
    'comparisonOperator',
    'threshold',
    'period',
    'evaluationPeriods',
    'treatMissingData',
    'actionsEnabled',
    'alarmActions',
    'tags',
    'region',
  ],
  refused: [
    'datapointsToAlarm',
    'dimensions',
    'evaluateLowSampleCountPercentiles',
    'evaluationCriteria',
    'evaluationInterval',
    'extendedStatistic',
    'insufficientDataActions',
    'metricQueries',
    'okActions',
    'thresholdMetricId',
    'unit',
    'warmUpConfiguration',
  ],
  autoName: { property: 'name', maxLength: 255 },
  replaces: ['name'],
  defaults: { actionsEnabled: true, treatMissingData: 'missing' },
  outputs: ['arn'],
  sets: ['alarmActions'],
  create: async (aws, inputs) => {
    await putAlarm(aws, inputs, true);
    return text(inputs, 'name');
  },
  read: async (aws, id) => {
    const { MetricAlarms = [] } = await aws.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [id] }));
    const found = MetricAlarms.find((each) => each.AlarmName === id);
    if (found?.AlarmArn === undefined) return undefined;
    const tags = await aws.cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN: found.AlarmArn }));
    return {
      id,
      properties: {
        arn: found.AlarmArn,
        name: id,
        alarmDescription: found.AlarmDescription ?? '',
        namespace: found.Namespace ?? '',
        metricName: found.MetricName ?? '',
        statistic: found.Statistic ?? '',
        comparisonOperator: found.ComparisonOperator ?? '',
        threshold: found.Threshold ?? 0,
        period: found.Period ?? 0,
        evaluationPeriods: found.EvaluationPeriods ?? 0,
        treatMissingData: found.TreatMissingData ?? 'missing',
        actionsEnabled: found.ActionsEnabled ?? false,
        alarmActions: found.AlarmActions ?? [],
        tagsAll: fromTagList(tags.Tags),
      },
    };
  },
  update: async (aws, _id, { old, next, changed }) => {
    const apart = new Set(['tags', 'tagsAll', 'region']);
    if ([...changed].some((each) => !apart.has(each))) await putAlarm(aws, next, false);
    const ResourceARN = text(old, 'arn');
    await changeTags(old, next, {
      remove: (TagKeys) => aws.cloudwatch.send(new UntagResourceCommand({ ResourceARN, TagKeys })),
      put: (tags) => aws.cloudwatch.send(new TagResourceCommand({ ResourceARN, Tags: toTagList(tags) })),
    });
  },
  delete: async (aws, id) => {
    await unlessGone(aws.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [id] })), 'ResourceNotFound');
  },
});

/** The whole alarm each time; it takes the place of one of that name. Tags are taken for a new one only. */
async function putAlarm(aws: Aws, inputs: Inputs<MetricAlarmArgs>, isNew: boolean): Promise<void> {
  await aws.cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: text(inputs, 'name'),
      AlarmDescription: optionalText(inputs, 'alarmDescription'),
      Namespace: text(inputs, 'namespace'),
      MetricName: text(inputs, 'metricName'),
      Statistic: text(inputs, 'statistic') as Statistic,
      ComparisonOperator: text(inputs, 'comparisonOperator') as ComparisonOperator,
      Threshold: optionalNumber(inputs, 'threshold'),
      Period: optionalNumber(inputs, 'period'),
      EvaluationPeriods: optionalNumber(inputs, 'evaluationPeriods'),
      TreatMissingData: text(inputs, 'treatMissingData'),
      ActionsEnabled: flag(inputs, 'actionsEnabled'),
      AlarmActions: (inputs.alarmActions ?? []).map(String),
      ...(isNew ? { Tags: toTagList(tagMap(inputs)) } : {}),
    }),
  );
}
