import { type ArnScope, iamArn, logGroupArn, topicArn, trailArn } from '../lib/arn.ts';
import { logicalNames as names } from '../lib/logical-names.ts';
import type { AlarmsAnswer, Answers, TrailAnswer } from '../model/answers.ts';
import type { AlarmPlan, AlarmsPlan, DeliveryPlan } from '../model/plan.ts';
import type { LogGroupFact, Snapshot, TopicFact } from '../model/snapshot.ts';
import { type AlarmRow, cisAlarms } from '../policies/alarm-table.ts';
import { alarmTopicPolicy, deliveryPolicy, deliveryTrust } from '../policies/documents/alarms.ts';
import { mergeDocuments } from '../policies/documents/merge.ts';
import type { Adoption } from './adoption.ts';
import { isMadeByUs, ownPath } from './origin.ts';

/** Physical names. Alarms and filters bear no tag that is read: this prefix tells that they are ours. */
export const alarmNames = {
  logGroup: '/bootstrap-account/trail',
  role: 'bootstrap-account-trail-to-logs',
  rolePolicy: 'write-trail-events',
  topic: 'bootstrap-account-alarms',
  prefix: 'bootstrap-account-',
  namespace: 'bootstrap-account',
} as const;

/** The log group's name in an ARN of it, with or without the `:*` that CloudTrail writes behind it. */
export function logGroupNameOf(arn: string): string {
  return (arn.split(':log-group:')[1] ?? '').replace(/:\*$/, '');
}

/** Plans what watches the trail: the way of its events to a log group, filters, alarms, topic and subscription. */
export function planAlarms(
  answers: Answers,
  scope: ArnScope,
  snapshot: Snapshot,
  adoption: Adoption,
): AlarmsPlan | null {
  const { alarms, trail, account } = answers;
  if (alarms === null || trail === null) return null;
  const place: Place = { scope, region: account.region, snapshot, adoption };
  const logGroup = chooseLogGroup(trail, place);
  const delivery = logGroup === alarmNames.logGroup ? planDelivery(alarms, trail, place) : undefined;
  return {
    logGroup,
    ...(delivery === undefined ? {} : { delivery }),
    topic: planTopic(alarms, trail, place),
    email: alarms.email,
    graceDays: answers.graceDays,
    alarms: cisAlarms.map((row) => planAlarm(row, logGroup, place)),
  };
}

interface Place {
  readonly scope: ArnScope;
  readonly region: string;
  readonly snapshot: Snapshot;
  readonly adoption: Adoption;
}

/**
 * A trail delivers to one log group. Where somebody has set one, the alarms read that; one of ours that was
 * taken off the trail by hand is put back.
 */
function chooseLogGroup(trail: TrailAnswer, { scope, region, snapshot, adoption }: Place): string {
  const arn = trailArn(scope, region, trail.name);
  const set = snapshot.trails.find((live) => live.arn === arn)?.logGroupArn;
  return set === undefined || adoption.knows(names.alarmLogGroup) ? alarmNames.logGroup : logGroupNameOf(set);
}

function planDelivery(alarms: AlarmsAnswer, trail: TrailAnswer, place: Place): DeliveryPlan {
  const { scope, region, snapshot, adoption } = place;
  const name = alarmNames.logGroup;
  const live = snapshot.logGroups.find((group) => group.name === name);
  adoption.foundTagged(names.alarmLogGroup, live?.name, live?.tags);
  return {
    logGroup: {
      name,
      arn: logGroupArn(scope, region, name),
      retentionDays: longerRetention(alarms.logRetentionDays, live),
      ...(live?.keyArn === undefined ? {} : { keyArn: live.keyArn }),
      tags: adoption.tags(names.alarmLogGroup, live?.tags, { Part: 'alarms' }),
    },
    role: planRole(trail, place),
  };
}

/** Longer stays longer. For ever is left so only where it was so before us: it costs more every month. */
function longerRetention(wanted: number, live: LogGroupFact | undefined): number {
  if (live === undefined) return wanted;
  if (live.retentionDays === undefined) return isMadeByUs(live.tags) ? wanted : 0;
  return Math.max(wanted, live.retentionDays);
}

