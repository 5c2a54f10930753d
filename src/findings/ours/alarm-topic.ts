import { logicalNames as names } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import type { AlarmsPlan, Plan } from '../../model/plan.ts';
import type { Snapshot, TopicFact } from '../../model/snapshot.ts';
import { findingOf } from '../rules.ts';
import { drift, isUnread, missingStatements } from './drift.ts';

/** The topic: is it there, may alarms publish, does somebody listen. */
export function compareAlarmTopic(plan: Plan, part: AlarmsPlan, snapshot: Snapshot): readonly Finding[] {
  if (isUnread(snapshot, 'sns:GetTopicAttributes')) return [];
  const { topic } = part;
  const live = snapshot.topics.find((each) => each.name === topic.name);
  if (live === undefined) {
    return [
      drift('alarm-topic-missing', topic.name, {
        what: `The topic "${topic.name}" is missing.`,
        expected: topic.arn,
        actual: 'absent',
        why: 'Alarms fire, and nobody hears of them.',
        resources: [names.alarmTopic, names.alarmTopicPolicy, names.alarmSubscription],
      }),
    ];
  }
  return [
    ...policy(part, live),
    ...key(plan, part, live, snapshot),
    ...(isUnread(snapshot, 'sns:ListSubscriptionsByTopic') ? [] : subscription(part, live, snapshot)),
  ];
}

function policy({ topic }: AlarmsPlan, live: TopicFact): readonly Finding[] {
  const missing = missingStatements(topic.policy, live.policy);
  const changed = drift('alarm-topic-policy-changed', topic.name, {
    what: `The policy of the topic "${topic.name}" lacks planned statements.`,
    expected: missing.join(', '),
    actual: live.policy === undefined ? 'no policy' : 'missing or changed',
    why: 'Without them alarms cannot publish, or anybody on the way could read them.',
    resources: [names.alarmTopicPolicy],
  });
  const foreign = topic.foreign
    .filter((statement) => statement.Effect === 'Allow')
    .map((statement, index) => {
      const sid = statement.Sid ?? `statement ${index + 1}`;
      return drift('alarm-topic-foreign-statement', `${topic.name}/${sid}`, {
        what: `The policy of the topic "${topic.name}" lets in ${JSON.stringify(statement.Principal ?? 'nobody named')} by ${sid}, which is not in the plan.`,
        expected: 'our statements only',
        actual: JSON.stringify(statement.Action ?? statement.NotAction ?? ''),
        why: 'Whoever publishes there can drown a true alarm in false ones.',
        fix: 'Remove the statement in the console if nobody of yours wrote it; it is left alone otherwise.',
        resources: [],
      });
    });
  return [...(missing.length === 0 ? [] : [changed]), ...foreign];
}

function key(plan: Plan, { topic }: AlarmsPlan, live: TopicFact, snapshot: Snapshot): readonly Finding[] {
  if (topic.encryption !== 'audit-key' || isUnread(snapshot, 'kms:ListAliases', 'kms:DescribeKey')) return [];
  const alias = plan.parts['audit-trail']?.key?.alias ?? '';
  const planned = snapshot.keys.find((each) => each.aliases.includes(alias));
  // Without the planned key there is nothing to compare with; that it is missing is told elsewhere.
  if (planned === undefined || [planned.arn, planned.id, alias].includes(live.keyId ?? '')) return [];
  return [
    drift('alarm-topic-key-changed', topic.name, {
      what: `The topic "${topic.name}" is not encrypted with the audit key.`,
      expected: 'the key of the trail',
      actual: live.keyId ?? 'no key',
      why: 'With a key that CloudWatch may not use alarms are lost without a word.',
      resources: [names.alarmTopic],
    }),
  ];
}

function subscription(part: AlarmsPlan, live: TopicFact, snapshot: Snapshot): readonly Finding[] {
  const ours = live.subscriptions.filter((each) => each.protocol === 'email' && each.endpoint === part.email);
  if (ours.some((each) => each.arn !== undefined)) return [];
  if (ours.length === 0) {
    return [
      drift('alarm-subscription-missing', part.topic.name, {
        what: 'The address of alarms.email is not subscribed to the alarms.',
        expected: 'subscribed',
        actual: 'not subscribed, or not confirmed in time: AWS drops it after some days',
        why: 'Alarms fire, and nobody hears of them.',
        fix: 'Run `bootstrap-account apply`: AWS mails a new link to confirm.',
        resources: [names.alarmSubscription],
      }),
    ];
  }
  return [unconfirmed(part, snapshot)];
}

/**
 * Waiting for a person is no drift, for some days. A subscription has no date: it is as old as the log group,
 * which is made in the same run.
 */
function unconfirmed(part: AlarmsPlan, snapshot: Snapshot): Finding {
  const since = snapshot.logGroups.find((group) => group.name === part.delivery?.logGroup.name)?.createdAt;
  const ends = Date.parse(since ?? snapshot.takenAt) + part.graceDays * 86_400_000;
  const waits = Date.parse(snapshot.takenAt) < ends;
  const until = new Date(ends).toISOString().slice(0, 10);
  return findingOf('alarm-unconfirmed', part.topic.name, {
    what: 'The subscription to the alarms waits for its confirmation.',
    expected: 'confirmed',
    actual: 'pending',
    why: 'Until then no alarm reaches anybody.',
    fix: 'Open the mail "AWS Notification - Subscription Confirmation" in the mailbox of alarms.email and click its link.',
    resources: [],
    ...(waits ? { state: 'pending' as const, until } : {}),
  });
}
