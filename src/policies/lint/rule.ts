import type { Severity } from '../../model/finding.ts';
import type { PolicyToLint } from './policy-to-lint.ts';
import type { ReadPolicy, ReadStatement, Spot } from './read-policy.ts';

/** One thing that a rule found, before it becomes a finding. */
export interface Said {
  readonly rule: string;
  /** Index of the statement; absent where the document as a whole is meant. */
  readonly statement?: number;
  /** Where in the statement; empty for all of it. */
  readonly spot: Spot;
  /** Whether the key there is meant, or the value behind it. Default: value. */
  readonly at?: 'key' | 'value';
  /** Tells several findings of one rule and statement apart. */
  readonly detail?: string;
  readonly severity: Severity;
  readonly stops?: 'refuse' | 'consent';
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** Looks at a policy that has been read and says what is wrong. Pure. */
export interface Rule {
  /** Ids of what it says; public, as consents name them. */
  readonly ids: readonly string[];
  readonly check: (policy: ReadPolicy) => readonly Said[];
}

type Weight = Pick<Said, 'severity' | 'stops'>;

/**
 * How heavy a danger weighs: keys of machines lie on disks, so programs are held shorter than people.
 * `grave`: machines are refused, people's groups need consent. `careful`: machines need consent.
 */
export function weightOf(danger: 'grave' | 'careful', holder: PolicyToLint['holder']): Weight {
  const strict = holder !== 'human';
  if (danger === 'grave')
    return strict ? { severity: 'critical', stops: 'refuse' } : { severity: 'high', stops: 'consent' };
  return strict ? { severity: 'high', stops: 'consent' } : { severity: 'medium' };
}

/** What AWS itself refuses, or takes without a word and ignores: no consent makes it work. */
export const hopeless: Weight = { severity: 'high', stops: 'refuse' };
export const askFirst: Weight = { severity: 'high', stops: 'consent' };
export const onlyTold: Weight = { severity: 'medium' };

/** A part that works not at all: in an Allow something is missing, in a Deny something stays open. */
export function weightOfDead({ statement }: ReadStatement, holder: PolicyToLint['holder']): Weight {
  return statement.Effect === 'Deny' ? askFirst : weightOf('careful', holder);
}

export function allowsOf(policy: ReadPolicy): readonly ReadStatement[] {
  return policy.read.filter(({ statement }) => statement.Effect === 'Allow');
}
