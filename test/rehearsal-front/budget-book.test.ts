import { expect, it } from 'vitest';
import { answerBudgets, type BudgetBook, rememberBudget } from '../../src/rehearsal/budget-book.ts';
import type { Operation } from '../../src/rehearsal/operation-name.ts';

const book: BudgetBook = new Map();
const place = { AccountId: '111111111111', BudgetName: 'monthly' };
const arn = 'arn:aws:budgets::111111111111:budget/monthly';

/** As the front does it: answered, and remembered where it went through. */
function call(action: string, body: object): readonly [status: number, answer: Record<string, unknown>] {
  const operation: Operation = {
    service: 'budgets',
    action,
    region: 'us-east-1',
    protocol: 'json',
    mutating: !/^(Describe|List)/.test(action),
  };
  const reply = answerBudgets(operation, body as Record<string, unknown>, book);
  if (reply === undefined) throw new Error(`${action} is not answered`);
  if (reply.status === 200)
    rememberBudget(action, body as Record<string, unknown>, book, Date.parse('2026-03-15T00:00:00Z'));
  return [reply.status, JSON.parse(reply.body.toString()) as Record<string, unknown>];
}
const limit = (Amount: string) => ({ BudgetName: 'monthly', BudgetLimit: { Amount, Unit: 'USD' } });
const Notification = { NotificationType: 'ACTUAL', ComparisonOperator: 'GREATER_THAN', Threshold: 80 };
const Subscribers = [{ SubscriptionType: 'EMAIL', Address: 'a@acme.example' }];

it('keeps a budget through its life, with mails, subscribers and tags', () => {
  expect(call('DescribeBudget', place)[0]).toBe(400);
  const Budget = limit('200');
  expect(call('CreateBudget', { ...place, Budget, ResourceTags: [{ Key: 'a', Value: '1' }] })[0]).toBe(200);
  expect(call('CreateBudget', { ...place, Budget })[1].__type).toBe('DuplicateRecordException');
  expect(call('DescribeBudget', place)[1]).toMatchObject({
    Budget: { BudgetLimit: { Amount: '200.0' }, TimePeriod: { Start: Date.UTC(2026, 2, 1) / 1000 } },
  });
  call('UpdateBudget', { AccountId: place.AccountId, NewBudget: limit('300.5') });
  expect(call('DescribeBudgets', place)[1]).toMatchObject({
    Budgets: [{ BudgetLimit: { Amount: '300.5' } }],
  });

  expect(call('CreateNotification', { ...place, Notification, Subscribers: [] })[0]).toBe(400);
  expect(call('CreateNotification', { ...place, Notification, Subscribers })[0]).toBe(200);
  expect(call('CreateNotification', { ...place, Notification, Subscribers })[0]).toBe(400);
  expect(call('DescribeNotificationsForBudget', place)[1]).toEqual({ Notifications: [Notification] });
  // PERCENTAGE is what is meant where nothing is said.
  const asked = { ...place, Notification: { ...Notification, ThresholdType: 'PERCENTAGE' } };
  expect(call('DescribeSubscribersForNotification', asked)[1]).toEqual({ Subscribers });
  expect(call('DeleteNotification', { ...place, Notification })[0]).toBe(200);
  expect(call('DeleteNotification', { ...place, Notification })[0]).toBe(400);

  call('TagResource', { ResourceARN: arn, ResourceTags: [{ Key: 'b', Value: '2' }] });
  call('UntagResource', { ResourceARN: arn, ResourceTagKeys: ['a'] });
  expect(call('ListTagsForResource', { ResourceARN: arn })[1]).toEqual({
    ResourceTags: [{ Key: 'b', Value: '2' }],
  });
  expect(call('DeleteBudget', place)[0]).toBe(200);
  expect(call('DeleteBudget', place)[0]).toBe(400);
});
