import { type ArnScope, topicArn } from '../lib/arn.ts';
import type { Answers } from '../model/answers.ts';
import { type Plan, planVersion, type StateIndex } from '../model/plan.ts';
import type { Snapshot, SnapshotInterest } from '../model/snapshot.ts';
import { Adoption } from './adoption.ts';
import { alarmNames, planAlarms } from './plan-alarms.ts';
import { budgetName, planBudget } from './plan-budget.ts';
import { planDefaults } from './plan-defaults.ts';
import { awsManagedPoliciesOf, planGroups } from './plan-groups.ts';
import { planMachines, planPeople } from './plan-people.ts';
import { planRoles } from './plan-roles.ts';
import { auditKeyAlias, planTrail } from './plan-trail.ts';
import { closedGroups, type Staging } from './staging.ts';

/** What a snapshot must look at, beyond the bulk reads, for a plan of these answers. */
export function snapshotInterest(answers: Answers, partition: ArnScope['partition']): SnapshotInterest {
  const roleBuckets = answers.roles.flatMap((role) => role.buckets.map((bucket) => bucket.name));
  const { trail, alarms, budget } = answers;
  const scope: ArnScope = { partition, accountId: answers.account.id };
  return {
    buckets: [...new Set([...(trail === null ? [] : [trail.bucket]), ...roleBuckets])].sort(),
    keyAliases: trail?.encryption === 'kms' ? [auditKeyAlias(trail.name)] : [],
    awsManagedPolicies: awsManagedPoliciesOf(answers.groups, partition),
    regions: answers.regions,
    ...(alarms === null || trail === null
      ? {}
      : {
          alarms: {
            logGroup: alarmNames.logGroup,
            topicArn: topicArn(scope, answers.account.region, alarmNames.topic),
            alarmPrefix: alarmNames.prefix,
          },
        }),
    ...(budget === null ? {} : { budget: budgetName }),
  };
}

/**
 * Answers and facts become the complete intention. Pure: same inputs, same plan.
 * @param state what the engine's last checkpoint knows; empty where there is none
 * @param staging what becomes of groups whose members have not all enrolled; by default those that wait go on waiting
 */
export function assemblePlan(
  answers: Answers,
  snapshot: Snapshot,
  state: StateIndex,
  staging: Staging = 'keep',
): Plan {
  const scope: ArnScope = { partition: snapshot.caller.partition, accountId: answers.account.id };
  const adoption = new Adoption(state, answers.tags);
  const alarms = planAlarms(answers, scope, snapshot, adoption);
  const trail = planTrail(answers, scope, snapshot, adoption, alarms);
  const budget = planBudget(answers, snapshot, adoption);
  const defaults = planDefaults(answers, snapshot, adoption);
  const groups = planGroups(answers, scope, snapshot, adoption, staging);
  const machines = planMachines(answers, { groups, trail }, scope, snapshot, adoption);
  const roles = planRoles(answers, trail, scope, snapshot, adoption);
  const people = planPeople(answers, { closed: closedGroups(groups, snapshot) }, scope, snapshot, adoption);
  const { id, alias, region } = answers.account;
  return {
    version: planVersion,
    account: { id, partition: scope.partition, region, ...(alias === undefined ? {} : { alias }) },
    parts: {
      'audit-trail': trail,
      alarms,
      budget,
      'account-defaults': defaults,
      groups,
      machines,
      roles,
      people,
    },
    adopt: adoption.adopt,
    retain: adoption.retain,
  };
}
