import type { Statement } from '../../model/policy.ts';
import type { Partition } from '../../model/target.ts';

/** What a document is for: its quota, and whether it names principals. */
export type PolicyUse = 'managed' | 'boundary' | 'inline-role' | 'trust' | 'bucket' | 'key' | 'topic';

/** Statements that somebody wrote, and what they will be part of. */
export interface PolicyToLint {
  /** What they belong to, for people: «group developers». */
  readonly where: string;
  /** The same as `--i-understand` names it: «group/developers». */
  readonly name: string;
  /** Who gets them. Policies of resources have no holder of their own. */
  readonly holder: 'human' | 'machine' | 'role' | 'resource';
  readonly use: PolicyUse;
  readonly statements: readonly Statement[];
  /** Only for whole documents: what stands in `Version`, `null` where nothing does. Absent: ours is written. */
  readonly version?: string | null;
  /** What is known of the account; of a template, often nothing. */
  readonly account?: {
    readonly partition?: Partition;
    readonly accountId?: string;
    readonly region?: string;
  };
  /** Account ids and ARNs outside the account that may be named: as principal, or as whose role is taken. */
  readonly trusted?: readonly string[];
  /** ARN of what a resource's policy hangs on. */
  readonly resource?: string;
}

/** Policies of things, not of identities: they say who, in `Principal`. */
export function namesPrincipals(use: PolicyUse): boolean {
  return use === 'trust' || use === 'bucket' || use === 'key' || use === 'topic';
}
