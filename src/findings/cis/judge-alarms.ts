import type { CisVerdict } from '../../model/cis.ts';
import type { AlarmFact, LogGroupFact, MetricFilterFact } from '../../model/snapshot.ts';
import type { AlarmRow } from '../../policies/alarm-table.ts';
import { isWholeTrail } from './judge-trail.ts';
import { type CisInput, deniedOf, done, open, unknown, unknownWithout } from './verdict.ts';

const reads = [
  'logs:DescribeLogGroups',
  'logs:DescribeMetricFilters',
  'cloudwatch:DescribeAlarms',
  'sns:GetTopicAttributes',
  'sns:ListSubscriptionsByTopic',
];

/**
 * One alarm of the set, from end to end: a trail of all regions delivers to a log group, a filter of it counts these
 * events, an alarm looks at the count, and somebody reads its mail. The first link that is missing is told.
 */
export function judgeAlarm(row: AlarmRow, input: CisInput): CisVerdict {
  const delivering = input.snapshot.trails.flatMap((trail) =>
    isWholeTrail(trail) && trail.logGroupArn !== undefined ? [trail.logGroupArn] : [],
  );
  if (delivering.length === 0) {
    const denied = deniedOf(input, ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus']);
    if (denied.length > 0) return unknownWithout(denied);
    return open('No trail of all regions delivers to a log group, so nothing can count its events.');
  }
  const groups = input.snapshot.logGroups.filter((group) =>
    delivering.some((arn) => arn.replace(/:\*$/, '') === group.arn),
  );
  const missing = findMissing(row, input, groups);
  if (missing === undefined)
    return done(
      'Counted in the log group of the trail; the mail arrives at somebody.',
      groups.map((group) => group.name),
    );
  const denied = deniedOf(input, reads);
  if (denied.length > 0) return unknownWithout(denied);
  if (groups.length === 0)
    return unknown(
      'The log group of the trail is not one of this tool, and was not looked into.',
      delivering,
    );
  return open(missing);
}

function findMissing(row: AlarmRow, input: CisInput, groups: readonly LogGroupFact[]): string | undefined {
  const { alarms } = input.snapshot;
  const filters = groups.flatMap((group) => group.filters).filter((filter) => counts(filter, row));
  if (filters.length === 0) return 'No metric filter counts these events.';
  const watching = alarms.filter((alarm) => filters.some((filter) => looksAt(alarm, filter)));
  if (watching.length === 0) return 'The events are counted, and no alarm looks at the count.';
  const sharp = watching.filter((alarm) => isAsSharp(alarm, row));
  if (sharp.length === 0) return 'The alarm is switched off, or fires later than it was meant to.';
  if (!sharp.some((alarm) => reachesSomebody(alarm, input)))
    return 'The alarm tells nobody: it names no topic, or nobody has confirmed the mail of AWS.';
  return undefined;
}

function counts({ pattern, value }: MetricFilterFact, row: AlarmRow): boolean {
  const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();
  return flat(pattern) === flat(row.pattern) && Number(value) > 0;
}

function looksAt({ namespace, metric }: AlarmFact, filter: MetricFilterFact): boolean {
  return namespace === filter.namespace && metric === filter.metric;
}

/** At most as many events as in the table, in at least as long a time. */
function isAsSharp(alarm: AlarmFact, row: AlarmRow): boolean {
  const limit = alarm.comparison === 'GreaterThanThreshold' ? 1 : 0;
  return (
    alarm.actionsEnabled &&
    alarm.statistic === 'Sum' &&
    (limit === 1 || alarm.comparison === 'GreaterThanOrEqualToThreshold') &&
    (alarm.threshold ?? Infinity) + limit <= row.threshold &&
    // One event fires within any time.
    (row.threshold === 1 || (alarm.periodSeconds ?? 0) >= row.periodSeconds) &&
    (alarm.evaluationPeriods ?? Infinity) === 1
  );
}

function reachesSomebody({ actions }: AlarmFact, { snapshot }: CisInput): boolean {
  return snapshot.topics.some(
    (topic) =>
      actions.includes(topic.arn) &&
      topic.subscriptions.some((subscription) => subscription.arn !== undefined),
  );
}
