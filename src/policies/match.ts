import type { Pattern, Token } from './variables.ts';

const star: Token = { wildcard: 'any' };
const surrogate = /[\ud800-\udfff]/;

/** Whether text fits a pattern. Linear in both but for one retry point, so no pattern can make it hang. */
export function fits(pattern: Pattern, text: string): boolean {
  const chars: ArrayLike<string> = surrogate.test(text) ? [...text] : text;
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

/** True for `*`, which is all there is. */
export function isEverything(pattern: Pattern): boolean {
  return pattern.every(isAny);
}

/** Whether an `Action` entry covers an action; case does not count, variables are not known there. */
export function actionMatches(entry: string, action: string): boolean {
  if (entry === '*') return true;
  const wanted = entry.toLowerCase();
  const asked = action.toLowerCase();
  if (!/[*?]/.test(wanted)) return wanted === asked;
  const pattern = [...wanted].map(
    (char): Token => (char === '*' ? star : char === '?' ? { wildcard: 'one' } : char),
  );
  return fits(pattern, asked);
}

/** A pattern of an ARN by its six parts; those that are left out at the end count as `*`. */
export type ArnPattern = readonly Pattern[];

export function readArnPattern(pattern: Pattern): ArnPattern {
  const parts: Token[][] = [[]];
  for (const token of pattern) {
    if (token === ':' && parts.length < 6) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return [...parts, ...Array.from({ length: 6 - parts.length }, () => [star])];
}

/**
 * Whether an ARN fits a pattern of an ARN. A wildcard stays within its part.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function arnFits(pattern: ArnPattern, arn: string): boolean {
  const parts = arn.split(':');
  if (parts.length < 6) return false;
  // From the back: the resource is what mostly differs.
  return (
    fits(pattern[5] ?? [], parts.slice(5).join(':')) &&
    parts.slice(0, 5).every((part, index) => fits(pattern[index] ?? [], part))
  );
}
