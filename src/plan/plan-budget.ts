import { logicalNames as names } from '../lib/logical-names.ts';
import type { Answers } from '../model/answers.ts';
import type { BudgetNotification, BudgetPlan } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Adoption } from './adoption.ts';

/** Physical name of the one budget that we make. */
export const budgetName = 'bootstrap-account-monthly';

/** Percent of the amount at which a mail goes out: spent so far, and foreseen for the whole month. */
const mails = [
  { type: 'ACTUAL', threshold: 80 },
  { type: 'ACTUAL', threshold: 100 },
  { type: 'FORECASTED', threshold: 100 },
] as const;

/** Plans a cost budget for the whole account. It tells, and stops nothing. */
export function planBudget(answers: Answers, snapshot: Snapshot, adoption: Adoption): BudgetPlan | null {
  const wanted = answers.budget;
  if (wanted === null) return null;
  const live = snapshot.budgets.find((budget) => budget.name === budgetName);
  adoption.foundTagged(
    names.budget,
    live === undefined ? undefined : `${answers.account.id}:${budgetName}`,
    live?.tags,
  );
  const ours = mails.map(
    (mail): BudgetNotification => ({
      ...mail,
      thresholdType: 'PERCENTAGE',
      comparison: 'GREATER_THAN',
      emails: [wanted.email],
      topics: [],
    }),
  );
  // What somebody added since we made it is theirs, and no change of ours; on a budget taken over theirs stay.
  const theirs = adoption.knows(names.budget)
    ? recordedNotifications(adoption.recorded(names.budget)?.notifications)
    : (live?.notifications ?? []);
  const others = theirs.filter((each) => !ours.some((own) => isSameMail(own, each)));
  return {
    name: budgetName,
    monthlyUsd: wanted.monthlyUsd,
    email: wanted.email,
    notifications: [...ours, ...others],
    tags: adoption.tags(names.budget, live?.tags, {}),
  };
}

/** AWS tells notifications of one budget apart by these. */
export function isSameMail(a: BudgetNotification, b: BudgetNotification): boolean {
  return (
    a.type === b.type &&
    a.threshold === b.threshold &&
    a.thresholdType === b.thresholdType &&
    a.comparison === b.comparison
  );
}

/** As the engine recorded them, in the plug-in's words. */
function recordedNotifications(recorded: unknown): readonly BudgetNotification[] {
  if (!Array.isArray(recorded)) return [];
  return recorded.map((each: Readonly<Record<string, unknown>>): BudgetNotification => {
    const texts = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
    return {
      type: each.notificationType === 'FORECASTED' ? 'FORECASTED' : 'ACTUAL',
      threshold: Number(each.threshold),
      thresholdType: each.thresholdType === 'ABSOLUTE_VALUE' ? 'ABSOLUTE_VALUE' : 'PERCENTAGE',
      comparison: String(each.comparisonOperator),
      emails: texts(each.subscriberEmailAddresses),
      topics: texts(each.subscriberSnsTopicArns),
    };
  });
}
