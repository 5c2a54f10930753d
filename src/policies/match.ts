import type { PolicyDocument } from '../model/policy.ts';
import { type Verdict, verdictOf } from './access.ts';
import type { RequestContext } from './request-context.ts';
import { type Pattern, readPattern, type Token } from './variables.ts';

const star: Token = { wildcard: 'any' };

/** Whether text fits a pattern. Linear in both but for one retry point, so no pattern can make it hang. */
export function fits(pattern: Pattern, text: string): boolean {
  const chars = [...text];
  let at = 0;
  let inPattern = 0;
  let retryPattern = -1;
  let retryText = 0;
  while (at < chars.length) {
    const token = pattern[inPattern];
    if (isAny(token)) {
      retryPattern = inPattern;
      retryText = at;
      inPattern += 1;
    } else if (token !== undefined && (token === chars[at] || typeof token !== 'string')) {
      inPattern += 1;
      at += 1;
    } else if (retryPattern >= 0) {
      retryText += 1;
      at = retryText;
      inPattern = retryPattern + 1;
    } else {
      return false;
    }
  }
  return pattern.slice(inPattern).every(isAny);
}

function isAny(token: Token | undefined): boolean {
  return token !== undefined && typeof token !== 'string' && token.wildcard === 'any';
}

/** Whether an `Action` entry covers an action; case does not count, variables are not known there. */
export function actionMatches(entry: string, action: string): boolean {
  if (entry === '*') return true;
  const pattern = [...entry.toLowerCase()].map(
    (char): Token => (char === '*' ? star : char === '?' ? { wildcard: 'one' } : char),
  );
  return fits(pattern, action.toLowerCase());
}

/**
 * Whether a `Resource` entry covers a resource. A wildcard stays within its part of the ARN, and parts that
 * an entry leaves out at the end count as `*`.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function resourceMatches(
  entry: string,
  resource: string,
  context: RequestContext,
  version: PolicyDocument['Version'],
): Verdict {
  const pattern = readPattern(entry, context, version);
  if (pattern === undefined) return 'unknown';
  if (pattern.every(isAny)) return 'yes';
  if (resource === '*') return 'no';
  return verdictOf(partsFit(pattern, resource));
}

/** Whether an ARN fits a pattern of an ARN, part by part. */
export function partsFit(pattern: Pattern, arn: string): boolean {
  const wanted = splitPattern(pattern);
  const parts = arn.split(':');
  if (parts.length < 6) return false;
  const given = [...parts.slice(0, 5), parts.slice(5).join(':')];
  return given.every((part, index) => fits(wanted[index] ?? [star], part));
}

function splitPattern(pattern: Pattern): readonly Pattern[] {
  const parts: Token[][] = [[]];
  for (const token of pattern) {
    if (token === ':' && parts.length < 6) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
