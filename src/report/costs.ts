import type { Plan } from '../model/plan.ts';
import type { CostLine } from '../model/report.ts';
import { regionalCosts } from './costs-regional.ts';

/** Month in which the table below was read from the price pages. */
export const pricesDated = '2026-11';

/**
 * List prices in USD, eu-west-1 and us-east-1, without tax.
 * @see https://aws.amazon.com/kms/pricing/ https://aws.amazon.com/cloudtrail/pricing/ https://aws.amazon.com/s3/pricing/
 */
const prices = {
  /** A customer-managed key, a month; its rotations add 1.00 each for the first two. */
  kmsKeyMonth: 1,
  /** S3 Standard, a GB and month. */
  storageGbMonth: 0.023,
  /** Management events of a second trail, for 100,000. */
  secondTrailPer100k: 2,
} as const;

/** Log files of a small account stay near this for the whole retention. */
const auditGigabytes = 1;

/** What a plan costs a month, in USD, item by item; what is free is listed too, so that nobody has to wonder. */
export function monthlyCosts(plan: Plan): readonly CostLine[] {
  const trail = plan.parts['audit-trail'];
  const buckets = plan.parts.roles.flatMap((role) => role.createBuckets.map((bucket) => bucket.name));
  return [
    ...(trail === null ? [] : trailCosts(trail)),
    {
      item: 'IAM users, groups, roles, password policy',
      monthlyUsd: 0,
      note: 'AWS does not charge for IAM or for these account settings.',
    },
    ...regionalCosts(plan),
    ...buckets.map((name) => ({
      item: `Bucket ${name}`,
      monthlyUsd: 0,
      note: `Empty when made; then ${prices.storageGbMonth} USD per GB and month, plus requests.`,
    })),
  ];
}

function trailCosts(trail: NonNullable<Plan['parts']['audit-trail']>): readonly CostLine[] {
  const storage = Math.round(prices.storageGbMonth * auditGigabytes * 100) / 100;
  return [
    {
      item: `Trail ${trail.trail.name}`,
      monthlyUsd: 0,
      note: `The first copy of management events is free. A second trail in the account would cost ${prices.secondTrailPer100k.toFixed(2)} USD per 100,000 events.`,
    },
    ...(trail.key === undefined
      ? []
      : [
          {
            item: `KMS key ${trail.key.alias}`,
            monthlyUsd: prices.kmsKeyMonth,
            note: 'One customer-managed key. Each of the first two yearly rotations adds 1.00; requests of a small account stay within the free 20,000.',
          },
        ]),
    {
      item: `Audit bucket ${trail.bucket.name}`,
      monthlyUsd: storage,
      note: `About ${auditGigabytes} GB kept for ${trail.bucket.retentionDays} days, an estimate; ${prices.storageGbMonth} USD per GB and month.`,
    },
  ];
}
