import type { AccountFile } from '../model/account-file.ts';
import type { Question } from '../model/host.ts';
import { optional, required } from './read-answer.ts';

/**
 * Alarms and budget: offered once, at the first run; where the file or its template wants them already, what they
 * need is asked until it is there.
 */
export function alarmQuestions(
  merged: AccountFile,
  { firstRun }: { readonly firstRun: boolean },
): readonly Question[] {
  return [...alarmQuestion(merged, firstRun), ...budgetQuestions(merged, firstRun)];
}

function alarmQuestion({ alarms, trail }: AccountFile, firstRun: boolean): readonly Question[] {
  const wanted = alarms !== undefined && alarms !== null && alarms.set !== 'none';
  if (trail?.enabled === false || alarms?.email !== undefined || (!wanted && !firstRun)) return [];
  return [
    {
      kind: 'text',
      key: 'alarm-email',
      message: wanted ? 'Where are alarms mailed?' : 'Where are alarms mailed? (empty: no alarms)',
      why: 'Fifteen alarms on what should not happen: root used, the trail stopped, sign-in without MFA. A normal day is silent. Better a shared mailbox; AWS mails it a link to confirm. About 2.30 USD a month.',
      validate: wanted ? required('alarm-email', 'An e-mail address is needed.') : optional('alarm-email'),
    },
  ];
}

function budgetQuestions({ budget, alarms }: AccountFile, firstRun: boolean): readonly Question[] {
  const amount: Question = {
    kind: 'text',
    key: 'budget',
    message:
      budget === undefined
        ? 'How many USD may a month cost before mails go out? (empty: no budget)'
        : 'How many USD may a month cost before mails go out?',
    why: 'Mails at 80 and 100 percent, and as soon as the month is going to reach it. It only tells, some hours late; it stops nothing. Costs nothing.',
    validate:
      budget === undefined ? optional('budget') : required('budget', 'A whole number of USD is needed.'),
  };
  const address: Question = {
    kind: 'text',
    key: 'budget-email',
    message: 'Where are the mails of the budget sent?',
    why: 'A budget does nothing but mail; the person who pays the bill is right. No confirmation is needed. Costs nothing.',
    validate: required('budget-email', 'An e-mail address is needed.'),
  };
  if (budget === undefined || budget === null) return firstRun ? [amount] : [];
  return [
    ...(budget.monthlyUsd === undefined ? [amount] : []),
    ...((budget.email ?? alarms?.email) === undefined ? [address] : []),
  ];
}
