import type { ConditionBlock, OneOrMany, PrincipalElement, Statement } from '../../model/policy.ts';
import { listOf } from '../list-of.ts';

interface Options {
  /** Whether the Sid counts. It changes no permission, but a document is not the same without it. */
  readonly sids: boolean;
}

/** True when two statements say the same. */
export function equalStatements(a: Statement, b: Statement, options: Options): boolean {
  return JSON.stringify(canonicalStatement(a, options)) === JSON.stringify(canonicalStatement(b, options));
}

/** The one spelling of a statement; what AWS reads the same is written the same. */
export function canonicalStatement(statement: Statement, options: Options): unknown {
  return [
    options.sids ? (statement.Sid ?? '') : '',
    statement.Effect,
    principals(statement.Principal),
    principals(statement.NotPrincipal),
    actions(statement.Action),
    actions(statement.NotAction),
    sorted(statement.Resource),
    sorted(statement.NotResource),
    conditions(statement.Condition),
  ];
}

// null where the element is absent: an absent Action and an empty one are not the same.
function sorted(value: OneOrMany | undefined): readonly string[] | null {
  return value === undefined ? null : [...new Set(listOf(value))].sort();
}

/** Actions are read without regard to case. */
function actions(value: OneOrMany | undefined): readonly string[] | null {
  return value === undefined
    ? null
    : [...new Set(listOf(value).map((action) => action.toLowerCase()))].sort();
}

function principals(principal: PrincipalElement | undefined): unknown {
  if (principal === undefined) return null;
  // AWS reads "*" and {"AWS": "*"} alike; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
  if (typeof principal === 'string') return [['AWS', ['*']]];
  return Object.entries(principal)
    .map(([kind, names]) => [kind, [...new Set(listOf(names).map(accountAsNumber))].sort()] as const)
    .sort(byFirst);
}

/** AWS stores `123456789012` as the ARN of that account's root; both mean the account. */
function accountAsNumber(principal: string): string {
  return /^arn:[^:]+:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;
}

/** Operators and keys are read without regard to case; booleans and numbers are kept as text. */
function conditions(block: ConditionBlock | undefined): unknown {
  const operators = Object.entries(block ?? {}).map(([operator, keys]) => {
    const entries = Object.entries(keys).map(
      ([key, values]) => [key.toLowerCase(), [...new Set(listOf(values))].sort()] as const,
    );
    return [operator.toLowerCase(), entries.sort(byFirst)] as const;
  });
  return operators.sort(byFirst);
}

function byFirst(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}
