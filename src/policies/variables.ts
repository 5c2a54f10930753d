import type { PolicyDocument } from '../model/policy.ts';
import type { RequestContext } from './request-context.ts';

/** One character to match literally, or a wildcard. A value put in for a variable is literal, stars and all. */
export type Token = string | { readonly wildcard: 'any' | 'one' };
export type Pattern = readonly Token[];

const any: Token = { wildcard: 'any' };
const one: Token = { wildcard: 'one' };

/** `${key}`, `${key, 'default'}`, and the three escapes `${*}`, `${?}`, `${$}`. */
const variable = /\$\{([^}]*)\}/g;

/**
 * Reads a policy string: variables filled in from the request, `*` and `?` as wildcards.
 * @returns undefined where a variable has no single value and no default: such a string matches nothing
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function readPattern(
  text: string,
  context: RequestContext,
  version: PolicyDocument['Version'],
): Pattern | undefined {
  if (version === '2008-10-17') return wildcards(text);
  const tokens: Token[] = [];
  let end = 0;
  for (const found of text.matchAll(variable)) {
    tokens.push(...wildcards(text.slice(end, found.index)));
    const value = variableValue(found[1] ?? '', context);
    if (value === undefined) return undefined;
    tokens.push(...value);
    end = found.index + found[0].length;
  }
  return [...tokens, ...wildcards(text.slice(end))];
}

/** The same for operators that know no wildcards: `*` and `?` are characters. */
export function readText(
  text: string,
  context: RequestContext,
  version: PolicyDocument['Version'],
): string | undefined {
  const pattern = readPattern(text, context, version);
  return pattern
    ?.map((token) => (typeof token === 'string' ? token : token.wildcard === 'any' ? '*' : '?'))
    .join('');
}

function wildcards(text: string): readonly Token[] {
  return [...text].map((char) => (char === '*' ? any : char === '?' ? one : char));
}

function variableValue(inner: string, context: RequestContext): string | undefined {
  if (inner === '*' || inner === '?' || inner === '$') return inner;
  const parts = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inner);
  if (parts === null) return undefined;
  const key = parts[1] ?? '';
  if (context.isOpen(key)) return undefined;
  const values = context.values(key);
  if (values === undefined) return parts[2];
  return values.length === 1 ? values[0] : undefined;
}

/** True where a string hangs on a key that a real request would carry and this one leaves open. */
export function hasOpenVariable(
  text: string,
  context: RequestContext,
  version: PolicyDocument['Version'],
): boolean {
  if (version === '2008-10-17') return false;
  return [...text.matchAll(variable)].some((found) =>
    context.isOpen(/^\s*([^,\s]*)/.exec(found[1] ?? '')?.[1] ?? ''),
  );
}
