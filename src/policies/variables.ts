import type { PolicyDocument } from '../model/policy.ts';
import type { RequestContext } from './request-context.ts';

/** One character to match literally, or a wildcard. A value put in for a variable is literal, stars and all. */
export type Token = string | { readonly wildcard: 'any' | 'one' };
export type Pattern = readonly Token[];

/** `${key}` or `${key, 'default'}`, to be filled in from a request. */
interface Variable {
  /** Absent: what stands between the braces is no key, so it never has a value. */
  readonly key?: string;
  readonly fallback?: string;
}
type Piece = Token | { readonly variable: Variable };

/** A policy string, read once: characters, wildcards, and variables that each request fills in. */
export interface Template {
  readonly pieces: readonly Piece[];
  readonly variables: readonly Variable[];
}

const any: Token = { wildcard: 'any' };
const one: Token = { wildcard: 'one' };

/** A variable, or one of the three escapes `${*}`, `${?}`, `${$}`. */
const braces = /\$\{([^}]*)\}/g;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
export function readTemplate(text: string, version: PolicyDocument['Version']): Template {
  if (version === '2008-10-17') return { pieces: wildcards(text), variables: [] };
  const pieces: Piece[] = [];
  const variables: Variable[] = [];
  let end = 0;
  for (const found of text.matchAll(braces)) {
    pieces.push(...wildcards(text.slice(end, found.index)));
    const inner = found[1] ?? '';
    if (inner === '*' || inner === '?' || inner === '$') {
      pieces.push(inner);
    } else {
      const variable = readVariable(inner);
      variables.push(variable);
      pieces.push({ variable });
    }
    end = found.index + found[0].length;
  }
  return { pieces: [...pieces, ...wildcards(text.slice(end))], variables };
}

function readVariable(inner: string): Variable {
  const parts = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inner);
  const [, key, fallback] = parts ?? [];
  return { ...(key === undefined ? {} : { key }), ...(fallback === undefined ? {} : { fallback }) };
}

function wildcards(text: string): readonly Token[] {
  return [...text].map((char) => (char === '*' ? any : char === '?' ? one : char));
}

/**
 * A template with the request's values in it. `open`: it hangs on a key that a real request would carry and
 * this one leaves open. `none`: a variable has no value and no default; nothing is equal to such a string.
 */
export function fillTemplate(template: Template, context: RequestContext): Pattern | 'open' | 'none' {
  if (template.variables.length === 0) return template.pieces as Pattern;
  const tokens: Token[] = [];
  let isNone = false;
  for (const piece of template.pieces) {
    if (typeof piece === 'string' || 'wildcard' in piece) {
      tokens.push(piece);
      continue;
    }
    const value = findValue(piece.variable, context);
    if (value === 'open') return 'open';
    if (value === undefined) isNone = true;
    else tokens.push(...value.text);
  }
  return isNone ? 'none' : tokens;
}

function findValue(
  variable: Variable,
  context: RequestContext,
): { readonly text: string } | 'open' | undefined {
  const { key, fallback } = variable;
  if (key === undefined) return undefined;
  // Whether a default stands in for a key of several values, AWS does not say.
  if (context.isOpen(key) || context.isList(key)) return 'open';
  const text = context.values(key)?.[0] ?? fallback;
  return text === undefined ? undefined : { text };
}

/** Back to text, for operators that know no wildcards: there `*` and `?` are characters. */
export function textOf(pattern: Pattern): string {
  return pattern
    .map((token) => (typeof token === 'string' ? token : token.wildcard === 'any' ? '*' : '?'))
    .join('');
}
