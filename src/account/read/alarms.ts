import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { LogGroup, MetricFilter } from '@aws-sdk/client-cloudwatch-logs';
import { parseArn } from '../../lib/arn.ts';
import type {
  AlarmFact,
  LogGroupFact,
  MetricFilterFact,
  Snapshot,
  SnapshotInterest,
  TrailFact,
} from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';
import { byName, isoTime } from './facts.ts';
import type { Gather } from './gather.ts';
import { readTopic } from './topics.ts';

export type Watch = Pick<Snapshot, 'logGroups' | 'alarms' | 'topics'>;

/**
 * What watches the trail: the log groups it could be read from, with their filters, alarms by their prefix,
 * and the topic. One call each; nothing is asked where no alarms are wanted.
 */
export async function readAlarms(
  clients: Clients,
  gather: Gather,
  wanted: SnapshotInterest['alarms'],
  trails: readonly TrailFact[],
): Promise<Watch> {
  if (wanted === undefined) return { logGroups: [], alarms: [], topics: [] };
  const delivered = trails.flatMap((trail) => {
    const arn = trail.homeRegion === clients.region ? trail.logGroupArn : undefined;
    const resource = arn === undefined ? undefined : parseArn(arn)?.resource;
    return resource === undefined ? [] : [resource.replace(/^log-group:/, '').replace(/:\*$/, '')];
  });
  const groups = [...new Set([wanted.logGroup, ...delivered])];
  const [logGroups, alarms, topic] = await Promise.all([
    Promise.all(groups.map((name) => readLogGroup(clients, gather, name))),
    readMetricAlarms(clients, gather, wanted.alarmPrefix),
    readTopic(clients, gather, wanted.topicArn),
  ]);
  return {
    logGroups: byName(logGroups.flatMap((group) => (group === undefined ? [] : [group]))),
    alarms,
    topics: topic === undefined ? [] : [topic],
  };
}

async function readLogGroup(
  clients: Clients,
  gather: Gather,
  name: string,
): Promise<LogGroupFact | undefined> {
  const { paginateDescribeLogGroups } = await import('../late/cloudwatch-logs.ts');
  const client = await clients.logs();
  const found = await gather.attempt('logs:DescribeLogGroups', async () => {
    for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: name })) {
      const group = page.logGroups?.find((each) => each.logGroupName === name);
      if (group !== undefined) return group;
    }
    return undefined;
  });
  return found === undefined ? undefined : describeLogGroup(clients, gather, name, found);
}

async function describeLogGroup(
  clients: Clients,
  gather: Gather,
  name: string,
  found: LogGroup,
): Promise<LogGroupFact> {
  const { ListTagsForResourceCommand, paginateDescribeMetricFilters } = await import(
    '../late/cloudwatch-logs.ts'
  );
  const client = await clients.logs();
  const arn = (found.logGroupArn ?? found.arn ?? '').replace(/:\*$/, '');
  const about = { subject: name, absent: ['ResourceNotFound'] };
  const [filters, tags] = await Promise.all([
    gather.attempt(
      'logs:DescribeMetricFilters',
      async () => {
        const filters: MetricFilter[] = [];
        for await (const page of paginateDescribeMetricFilters({ client }, { logGroupName: name }))
          filters.push(...(page.metricFilters ?? []));
        return filters;
      },
      about,
    ),
    gather.attempt(
      'logs:ListTagsForResource',
      () => client.send(new ListTagsForResourceCommand({ resourceArn: arn })),
      about,
    ),
  ]);
  const createdAt = isoTime(found.creationTime === undefined ? undefined : new Date(found.creationTime));
  return {
    name,
    arn,
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(found.retentionInDays === undefined ? {} : { retentionDays: found.retentionInDays }),
    ...(found.kmsKeyId === undefined || found.kmsKeyId === '' ? {} : { keyArn: found.kmsKeyId }),
    filters: byName((filters ?? []).map(filterFact)),
    tags: tags?.tags ?? {},
  };
}

function filterFact(filter: MetricFilter): MetricFilterFact {
  const [counted] = filter.metricTransformations ?? [];
  return {
    name: filter.filterName ?? '',
    pattern: filter.filterPattern ?? '',
    namespace: counted?.metricNamespace ?? '',
    metric: counted?.metricName ?? '',
    value: counted?.metricValue ?? '',
  };
}

/** Without their tags: that would be one call an alarm. */
async function readMetricAlarms(
  clients: Clients,
  gather: Gather,
  prefix: string,
): Promise<readonly AlarmFact[]> {
  const { paginateDescribeAlarms } = await import('../late/cloudwatch.ts');
  const client = await clients.cloudwatch();
  const found = await gather.attempt('cloudwatch:DescribeAlarms', async () => {
    const alarms: MetricAlarm[] = [];
    for await (const page of paginateDescribeAlarms({ client, pageSize: 100 }, { AlarmNamePrefix: prefix }))
      alarms.push(...(page.MetricAlarms ?? []));
    return alarms;
  });
  return byName((found ?? []).map(alarmFact));
}

function alarmFact(alarm: MetricAlarm): AlarmFact {
  const known = {
    namespace: alarm.Namespace,
    metric: alarm.MetricName,
    statistic: alarm.Statistic,
    comparison: alarm.ComparisonOperator,
    threshold: alarm.Threshold,
    periodSeconds: alarm.Period,
    evaluationPeriods: alarm.EvaluationPeriods,
    treatMissingData: alarm.TreatMissingData,
  };
  return {
    name: alarm.AlarmName ?? '',
    arn: alarm.AlarmArn ?? '',
    actionsEnabled: alarm.ActionsEnabled === true,
    actions: [...(alarm.AlarmActions ?? [])].sort(),
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
  };
}
