import * as cloudwatch from '@pulumi/aws/cloudwatch/index.js';
import * as sns from '@pulumi/aws/sns/index.js';
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from '@pulumi/pulumi';
import { logicalNames as names } from '../../src/lib/logical-names.ts';
import type { AlarmPlan, AlarmsPlan, Plan } from '../../src/model/plan.ts';
import { childOptions } from '../child-options.ts';

export interface AlarmSources {
  /** Name of the log group that is read; an output where we make it. */
  readonly logGroup: Input<string>;
  /** ARN of the trail's key; absent where it has none. */
  readonly auditKeyArn?: Output<string>;
  readonly after: readonly Resource[];
}

/** Counts what the trail records, and mails when it is too much: topic, subscription, filters, alarms. */
export class Alarms extends ComponentResource {
  readonly #plan: Plan;
  readonly #sources: AlarmSources;

  constructor(
    name: string,
    plan: Plan,
    part: AlarmsPlan,
    sources: AlarmSources,
    options?: ComponentResourceOptions,
  ) {
    super('bootstrap-account:index:Alarms', name, {}, options);
    this.#plan = plan;
    this.#sources = sources;
    const topic = this.#topic(part);
    for (const alarm of part.alarms) this.#alarm(alarm, topic.arn);
    this.registerOutputs({ topicArn: topic.arn });
  }

  #topic({ topic, email }: AlarmsPlan): sns.Topic {
    const key =
      topic.encryption === 'audit-key'
        ? this.#sources.auditKeyArn
        : topic.encryption === 'none'
          ? undefined
          : topic.encryption.keyId;
    const made = new sns.Topic(
      names.alarmTopic,
      {
        name: topic.name,
        tags: { ...topic.tags },
        ...(key === undefined ? {} : { kmsMasterKeyId: key }),
      },
      childOptions(this.#plan, this, names.alarmTopic, { after: this.#sources.after }),
    );
    const policy = new sns.TopicPolicy(
      names.alarmTopicPolicy,
      { arn: made.arn, policy: JSON.stringify(topic.policy) },
      childOptions(this.#plan, this, names.alarmTopicPolicy),
    );
    new sns.TopicSubscription(
      names.alarmSubscription,
      { topic: made.arn, protocol: 'email', endpoint: email },
      childOptions(this.#plan, this, names.alarmSubscription, { after: [policy] }),
    );
    return made;
  }

  #alarm(alarm: AlarmPlan, topicArn: Output<string>): void {
    const filter = new cloudwatch.LogMetricFilter(
      names.alarmFilter(alarm.key),
      {
        name: alarm.name,
        logGroupName: this.#sources.logGroup,
        pattern: alarm.pattern,
        // No default value: a metric costs by the hour in which it has data, and most hours have none.
        metricTransformation: { name: alarm.metric, namespace: alarm.namespace, value: '1' },
      },
      childOptions(this.#plan, this, names.alarmFilter(alarm.key), { after: this.#sources.after }),
    );
    new cloudwatch.MetricAlarm(
      names.alarm(alarm.key),
      {
        name: alarm.name,
        alarmDescription: alarm.description,
        namespace: alarm.namespace,
        metricName: alarm.metric,
        statistic: 'Sum',
        comparisonOperator: 'GreaterThanOrEqualToThreshold',
        threshold: alarm.threshold,
        period: alarm.periodSeconds,
        evaluationPeriods: 1,
        // Nothing counted is the normal day.
        treatMissingData: 'notBreaching',
        alarmActions: [topicArn, ...alarm.otherActions],
        tags: { ...alarm.tags },
      },
      childOptions(this.#plan, this, names.alarm(alarm.key), { after: [filter] }),
    );
  }
}
