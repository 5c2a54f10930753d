import type { ConditionBlock, PolicyDocument } from '../model/policy.ts';
import { every, not, some, type Verdict, verdictOf } from './access.ts';
import { comparisons } from './comparisons.ts';
import { listOf } from './list-of.ts';
import type { RequestContext } from './request-context.ts';

/** A condition operator, taken apart; `base` in lower case. */
export interface Operator {
  readonly set: 'any' | 'all' | undefined;
  readonly base: string;
  readonly ifExists: boolean;
}

/**
 * Whether a request meets a condition block: every operator and every key of it.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function meetsConditions(
  block: ConditionBlock | undefined,
  context: RequestContext,
  version: PolicyDocument['Version'],
): Verdict {
  return every(
    Object.entries(block ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) =>
        meetsOne(readOperator(operator), key, listOf(values), context, version),
      ),
    ),
  );
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

function meetsOne(
  operator: Operator,
  key: string,
  wanted: readonly string[],
  context: RequestContext,
  version: PolicyDocument['Version'],
): Verdict {
  if (context.isOpen(key)) return 'unknown';
  const given = context.values(key);
  if (operator.base === 'null') return meetsNull(wanted, given);
  const comparison = comparisons[operator.base];
  if (comparison === undefined) return 'unknown';
  const meets = (value: string): Verdict => {
    const matched = some(wanted.map((each) => comparison.compare(each, value, context, version)));
    return comparison.negated ? not(matched) : matched;
  };
  if (operator.set === 'any')
    return given === undefined ? verdictOf(operator.ifExists) : some(given.map(meets));
  if (operator.set === 'all') return every((given ?? []).map(meets));
  if (given === undefined) return verdictOf(operator.ifExists || comparison.negated);
  // Several values under an operator for one: AWS does not say what it does with them.
  const [only] = given;
  return only === undefined || given.length > 1 ? 'unknown' : meets(only);
}

/** `Null: true` asks for absence, `Null: false` for presence. */
function meetsNull(wanted: readonly string[], given: readonly string[] | undefined): Verdict {
  return some(
    wanted.map((value) => {
      const asked = value.toLowerCase();
      if (asked !== 'true' && asked !== 'false') return 'unknown';
      return verdictOf((given === undefined) === (asked === 'true'));
    }),
  );
}
