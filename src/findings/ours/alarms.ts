import { logicalNames as names } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import type { AlarmPlan, AlarmsPlan, Plan } from '../../model/plan.ts';
import type { AlarmFact, Snapshot } from '../../model/snapshot.ts';
import { compareAlarmTopic } from './alarm-topic.ts';
import { drift, isUnread } from './drift.ts';

/** Filters and alarms, and the topic they tell. */
export function compareAlarms(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const part = plan.parts.alarms;
  if (part === null) return [];
  return [
    ...part.alarms.flatMap((alarm) => [
      ...filter(alarm, part, snapshot),
      ...metricAlarm(alarm, part, snapshot),
    ]),
    ...compareAlarmTopic(plan, part, snapshot),
  ];
}

function filter(alarm: AlarmPlan, part: AlarmsPlan, snapshot: Snapshot): readonly Finding[] {
  if (isUnread(snapshot, 'logs:DescribeLogGroups', 'logs:DescribeMetricFilters')) return [];
  const group = snapshot.logGroups.find((each) => each.name === part.logGroup);
  const live = group?.filters.find((each) => each.name === alarm.name);
  const resources = [names.alarmFilter(alarm.key)];
  const why = `Nobody would hear of it: ${alarm.title}.`;
  if (live === undefined) {
    return [
      drift('alarm-filter-missing', alarm.name, {
        what: `The metric filter "${alarm.name}" is missing.`,
        expected: `filter on ${part.logGroup}`,
        actual: 'absent',
        why,
        resources,
      }),
    ];
  }
  const counts = `${alarm.namespace}/${alarm.metric} by 1`;
  const counted = `${live.namespace}/${live.metric} by ${live.value}`;
  const samePattern = live.pattern.trim() === alarm.pattern;
  if (samePattern && counts === counted) return [];
  return [
    drift('alarm-filter-changed', alarm.name, {
      what: `The metric filter "${alarm.name}" counts something else than planned.`,
      expected: samePattern ? counts : alarm.pattern,
      actual: samePattern ? counted : live.pattern,
      why,
      resources,
    }),
  ];
}

function metricAlarm(alarm: AlarmPlan, part: AlarmsPlan, snapshot: Snapshot): readonly Finding[] {
  if (isUnread(snapshot, 'cloudwatch:DescribeAlarms')) return [];
  const live = snapshot.alarms.find((each) => each.name === alarm.name);
  const resources = [names.alarm(alarm.key)];
  const why = `Nobody would hear of it: ${alarm.title}.`;
  if (live === undefined) {
    return [
      drift('alarm-missing', alarm.name, {
        what: `The alarm "${alarm.name}" is missing.`,
        expected: alarm.title,
        actual: 'absent',
        why,
        resources,
      }),
    ];
  }
  const different = differences(alarm, live);
  const changed = drift('alarm-changed', alarm.name, {
    what: `The alarm "${alarm.name}" fires otherwise than planned.`,
    expected: different.map((each) => each.expected).join(', '),
    actual: different.map((each) => each.actual).join(', '),
    why,
    resources,
  });
  const tells = live.actionsEnabled && live.actions.includes(part.topic.arn);
  const silent = drift('alarm-actions-off', alarm.name, {
    what: `The alarm "${alarm.name}" tells nobody.`,
    expected: part.topic.arn,
    actual: live.actionsEnabled ? live.actions.join(', ') || 'no action' : 'actions disabled',
    why,
    resources,
  });
  return [...(different.length === 0 ? [] : [changed]), ...(tells ? [] : [silent])];
}

/** Exact: an alarm that fires more often than planned is soon read by nobody. */
function differences(
  alarm: AlarmPlan,
  live: AlarmFact,
): readonly { readonly expected: string; readonly actual: string }[] {
  const wanted: readonly (readonly [string, string | number, string | number | undefined])[] = [
    ['metric', `${alarm.namespace}/${alarm.metric}`, `${live.namespace ?? ''}/${live.metric ?? ''}`],
    ['statistic', 'Sum', live.statistic],
    ['comparison', 'GreaterThanOrEqualToThreshold', live.comparison],
    ['threshold', alarm.threshold, live.threshold],
    ['period', alarm.periodSeconds, live.periodSeconds],
    ['evaluation periods', 1, live.evaluationPeriods],
    ['missing data', 'notBreaching', live.treatMissingData],
  ];
  return wanted
    .filter(([, expected, actual]) => expected !== actual)
    .map(([label, expected, actual]) => ({
      expected: `${label} ${expected}`,
      actual: `${label} ${actual ?? 'not set'}`,
    }));
}
