import * as budgets from '@pulumi/aws/budgets/index.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import { logicalNames as names } from '../../src/lib/logical-names.ts';
import type { BudgetPlan, Plan } from '../../src/model/plan.ts';
import { childOptions } from '../child-options.ts';

/** A monthly cost budget of the whole account; it mails, and stops nothing. Needs nothing else. */
export class CostBudget extends ComponentResource {
  constructor(name: string, plan: Plan, part: BudgetPlan, options?: ComponentResourceOptions) {
    super('bootstrap-account:index:CostBudget', name, {}, options);
    new budgets.Budget(
      names.budget,
      {
        name: part.name,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        limitAmount: String(part.monthlyUsd),
        limitUnit: 'USD',
        notifications: part.notifications.map((each) => ({
          notificationType: each.type,
          comparisonOperator: each.comparison,
          threshold: each.threshold,
          thresholdType: each.thresholdType,
          ...(each.emails.length === 0 ? {} : { subscriberEmailAddresses: [...each.emails] }),
          ...(each.topics.length === 0 ? {} : { subscriberSnsTopicArns: [...each.topics] }),
        })),
        tags: { ...part.tags },
      },
      childOptions(plan, this, names.budget),
    );
    this.registerOutputs({});
  }
}
