import { type AwsError, errorReply } from './error-reply.ts';
import type { Operation } from './operation-name.ts';
import type { WireReply } from './wire.ts';

type Json = Readonly<Record<string, unknown>>;
interface Notice {
  readonly notification: Json;
  readonly subscribers: readonly Json[];
}
interface KeptBudget {
  readonly budget: Json;
  readonly notices: readonly Notice[];
  readonly tags: readonly Json[];
}
/** Budgets by name. The emulator's cannot be changed, tells no subscribers and takes no tags. */
export type BudgetBook = Map<string, KeptBudget>;

/** Answers a call to Budgets, without changing anything: `rememberBudget` does, after it went through. */
export function answerBudgets(operation: Operation, body: Json, book: BudgetBook): WireReply | undefined {
  const kept = book.get(nameIn(body));
  const tagged = book.get(nameInArn(body));
  switch (operation.action) {
    case 'CreateBudget':
      return kept === undefined
        ? json({})
        : refuse(operation, 'DuplicateRecordException', 'the budget already exists.');
    case 'DescribeBudget':
      return kept === undefined ? missing(operation) : json({ Budget: described(kept.budget) });
    case 'DescribeBudgets':
      return json({ Budgets: [...book.values()].map((each) => described(each.budget)) });
    case 'DescribeNotificationsForBudget':
      return kept === undefined
        ? missing(operation)
        : json({ Notifications: kept.notices.map((each) => each.notification) });
    case 'DescribeSubscribersForNotification':
      return describeSubscribers(operation, body, kept);
    case 'CreateNotification':
      return answerNewNotice(operation, body, kept);
    case 'DeleteNotification':
      return kept?.notices.some(isNotice(body)) === true ? json({}) : missing(operation);
    case 'UpdateBudget':
    case 'DeleteBudget':
      return kept === undefined ? missing(operation) : json({});
    case 'ListTagsForResource':
      return tagged === undefined ? missing(operation) : json({ ResourceTags: tagged.tags });
    case 'TagResource':
    case 'UntagResource':
      return tagged === undefined ? missing(operation) : json({});
    default:
      return undefined;
  }
}

/** @param at milliseconds */
export function rememberBudget(action: string, body: Json, book: BudgetBook, at: number): void {
  const name = nameIn(body) || nameInArn(body);
  const kept = book.get(name);
  if (action === 'CreateBudget') book.set(name, newBudget(body, at));
  if (kept === undefined) return;
  switch (action) {
    case 'UpdateBudget':
      book.set(name, { ...kept, budget: { ...kept.budget, ...objectIn(body, 'NewBudget') } });
      return;
    case 'DeleteBudget':
      book.delete(name);
      return;
    case 'CreateNotification':
      book.set(name, { ...kept, notices: [...kept.notices, noticeOf(body)] });
      return;
    case 'DeleteNotification': {
      const isGone = isNotice(body);
      book.set(name, { ...kept, notices: kept.notices.filter((each) => !isGone(each)) });
      return;
    }
    case 'TagResource':
      book.set(name, { ...kept, tags: mergeTags(kept.tags, listIn(body, 'ResourceTags')) });
      return;
    case 'UntagResource': {
      const keys = new Set(Array.isArray(body.ResourceTagKeys) ? body.ResourceTagKeys : []);
      book.set(name, { ...kept, tags: kept.tags.filter((tag) => !keys.has(tag.Key)) });
      return;
    }
    default:
  }
}

function newBudget(body: Json, at: number): KeptBudget {
  const day = new Date(at);
  const Start = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1) / 1000;
  return {
    // https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_TimePeriod.html
    budget: { TimePeriod: { Start, End: 3706473600 }, ...objectIn(body, 'Budget') },
    notices: listIn(body, 'NotificationsWithSubscribers').map(noticeOf),
    tags: listIn(body, 'ResourceTags'),
  };
}

function describeSubscribers(operation: Operation, body: Json, kept: KeptBudget | undefined): WireReply {
  const found = kept?.notices.find(isNotice(body));
  return found === undefined ? missing(operation) : json({ Subscribers: found.subscribers });
}

function answerNewNotice(operation: Operation, body: Json, kept: KeptBudget | undefined): WireReply {
  if (kept === undefined) return missing(operation);
  if (kept.notices.some(isNotice(body)))
    return refuse(operation, 'DuplicateRecordException', 'the notification already exists.');
  if (listIn(body, 'Subscribers').length === 0)
    return refuse(operation, 'InvalidParameterException', 'a notification needs a subscriber.');
  return json({});
}

/** AWS writes an amount with its decimals. */
function described(budget: Json): Json {
  const limit = objectIn(budget, 'BudgetLimit');
  const amount = Number(limit.Amount);
  const Amount = Number.isInteger(amount) ? amount.toFixed(1) : String(amount);
  return { ...budget, BudgetLimit: { ...limit, Amount } };
}

function isNotice(body: Json): (notice: Notice) => boolean {
  const wanted = keyOf(objectIn(body, 'Notification'));
  return (notice) => keyOf(notice.notification) === wanted;
}
function keyOf({ NotificationType, ComparisonOperator, Threshold, ThresholdType = 'PERCENTAGE' }: Json) {
  return JSON.stringify([NotificationType, ComparisonOperator, Threshold, ThresholdType]);
}
function noticeOf(body: Json): Notice {
  return { notification: objectIn(body, 'Notification'), subscribers: listIn(body, 'Subscribers') };
}

function mergeTags(before: readonly Json[], added: readonly Json[]): readonly Json[] {
  const keys = new Set(added.map((tag) => tag.Key));
  return [...before.filter((tag) => !keys.has(tag.Key)), ...added];
}

function nameIn(body: Json): string {
  const inside = { ...objectIn(body, 'Budget'), ...objectIn(body, 'NewBudget') };
  const name = body.BudgetName ?? inside.BudgetName;
  return typeof name === 'string' ? name : '';
}
function nameInArn({ ResourceARN: arn }: Json): string {
  return typeof arn === 'string' ? (arn.split(':budget/')[1] ?? '') : '';
}
function objectIn(body: Json, key: string): Json {
  const value = body[key];
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}
function listIn(body: Json, key: string): readonly Json[] {
  const value = body[key];
  return Array.isArray(value) ? (value as Json[]) : [];
}

function missing(operation: Operation): WireReply {
  return refuse(operation, 'NotFoundException', 'it does not exist.');
}
function refuse(operation: Operation, code: AwsError['code'], why: string): WireReply {
  return errorReply(operation, { status: 400, code, message: `${operation.action}: ${why}` });
}
function json(body: Json): WireReply {
  return {
    status: 200,
    rawHeaders: ['Content-Type', 'application/x-amz-json-1.1'],
    body: Buffer.from(JSON.stringify(body)),
  };
}
