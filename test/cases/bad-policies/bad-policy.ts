import type { PolicyToLint } from '../../../src/policies/lint/policy-to-lint.ts';

/**
 * Statements of a group that have to be found wanting. The first statement begins in line 7, column 11 (`- ` in
 * front of it): {@link fileOf} puts them into an account file.
 */
export interface BadPolicy {
  readonly name: string;
  readonly kind: 'human' | 'machine';
  /** YAML of the list, without indentation. */
  readonly statements: string;
  /** Every finding, as `line:column rule stops`, in the order of the places. */
  readonly found: readonly string[];
}

/** A whole document that has to be found wanting. */
export interface BadDocument {
  readonly name: string;
  readonly use: PolicyToLint['use'];
  readonly holder?: PolicyToLint['holder'];
  readonly document: unknown;
  readonly trusted?: readonly string[];
  /** Every finding, as `statement/place in it rule stops`; `-` for the document as a whole. */
  readonly found: readonly string[];
}

export function fileOf({ kind, statements }: Pick<BadPolicy, 'kind' | 'statements'>): string {
  const head = `version: 1\ngroups:\n  g:\n    kind: ${kind}\n    access:\n      statements:\n`;
  const lines = statements.replace(/^\n/, '').trimEnd().split('\n');
  return `${head}${lines.map((line) => `        ${line}`).join('\n')}\n`;
}
