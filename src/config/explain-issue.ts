import type * as z from 'zod';
import { iamNameRule } from '../model/name-schemas.ts';
import { knownKeys } from './known-keys.ts';
import { type Step, writtenAs } from './locate.ts';
import { showValue } from './mistake.ts';
import { findNearest, suggestIamName } from './nearest.ts';
import type { Path, YamlSource } from './read-yaml.ts';

/** One problem in words, with the place it belongs to. */
export interface Explained {
  readonly steps: readonly Step[];
  readonly at: 'key' | 'value';
  readonly message: string;
}
export type Issue = z.core.$ZodIssue;

/** Says in words what the schema found: what is wrong, the value, what is allowed. */
export function explainIssue(issue: Issue, source: YamlSource, base: Path = []): readonly Explained[] {
  const path: Path = [...base, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  const value = valueAt(source.value, path);
  const say = (message: string, at: 'key' | 'value' = 'value'): readonly Explained[] => [
    { steps: path, at, message },
  ];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        steps: [...path, key],
        at: 'key',
        message: unknownKey(key, knownKeys(path)),
      }));
    case 'invalid_union':
      return explainUnion(issue, source, path, value);
    case 'invalid_key':
      return say(
        `${showValue(path.at(-1))} is not allowed as a name; ${formatMessage(String(path.at(-1)), issue.issues[0])}`,
        'key',
      );
    case 'invalid_type':
      return say(wrongType(issue.expected, value, writtenAs(source, path)));
    case 'invalid_value':
      return say(wrongChoice(value, issue.values.map(String)));
    case 'invalid_format':
      return say(`${showValue(value)} is not allowed; ${formatMessage(value, issue)}`);
    case 'too_small':
    case 'too_big':
      return say(wrongSize(issue, value));
    case 'custom':
      // It says itself what is wrong; the value may be a secret.
      if (issue.params?.hidden === true) return say(`${issue.message}.`);
      return say(`${showValue(value)} is not allowed; ${issue.message}.`);
    default:
      return say(`${showValue(value)} is not allowed; ${issue.message}.`);
  }
}

function unknownKey(key: string, allowed: readonly string[]): string {
  const near = findNearest(key, allowed);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return `unknown key ${showValue(key)}.${hint} Allowed: ${allowed.join(', ')}.`;
}

/** Of a choice between shapes, only the one that the value looks like is worth talking about. */
function explainUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  source: YamlSource,
  path: Path,
  value: unknown,
): readonly Explained[] {
  const choices = issue.errors
    .flat()
    .find((error) => error.code === 'invalid_value' && error.path.length === 0);
  const isOwnWords = issue.message !== 'Invalid input';
  if (!isOwnWords && typeof value === 'string' && choices?.code === 'invalid_value') {
    return [{ steps: path, at: 'value', message: wrongChoice(value, choices.values.map(String)) }];
  }
  const misses = (error: Issue): boolean =>
    error.path.length === 0 && (error.code === 'invalid_type' || error.code === 'invalid_value');
  const deep = issue.errors.find((errors) => errors.length > 0 && !errors.some(misses));
  if (deep !== undefined && typeof value === 'object' && value !== null)
    return deep.flatMap((error) => explainIssue(error, source, path));
  if (isOwnWords)
    return [
      { steps: path, at: 'value', message: `${showValue(value)} is not allowed; write ${issue.message}.` },
    ];
  const allowed =
    choices?.code === 'invalid_value'
      ? `one of ${choices.values.join(', ')}, or a map with statements`
      : 'text, or a list of texts';
  return [
    { steps: path, at: 'value', message: `${describeKind(value)} is not allowed here; write ${allowed}.` },
  ];
}

const kinds: Readonly<Record<string, string>> = {
  object: 'a map of keys and values',
  record: 'a map of names and values',
  array: 'a list',
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function wrongType(expected: string, value: unknown, written: string | undefined): string {
  const wanted = kinds[expected] ?? expected;
  if (value === undefined) return `is missing; expected ${wanted}.`;
  if (value === null) return `is empty; write ${wanted}, or remove the key.`;
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    // YAML reads 012345678901 as a number, and the leading zero is lost.
    return `${written ?? showValue(value)} must be in quotes, or it is read as a ${typeof value}; write "${written ?? String(value)}".`;
  }
  if (expected === 'boolean' && typeof value === 'string')
    return `${showValue(value)} is text; write true or false, without quotes.`;
  if (expected === 'int' && typeof value === 'number')
    return `${showValue(value)} is not allowed; write a whole number.`;
  return `${describeKind(value)} is not allowed here; write ${wanted}.`;
}

function describeKind(value: unknown): string {
  if (value === undefined || value === null) return 'an empty value';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : showValue(value);
}

function wrongChoice(value: unknown, allowed: readonly string[]): string {
  if (value === undefined) return `is missing; write ${orList(allowed)}.`;
  const near = typeof value === 'string' ? findNearest(value, allowed) : undefined;
  const hint = near === undefined || allowed.length === 1 ? '' : ` Did you mean ${near}?`;
  return `${describeKind(value)} is not allowed; write ${orList(allowed)}.${hint}`;
}

function orList(words: readonly string[]): string {
  return words.length === 1 ? String(words[0]) : `one of ${words.join(', ')}`;
}

function formatMessage(value: unknown, issue: Pick<Issue, 'message'> | undefined): string {
  const allowed = issue?.message ?? 'another spelling';
  const suggestion =
    allowed === iamNameRule && typeof value === 'string' ? suggestIamName(value, 64) : undefined;
  return suggestion === undefined
    ? `allowed: ${allowed}.`
    : `allowed: ${allowed}. For example ${showValue(suggestion)}.`;
}

function wrongSize(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, value: unknown): string {
  const [word, limit] = issue.code === 'too_small' ? ['at least', issue.minimum] : ['at most', issue.maximum];
  if (typeof value === 'string')
    return value === ''
      ? 'is empty; write text, or remove the key.'
      : `${showValue(value)} has ${value.length} characters; allowed: ${word} ${limit}.`;
  if (Array.isArray(value))
    return value.length === 0
      ? 'the list is empty; write one entry or more.'
      : `the list has ${value.length} entries; allowed: ${word} ${limit}.`;
  return `${showValue(value)} is not allowed; write ${word} ${limit}.`;
}

/** The plain value at a path; own keys only. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    return Reflect.get(at, step);
  }, value);
}
