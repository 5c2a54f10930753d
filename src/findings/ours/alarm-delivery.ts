import { logicalNames as names } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import type { DeliveryPlan, Plan } from '../../model/plan.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { equalDocuments } from '../../policies/documents/merge.ts';
import { describeDifference, drift, isUnread } from './drift.ts';

const why = 'Without it nothing that happens reaches the alarms.';

/** How the trail's events come to the log group that the alarms read. */
export function compareAlarmDelivery(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const delivery = plan.parts.alarms?.delivery;
  if (delivery === undefined) return [];
  return [
    ...trail(plan, delivery, snapshot),
    ...logGroup(delivery, snapshot),
    ...(isUnread(snapshot, 'iam:GetAccountAuthorizationDetails') ? [] : role(delivery, snapshot)),
  ];
}

function trail(plan: Plan, { logGroup, role }: DeliveryPlan, snapshot: Snapshot): readonly Finding[] {
  const planned = plan.parts['audit-trail']?.trail;
  const live = snapshot.trails.find((each) => each.arn === planned?.arn);
  // That the trail itself is missing is told elsewhere.
  if (live === undefined || isUnread(snapshot, 'cloudtrail:DescribeTrails')) return [];
  const group = live.logGroupArn?.replace(/:\*$/, '');
  if (group === logGroup.arn && live.logRoleArn === role.arn) return [];
  return [
    drift('trail-logs-changed', live.name, {
      what: `The trail "${live.name}" does not deliver to the log group of the alarms.`,
      expected: `${logGroup.name} by ${role.name}`,
      actual: group === undefined ? 'no log group' : `${group} by ${live.logRoleArn ?? 'no role'}`,
      why,
      resources: [names.trail],
    }),
  ];
}

function logGroup({ logGroup: wanted }: DeliveryPlan, snapshot: Snapshot): readonly Finding[] {
  if (isUnread(snapshot, 'logs:DescribeLogGroups')) return [];
  const live = snapshot.logGroups.find((group) => group.name === wanted.name);
  const resources = [names.alarmLogGroup];
  if (live === undefined) {
    return [
      drift('alarm-logs-missing', wanted.name, {
        what: `The log group "${wanted.name}" is missing.`,
        expected: wanted.arn,
        actual: 'absent',
        why,
        resources,
      }),
    ];
  }
  if (wanted.retentionDays === 0 || live.retentionDays === wanted.retentionDays) return [];
  const expected = `${wanted.retentionDays} days`;
  if (live.retentionDays === undefined) {
    return [
      drift('alarm-logs-retention-missing', wanted.name, {
        what: `The log group "${wanted.name}" keeps its events for ever.`,
        expected,
        actual: 'no end',
        why: 'It costs more every month; the audit bucket has the same events.',
        resources,
      }),
    ];
  }
  if (live.retentionDays > wanted.retentionDays) return [];
  return [
    drift('alarm-logs-retention-shorter', wanted.name, {
      what: `The log group "${wanted.name}" keeps its events for a shorter time than planned.`,
      expected,
      actual: `${live.retentionDays} days`,
      why: 'Whoever looks into an alarm looks there first.',
      resources,
    }),
  ];
}

function role({ role: wanted }: DeliveryPlan, snapshot: Snapshot): readonly Finding[] {
  const live = snapshot.roles.find((each) => each.name === wanted.name);
  if (live === undefined) {
    return [
      drift('alarm-role-missing', wanted.name, {
        what: `The role "${wanted.name}" is missing.`,
        expected: wanted.arn,
        actual: 'absent',
        why,
        resources: [names.alarmRole, names.alarmRolePolicy],
      }),
    ];
  }
  const inline = live.inline.find((policy) => policy.name === wanted.policy.name);
  const trusts = equalDocuments(wanted.trust, live.trust);
  const writes = inline !== undefined && equalDocuments(wanted.policy.document, inline.document);
  const actual = [
    ...(trusts ? [] : [`trust ${describeDifference(wanted.trust, live.trust)}`]),
    ...(writes
      ? []
      : [
          inline === undefined
            ? 'no write policy'
            : `policy ${describeDifference(wanted.policy.document, inline.document)}`,
        ]),
  ];
  const changed = drift('alarm-role-changed', wanted.name, {
    what: `The role "${wanted.name}" is not as planned.`,
    expected: 'CloudTrail writes for this trail, and nothing else',
    actual: actual.join('; '),
    why: 'CloudTrail could not write any more, or somebody else could use the role.',
    resources: [...(trusts ? [] : [names.alarmRole]), ...(writes ? [] : [names.alarmRolePolicy])],
  });
  const others = [...live.attached, ...live.inline.filter((policy) => policy !== inline)];
  const foreign = others.map(({ name }) =>
    drift('alarm-role-foreign-policy', `${wanted.name}/${name}`, {
      what: `The role "${wanted.name}" carries the policy "${name}", which is not in the plan.`,
      expected: wanted.policy.name,
      actual: name,
      why: 'CloudTrail needs one right only; nothing else belongs on this role.',
      fix: 'Detach it in the console (IAM > Roles > Permissions).',
      resources: [],
    }),
  );
  return [...(trusts && writes ? [] : [changed]), ...foreign];
}
