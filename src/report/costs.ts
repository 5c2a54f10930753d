import type { Plan } from '../model/plan.ts';
import type { CostLine } from '../model/report.ts';
import { alarmCosts, budgetCosts } from './alarm-costs.ts';
import { regionalCosts } from './costs-regional.ts';
import { prices, usage } from './prices.ts';

export { pricesDated } from './prices.ts';

/** What a plan costs a month, in USD, item by item; what is free is listed too, so that nobody has to wonder. */
export function monthlyCosts(plan: Plan): readonly CostLine[] {
  const { alarms, budget } = plan.parts;
  const trail = plan.parts['audit-trail'];
  const buckets = new Set(
    plan.parts.roles.flatMap((role) => role.createBuckets.map((bucket) => bucket.name)),
  );
  return [
    ...(trail === null ? [] : trailCosts(trail)),
    ...(alarms === null ? [] : alarmCosts(alarms)),
    ...(budget === null ? [] : budgetCosts(budget)),
    {
      item: 'IAM users, groups, roles, password policy',
      monthlyUsd: 0,
      note: 'AWS does not charge for IAM or for these account settings.',
    },
    ...regionalCosts(plan),
    ...[...buckets].map((name) => ({
      item: `Bucket ${name}`,
      monthlyUsd: 0,
      note: `Empty when made; then ${prices.storage.usd} USD per GB and month, plus requests.`,
    })),
  ];
}

/** What the trail costs a month, with its bucket and its key. */
export function trailCosts(trail: NonNullable<Plan['parts']['audit-trail']>): readonly CostLine[] {
  const storage = Math.round(prices.storage.usd * usage.auditGb * 100) / 100;
  return [
    {
      item: `Trail ${trail.trail.name}`,
      monthlyUsd: 0,
      note: `The first copy of management events is free. A second trail in the account would cost ${prices.secondTrail.usd.toFixed(2)} USD per 100,000 events.`,
    },
    ...(trail.key === undefined
      ? []
      : [
          {
            item: `KMS key ${trail.key.alias}`,
            monthlyUsd: prices.kmsKey.usd,
            note: 'One customer-managed key. Each of the first two yearly rotations adds 1.00; requests of a small account stay within the free 20,000.',
          },
        ]),
    {
      item: `Audit bucket ${trail.bucket.name}`,
      monthlyUsd: storage,
      note: `About ${usage.auditGb} GB kept for ${trail.bucket.retentionDays} days, an estimate; ${prices.storage.usd} USD per GB and month.`,
    },
  ];
}
