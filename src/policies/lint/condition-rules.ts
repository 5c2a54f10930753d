import { nearestName } from '../../lib/nearest-name.ts';
import { comparisons } from '../comparisons.ts';
import { isInRange } from '../ip-range.ts';
import type { ConditionEntry, ReadPolicy, ReadStatement } from './read-policy.ts';
import { askFirst, hopeless, onlyTold, type Rule, type Said } from './rule.ts';
import { variablesIn } from './variable-names.ts';

/**
 * Operators of conditions, in AWS's spelling.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const operators = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'NumericEquals',
  'NumericNotEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateNotEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'Bool',
  'BinaryEquals',
  'IpAddress',
  'NotIpAddress',
  'ArnEquals',
  'ArnLike',
  'ArnNotEquals',
  'ArnNotLike',
  'Null',
];
const known = new Set(operators.map((name) => name.toLowerCase()));

export const operatorRule: Rule = {
  ids: [
    'policy-unknown-operator',
    'policy-condition-value',
    'policy-literal-wildcard',
    'policy-for-all-values',
  ],
  check: (policy) =>
    policy.read.flatMap((read) =>
      read.conditions.flatMap((condition) => [
        ...unknownOperator(read, condition),
        ...badValues(read, condition),
        ...literalWildcards(read, condition),
        ...vacuousAll(policy, read, condition),
      ]),
    ),
};

function unknownOperator(read: ReadStatement, { operator, written, spot }: ConditionEntry): readonly Said[] {
  const isNullIfExists = operator.base === 'null' && operator.ifExists;
  if (known.has(operator.base) && !isNullIfExists) return [];
  const meant = isNullIfExists ? 'Null' : nearestName(operator.base, operators, 3);
  return [
    {
      rule: 'policy-unknown-operator',
      statement: read.index,
      spot: spot.slice(0, 2),
      at: 'key',
      detail: ` ${written}`,
      ...hopeless,
      what: `There is no condition operator ${written}.`,
      why: 'IAM refuses such a condition.',
      fix: meant === undefined ? 'Compare it with the list of condition operators.' : `Was ${meant} meant?`,
    },
  ];
}

const readers: readonly (readonly [RegExp, (value: string) => boolean, string])[] = [
  [/^(bool|null)$/, (value) => /^(true|false)$/i.test(value), 'true or false'],
  [/^numeric/, (value) => /^[+-]?\d+(\.\d+)?$/.test(value), 'a number'],
  [
    /^date/,
    (value) => /^\d{5,}$/.test(value) || /^\d{4}-\d{2}/.test(value),
    'a date like 2026-01-31T00:00:00Z, or seconds since 1970',
  ],
  [
    /ipaddress$/,
    (value) => isInRange('192.0.2.1', value) !== undefined || isInRange('2001:db8::1', value) !== undefined,
    'an address or range like 203.0.113.0/24',
  ],
];

function badValues(read: ReadStatement, { operator, written, key, values }: ConditionEntry): readonly Said[] {
  const reader = readers.find(([base]) => base.test(operator.base));
  if (reader === undefined) return [];
  return values
    .filter(({ text }) => variablesIn(text).length === 0 && !reader[1](text))
    .map(({ text, spot }) => ({
      rule: 'policy-condition-value',
      statement: read.index,
      spot,
      detail: ` ${key} ${text}`,
      ...hopeless,
      what: `${JSON.stringify(text)} is nothing that ${written} can compare ${key} with.`,
      why: 'IAM refuses it, or it is never met.',
      fix: `Write ${reader[2]}.`,
    }));
}

/** `StringEquals` takes `*` literally; ARNs and names with a star in them are seldom meant. */
function literalWildcards(read: ReadStatement, condition: ConditionEntry): readonly Said[] {
  const { operator, written, key, values } = condition;
  if (!/^string(not)?equals/.test(operator.base) || comparisons[operator.base] === undefined) return [];
  return values
    .filter(({ text }) => /[*?]/.test(text.replaceAll(/\$\{[^}]*\}/g, '')))
    .map(({ text, spot }) => ({
      rule: 'policy-literal-wildcard',
      statement: read.index,
      spot,
      detail: ` ${key} ${text}`,
      ...(read.statement.Effect === 'Deny' ? askFirst : onlyTold),
      what: `${written} takes the wildcard in ${JSON.stringify(text)} for a character.`,
      why: `${key} will hardly ever hold a * or ?.`,
      fix: `Write ${written.replace(/Equals(IgnoreCase)?/, 'Like')}, or the exact value.`,
    }));
}

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function vacuousAll(policy: ReadPolicy, read: ReadStatement, condition: ConditionEntry): readonly Said[] {
  const { operator, key, written, spot } = condition;
  if (operator.set !== 'all' || read.statement.Effect === 'Deny') return [];
  const asked = read.conditions.some(
    (other) =>
      other.operator.base === 'null' &&
      other.key.toLowerCase() === key.toLowerCase() &&
      other.values.some(({ text }) => text.toLowerCase() === 'false'),
  );
  // With tags it is the usual way to say «no other than these».
  if (asked || /^aws:tagkeys$/i.test(key)) return [];
  return [
    {
      rule: 'policy-for-all-values',
      statement: read.index,
      spot: spot.slice(0, 2),
      at: 'key',
      detail: ` ${key}`,
      ...(policy.holder === 'human' ? onlyTold : askFirst),
      what: `${written} is also met by a request without any ${key}.`,
      why: 'All of nothing is true: the limit is gone where the key is missing.',
      fix: `Add Null: { ${key}: "false" }, or use ForAnyValue.`,
    },
  ];
}
