import { type Verdict, verdictOf } from './access.ts';
import { isInRange } from './ip-range.ts';
import { arnFits, fits, readArnPattern } from './match.ts';
import type { RequestContext } from './request-context.ts';
import { fillTemplate, type Pattern, type Template, textOf } from './variables.ts';

/** One value that a condition asks for: as it is written, and read for variables and wildcards. */
export interface Wanted {
  readonly text: string;
  readonly template: Template;
}
/** `none`: the wanted value hangs on a variable that has no value, so nothing equals it. */
export type Compared = Verdict | 'none';
type Compare = (wanted: Wanted, given: string, context: RequestContext) => Compared;

export interface Comparison {
  /** Negated operators ask that no value matches, and are met where the key is missing. */
  readonly negated: boolean;
  readonly compare: Compare;
}

/** Operators of strings and ARNs: the only ones that fill in variables, and the truth values, which may. */
const filled =
  (matches: (pattern: Pattern, given: string) => Verdict): Compare =>
  (wanted, given, context) => {
    const pattern = fillTemplate(wanted.template, context);
    return pattern === 'open' ? 'unknown' : pattern === 'none' ? 'none' : matches(pattern, given);
  };
const text = (equal: (wanted: string, given: string) => boolean): Compare =>
  filled((pattern, given) => verdictOf(equal(textOf(pattern), given)));
const like = filled((pattern, given) => verdictOf(fits(pattern, given)));
// ArnEquals and ArnLike behave identically.
const arn = filled((pattern, given) => verdictOf(arnFits(readArnPattern(pattern), given)));
const bool = filled((pattern, given) => {
  const read = [textOf(pattern).toLowerCase(), given.toLowerCase()];
  return read.every((value) => value === 'true' || value === 'false')
    ? verdictOf(read[0] === read[1])
    : 'unknown';
});

const ordered =
  (read: (value: string) => number | undefined, holds: (given: number, wanted: number) => boolean): Compare =>
  (wanted, given) => {
    const [left, right] = [read(given), read(wanted.text)];
    return left === undefined || right === undefined ? 'unknown' : verdictOf(holds(left, right));
  };
const ip: Compare = (wanted, given) => {
  const inside = isInRange(given, wanted.text);
  return inside === undefined ? 'unknown' : verdictOf(inside);
};
/** Both sides are base64; equal bytes are equal values. */
const binary: Compare = (wanted, given) => {
  const [left, right] = [readBytes(wanted.text), readBytes(given)];
  return left === undefined || right === undefined ? 'unknown' : verdictOf(left === right);
};

function readNumber(value: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/** ISO 8601, or seconds since 1970; both as milliseconds. */
function readDate(value: string): number | undefined {
  const seconds = readNumber(value);
  if (seconds !== undefined && value.length > 4) return seconds * 1000;
  const parsed = Date.parse(value);
  return Number.isNaN(parsed) ? undefined : parsed;
}

function readBytes(value: string): string | undefined {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)
    ? atob(value)
    : undefined;
}

const met = (compare: Compare): Comparison => ({ negated: false, compare });
const unmet = (compare: Compare): Comparison => ({ negated: true, compare });
const equal = (a: number, b: number): boolean => a === b;

/** The operators we can judge, by their name in lower case; a missing one is «unknown». */
export const comparisons: Readonly<Record<string, Comparison | undefined>> = {
  stringequals: met(text((a, b) => a === b)),
  stringnotequals: unmet(text((a, b) => a === b)),
  stringequalsignorecase: met(text((a, b) => a.toLowerCase() === b.toLowerCase())),
  stringnotequalsignorecase: unmet(text((a, b) => a.toLowerCase() === b.toLowerCase())),
  stringlike: met(like),
  stringnotlike: unmet(like),
  arnequals: met(arn),
  arnlike: met(arn),
  arnnotequals: unmet(arn),
  arnnotlike: unmet(arn),
  bool: met(bool),
  binaryequals: met(binary),
  numericequals: met(ordered(readNumber, equal)),
  numericnotequals: unmet(ordered(readNumber, equal)),
  numericlessthan: met(ordered(readNumber, (given, wanted) => given < wanted)),
  numericlessthanequals: met(ordered(readNumber, (given, wanted) => given <= wanted)),
  numericgreaterthan: met(ordered(readNumber, (given, wanted) => given > wanted)),
  numericgreaterthanequals: met(ordered(readNumber, (given, wanted) => given >= wanted)),
  dateequals: met(ordered(readDate, equal)),
  datenotequals: unmet(ordered(readDate, equal)),
  datelessthan: met(ordered(readDate, (given, wanted) => given < wanted)),
  datelessthanequals: met(ordered(readDate, (given, wanted) => given <= wanted)),
  dategreaterthan: met(ordered(readDate, (given, wanted) => given > wanted)),
  dategreaterthanequals: met(ordered(readDate, (given, wanted) => given >= wanted)),
  ipaddress: met(ip),
  notipaddress: unmet(ip),
};
