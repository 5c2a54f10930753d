import type { OneOrMany } from '../model/policy.ts';

/** IAM's «one or several» as a list; absent is the empty list. */
export function listOf(value: OneOrMany | boolean | number | undefined): readonly string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}
