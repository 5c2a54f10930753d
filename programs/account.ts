import type { Resource } from '@pulumi/pulumi';
import { type Plan, planVersion } from '../src/model/plan.ts';
import { AccountDefaults } from './components/account-defaults.ts';
import { AlarmDelivery } from './components/alarm-delivery.ts';
import { Alarms } from './components/alarms.ts';
import { AuditTrail } from './components/audit-trail.ts';
import { CostBudget } from './components/cost-budget.ts';
import { Ec2Roles } from './components/ec2-roles.ts';
import { Groups } from './components/groups.ts';
import { Machines } from './components/machines.ts';
import { People } from './components/people.ts';

/**
 * A plan becomes resources, in phases, so that a stop at any point leaves a safe account: somebody is
 * watching first, then settings that cannot lock anybody out, then roles and groups (deny before grant),
 * and people last. It polls nothing and reads nothing.
 * @throws Error when the plan is of another version
 */
export async function deployAccount(plan: Plan): Promise<Record<string, unknown>> {
  if (plan.version !== planVersion) {
    throw new Error(
      `This program deploys plans of version ${planVersion}; this one is of version ${String(plan.version)}.`,
    );
  }
  const trailPart = plan.parts['audit-trail'];
  const { alarms, budget } = plan.parts;
  const delivery = alarms?.delivery && new AlarmDelivery('alarm-delivery', plan, alarms.delivery);
  const audit = trailPart === null ? undefined : new AuditTrail('audit-trail', plan, trailPart, delivery);
  const watched: readonly Resource[] = audit === undefined ? [] : [audit.trail];
  if (alarms !== null) {
    new Alarms('alarms', plan, alarms, {
      logGroup: delivery?.logGroup.name ?? alarms.logGroup,
      after: watched,
      ...(audit?.key === undefined ? {} : { auditKeyArn: audit.key.arn }),
    });
  }
  if (budget !== null) new CostBudget('budget', plan, budget);
  const defaults = new AccountDefaults('account-defaults', plan);
  const after = [...watched, ...defaults.settled];
  new Ec2Roles('roles', plan, after);
  const groups = new Groups('groups', plan, after);
  new Machines('machines', plan, groups.ready);
  new People('people', plan, groups.ready);
  return {
    accountId: plan.account.id,
    ...(audit === undefined ? {} : { trailArn: audit.trail.arn, auditBucket: audit.trail.s3BucketName }),
  };
}
