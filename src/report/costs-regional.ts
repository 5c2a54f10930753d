import type { Plan } from '../model/plan.ts';
import type { CostLine } from '../model/report.ts';

/**
 * What is set in each region: free, and said all the same where it is in several.
 * @see https://aws.amazon.com/iam/access-analyzer/pricing/ external access analyzers have no charge
 */
export function regionalCosts(plan: Plan): readonly CostLine[] {
  const { regions } = plan.parts['account-defaults'];
  const analyzers = regions.filter((region) => region.analyzer !== undefined).length;
  if (analyzers === 0) return [];
  const where = analyzers === 1 ? 'one region' : `${analyzers} regions`;
  return [
    {
      item: 'Access analyzers',
      monthlyUsd: 0,
      note: `For external access, in ${where}: AWS does not charge for these. Those for unused access would cost.`,
    },
  ];
}
