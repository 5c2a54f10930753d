import type { PolicyDocument } from '../model/policy.ts';
import { type Verdict, verdictOf } from './access.ts';
import { isInRange } from './ip-range.ts';
import { fits, partsFit } from './match.ts';
import type { RequestContext } from './request-context.ts';
import { readPattern, readText } from './variables.ts';

interface Comparison {
  /** Negated operators ask that no value matches, and are met where the key is missing. */
  readonly negated: boolean;
  readonly compare: (
    wanted: string,
    given: string,
    context: RequestContext,
    version: PolicyDocument['Version'],
  ) => Verdict;
}
type Compare = Comparison['compare'];

// A variable without a value has nothing to be equal to; whether that counts for a negated operator is not
// documented, so it is left open.
const text =
  (equal: (wanted: string, given: string) => boolean): Compare =>
  (wanted, given, context, version) => {
    const read = readText(wanted, context, version);
    return read === undefined ? 'unknown' : verdictOf(equal(read, given));
  };
const like: Compare = (wanted, given, context, version) => {
  const pattern = readPattern(wanted, context, version);
  return pattern === undefined ? 'unknown' : verdictOf(fits(pattern, given));
};
// ArnEquals and ArnLike behave identically.
const arn: Compare = (wanted, given, context, version) => {
  const pattern = readPattern(wanted, context, version);
  return pattern === undefined ? 'unknown' : verdictOf(partsFit(pattern, given));
};
const bool: Compare = (wanted, given, context, version) => {
  const read = readText(wanted, context, version)?.toLowerCase();
  const isBoolean = (value: string | undefined): boolean => value === 'true' || value === 'false';
  return isBoolean(read) && isBoolean(given.toLowerCase())
    ? verdictOf(read === given.toLowerCase())
    : 'unknown';
};
const ordered =
  (read: (value: string) => number | undefined, holds: (given: number, wanted: number) => boolean): Compare =>
  (wanted, given) => {
    const [left, right] = [read(given), read(wanted)];
    return left === undefined || right === undefined ? 'unknown' : verdictOf(holds(left, right));
  };
const ip: Compare = (wanted, given) => {
  const inside = isInRange(given, wanted);
  return inside === undefined ? 'unknown' : verdictOf(inside);
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