function planRole(trail: TrailAnswer, { scope, region, snapshot, adoption }: Place): DeliveryPlan['role'] {
  const name = alarmNames.role;
  const live = snapshot.roles.find((role) => role.name === name);
  const inline = live?.inline.some((policy) => policy.name === alarmNames.rolePolicy) === true;
  adoption.foundTagged(names.alarmRole, live?.name, live?.tags);
  adoption.found(names.alarmRolePolicy, inline ? `${name}:${alarmNames.rolePolicy}` : undefined, false);
  const path = live?.path ?? ownPath;
  const trust = deliveryTrust({ trailArn: trailArn(scope, region, trail.name) });
  return {
    name,
    path,
    arn: live?.arn ?? iamArn(scope, 'role', path, name),
    description: live?.description ?? `CloudTrail writes the events of ${trail.name} to a log group.`,
    maxSessionSeconds: live?.maxSessionSeconds ?? 3600,
    ...(live?.boundaryArn === undefined ? {} : { boundaryArn: live.boundaryArn }),
    trust: live === undefined || isMadeByUs(live.tags) ? trust : mergeDocuments(trust, live.trust).document,
    policy: {
      name: alarmNames.rolePolicy,
      document: deliveryPolicy({ scope, region, logGroup: alarmNames.logGroup }),
    },
    tags: adoption.tags(names.alarmRole, live?.tags, { Part: 'alarms' }),
  };
}

function planTopic(alarms: AlarmsAnswer, trail: TrailAnswer, place: Place): AlarmsPlan['topic'] {
  const { scope, region, snapshot, adoption } = place;
  const { topic: name } = alarmNames;
  const live = snapshot.topics.find((topic) => topic.name === name);
  adoption.foundTagged(names.alarmTopic, live?.arn, live?.tags);
  const hasPolicy = live?.policy !== undefined;
  adoption.found(
    names.alarmTopicPolicy,
    hasPolicy ? live.arn : undefined,
    adoption.isRetained(names.alarmTopic),
  );
  // One that waits for its confirmation cannot be imported; subscribing again finds it.
  const subscription = live?.subscriptions.find((each) => isForEmail(each, alarms.email));
  adoption.found(names.alarmSubscription, subscription?.arn, false);
  const merged = mergeDocuments(alarmTopicPolicy({ scope, region, name }), withoutDefault(live?.policy));
  return {
    name,
    arn: topicArn(scope, region, name),
    policy: merged.document,
    foreign: merged.foreign,
    encryption: chooseEncryption(trail, live, adoption),
    tags: adoption.tags(names.alarmTopic, live?.tags, { Part: 'alarms' }),
  };
}

export function isForEmail(
  subscription: { readonly protocol: string; readonly endpoint: string },
  email: string,
): boolean {
  return subscription.protocol === 'email' && subscription.endpoint === email;
}

/** The statement that AWS gives every topic is nobody's wish: it lets in everybody whom the account owns. */
function withoutDefault(policy: TopicFact['policy']): TopicFact['policy'] {
  if (policy === undefined) return undefined;
  return {
    ...policy,
    Statement: policy.Statement.filter((statement) => statement.Sid !== '__default_statement_ID'),
  };
}

/** A topic that was there before keeps its key: others publish to it, and may not be let near ours. */
function chooseEncryption(
  trail: TrailAnswer,
  live: TopicFact | undefined,
  adoption: Adoption,
): AlarmsPlan['topic']['encryption'] {
  if (live !== undefined && adoption.isRetained(names.alarmTopic))
    return live.keyId === undefined ? 'none' : { keyId: live.keyId };
  return trail.encryption === 'kms' ? 'audit-key' : 'none';
}

function planAlarm(row: AlarmRow, logGroup: string, { scope, snapshot, adoption }: Place): AlarmPlan {
  const name = `${alarmNames.prefix}${row.key}`;
  const live = snapshot.alarms.find((alarm) => alarm.name === name);
  const filters = snapshot.logGroups.find((group) => group.name === logGroup)?.filters ?? [];
  adoption.found(names.alarm(row.key), live?.name, false);
  const hasFilter = filters.some((filter) => filter.name === name);
  adoption.found(names.alarmFilter(row.key), hasFilter ? `${logGroup}:${name}` : undefined, false);
  const recorded = adoption.recorded(names.alarm(row.key))?.alarmActions;
  const actions = Array.isArray(recorded) ? recorded.map(String) : (live?.actions ?? []);
  const ours = `:${scope.accountId}:${alarmNames.topic}`;
  const { key, title, pattern, threshold, periodSeconds, cis } = row;
  return {
    key,
    name,
    title,
    description: `${title[0]?.toUpperCase() ?? ''}${title.slice(1)}. ${row.meaning} CIS ${cis.v7} (v7.0), ${cis.v5} (v5.0), ${cis.v3} (v3.0).`,
    pattern,
    namespace: alarmNames.namespace,
    metric: key,
    threshold,
    periodSeconds,
    cis,
    otherActions: actions.filter((action) => !action.endsWith(ours)),
    tags: adoption.tags(names.alarm(key), undefined, {}),
  };
}
