import { compareFindings, type Finding } from '../model/finding.ts';
import type { Plan } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { completeFinding } from './complete-finding.ts';
import { compareAlarmDelivery } from './ours/alarm-delivery.ts';
import { compareAlarms } from './ours/alarms.ts';
import { compareAuditBucket } from './ours/audit-bucket.ts';
import { compareAuditKey } from './ours/audit-key.ts';
import { compareBudget } from './ours/budget.ts';
import { compareContacts } from './ours/contacts.ts';
import { compareDefaults } from './ours/defaults.ts';
import { isUnread } from './ours/drift.ts';
import { compareGroups } from './ours/groups.ts';
import { compareKept } from './ours/kept-people.ts';
import { comparePeople } from './ours/people.ts';
import { comparePolicies } from './ours/policies.ts';
import { compareRegions } from './ours/regional.ts';
import { compareRoleBuckets } from './ours/role-buckets.ts';
import { compareRoles } from './ours/roles.ts';
import { compareStaging } from './ours/staging.ts';
import { compareTrail } from './ours/trail.ts';

/**
 * Everything that the plan makes, against the account: missing or different is a finding, most severe first.
 * Stronger than planned is none. What could not be read is not judged (the preflight tells that). Pure.
 */
export function comparePlan(plan: Plan, snapshot: Snapshot): Finding[] {
  const identity = isUnread(snapshot, 'iam:GetAccountAuthorizationDetails')
    ? []
    : [
        ...comparePolicies(plan, snapshot),
        ...compareGroups(plan, snapshot),
        ...compareStaging(plan, snapshot),
        ...comparePeople(plan, snapshot),
        ...compareKept(plan, snapshot),
        ...compareRoles(plan, snapshot),
      ];
  return [
    ...identity,
    ...compareRoleBuckets(plan, snapshot),
    ...compareDefaults(plan, snapshot),
    ...compareRegions(plan, snapshot),
    ...compareContacts(plan, snapshot),
    ...compareTrail(plan, snapshot),
    ...compareAuditBucket(plan, snapshot),
    ...compareAuditKey(plan, snapshot),
    ...compareAlarmDelivery(plan, snapshot),
    ...compareAlarms(plan, snapshot),
    ...compareBudget(plan, snapshot),
  ]
    .map((finding) => completeFinding(finding, plan))
    .sort(compareFindings);
}
