import type { ConditionBlock, PolicyDocument } from '../model/policy.ts';
import { every, not, some, type Verdict, verdictOf } from './access.ts';
import { type Comparison, comparisons, type Wanted } from './comparisons.ts';
import { listOf } from './list-of.ts';
import type { RequestContext } from './request-context.ts';
import { readTemplate } from './variables.ts';

/** A condition operator, taken apart; `base` in lower case. */
export interface Operator {
  readonly set: 'any' | 'all' | undefined;
  readonly base: string;
  readonly ifExists: boolean;
}

/** One key of a condition block with its operator, read once. */
export interface Condition extends Operator {
  readonly key: string;
  readonly wanted: readonly Wanted[];
  /** Undefined: an operator that nobody here knows, or `Null`, which compares nothing. */
  readonly comparison: Comparison | undefined;
}

export function readConditions(
  block: ConditionBlock | undefined,
  version: PolicyDocument['Version'],
): readonly Condition[] {
  return Object.entries(block ?? {}).flatMap(([operator, keys]) => {
    const read = readOperator(operator);
    const comparison = Object.hasOwn(comparisons, read.base) ? comparisons[read.base] : undefined;
    return Object.entries(keys).map(([key, values]) => ({
      ...read,
      key,
      comparison,
      wanted: listOf(values).map((text) => ({ text, template: readTemplate(text, version) })),
    }));
  });
}

export function readOperator(text: string): Operator {
  const parts = /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/i.exec(text);
  const set = parts?.[1]?.toLowerCase();
  return {
    set: set === undefined ? undefined : set === 'foranyvalue' ? 'any' : 'all',
    base: (parts?.[2] ?? text).toLowerCase(),
    ifExists: parts?.[3] !== undefined,
  };
}

/**
 * Whether a request meets every condition.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function meetsConditions(conditions: readonly Condition[], context: RequestContext): Verdict {
  return every(conditions.map((condition) => meetsOne(condition, context)));
}

function meetsOne(condition: Condition, context: RequestContext): Verdict {
  const { key, wanted, set, ifExists, comparison } = condition;
  if (condition.base === 'null') return meetsNull(wanted, context.has(key));
  if (context.isOpen(key) || comparison === undefined) return 'unknown';
  const given = context.values(key);
  const meets = (value: string): Verdict => meetsValue(comparison, wanted, value, context);
  // Without the key «any» is never met, not even with IfExists: seen at AWS, though its pages do not say so.
  if (set === 'any') return some((given ?? []).map(meets));
  if (set === 'all') return every((given ?? []).map(meets));
  if (given === undefined) return verdictOf(ifExists || comparison.negated);
  // A key of several values under an operator for one: AWS does not say what it does with it.
  const [only] = given;
  return only === undefined || context.isList(key) ? 'unknown' : meets(only);
}

function meetsValue(
  comparison: Comparison,
  wanted: readonly Wanted[],
  value: string,
  context: RequestContext,
): Verdict {
  const compared = wanted.map((each) => comparison.compare(each, value, context));
  // Nothing equals a variable without a value; whether a negated operator is met by it, AWS's pages tell in two ways.
  const without: Verdict = comparison.negated ? 'unknown' : 'no';
  const matched = some(compared.map((each) => (each === 'none' ? without : each)));
  return comparison.negated ? not(matched) : matched;
}

/** `Null: true` asks for absence, `Null: false` for presence. */
function meetsNull(wanted: readonly Wanted[], present: Verdict): Verdict {
  return some(
    wanted.map(({ text }) => {
      const asked = text.toLowerCase();
      if (asked !== 'true' && asked !== 'false') return 'unknown';
      return asked === 'false' ? present : not(present);
    }),
  );
}
