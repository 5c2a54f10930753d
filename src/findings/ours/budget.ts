import { logicalNames as names } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import type { BudgetNotification, BudgetPlan, Plan } from '../../model/plan.ts';
import type { BudgetFact, Snapshot } from '../../model/snapshot.ts';
import { drift, isUnread } from './drift.ts';

const resources = [names.budget];

/** The budget, its amount, and who is told when. */
export function compareBudget(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const part = plan.parts.budget;
  if (part === null || isUnread(snapshot, 'budgets:ViewBudget')) return [];
  const live = snapshot.budgets.find((each) => each.name === part.name);
  if (live === undefined) {
    return [
      drift('budget-missing', part.name, {
        what: `The budget "${part.name}" is missing.`,
        expected: `${part.monthlyUsd} USD a month`,
        actual: 'absent',
        why: 'Nobody hears of costs before the bill comes.',
        resources,
      }),
    ];
  }
  return [...amount(part, live), ...mails(part, live)];
}

function amount(part: BudgetPlan, live: BudgetFact): readonly Finding[] {
  const describe = (type: string, unit: string, usd: number | undefined, money: string) =>
    `${usd ?? 'no amount'} ${money}, ${type}, ${unit}`.toLowerCase();
  const expected = describe('COST', 'MONTHLY', part.monthlyUsd, 'USD');
  const actual = describe(live.type, live.timeUnit, live.limit?.amount, live.limit?.unit ?? '');
  if (expected === actual) return [];
  return [
    drift('budget-changed', part.name, {
      what: `The budget "${part.name}" is another one than planned.`,
      expected,
      actual,
      why: 'Mails would come too late, or every month.',
      resources,
    }),
  ];
}

/** More mails, or more people who get them, are no drift. */
function mails(part: BudgetPlan, live: BudgetFact): readonly Finding[] {
  const missing = part.notifications.filter(
    (wanted) => !live.notifications.some((each) => isAsPlanned(wanted, each)),
  );
  if (missing.length === 0) return [];
  return [
    drift('budget-mail-missing', part.name, {
      what: `The budget "${part.name}" does not mail as planned.`,
      expected: missing.map(describe).join(', '),
      actual: describeLive(part, live),
      why: 'A budget only tells: without its mails it does nothing.',
      resources,
    }),
  ];
}

function isAsPlanned(wanted: BudgetNotification, live: BudgetNotification): boolean {
  return (
    describe(wanted) === describe(live) &&
    wanted.emails.every((address) => live.emails.includes(address)) &&
    wanted.topics.every((topic) => live.topics.includes(topic))
  );
}

/** Addresses are not told: findings stand in reports. */
function describeLive(part: BudgetPlan, live: BudgetFact): string {
  const told = live.notifications.map((each) => {
    const wanted = part.notifications.find((own) => describe(own) === describe(each));
    const elsewhere = wanted !== undefined && !isAsPlanned(wanted, each);
    return `${describe(each)}${elsewhere ? ', to another address' : ''}`;
  });
  return told.join(', ') || 'no mails';
}

function describe({ type, threshold, thresholdType, comparison }: BudgetNotification): string {
  const unit = thresholdType === 'PERCENTAGE' ? '%' : ' USD';
  return `${type === 'ACTUAL' ? 'spent' : 'foreseen'} ${comparison === 'GREATER_THAN' ? 'over' : comparison} ${threshold}${unit}`;
}
