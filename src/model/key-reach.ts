import type { RoleBucketAnswer, RoleThing } from './answers.ts';

/** What the policies of a key's owner allow somebody who has nothing but the key. */
export interface KeyReach {
  /** Of everything: an administrator's key. */
  readonly everything: boolean;
  /** Buckets that nobody named, too. */
  readonly anyBucket: boolean;
  /** Of this account. */
  readonly buckets: readonly RoleBucketAnswer[];
  /** Buckets that the policies name, or families of them like `artifacts-*`, and the account does not have. */
  readonly strangeBuckets: readonly string[];
  /** Queues, secrets and log groups that the policies name. */
  readonly things: readonly RoleThing[];
  /** Action entries that a role for named things does not carry over. */
  readonly others: readonly string[];
  /** Policies whose text is not known. */
  readonly unread: readonly string[];
}

/** The narrowest role that those policies justify. */
export interface RoleProposal {
  readonly role: string;
  readonly buckets: readonly RoleBucketAnswer[];
  readonly things: readonly RoleThing[];
  /** Sentences: what it does not carry over, and why nothing is proposed. */
  readonly remarks: readonly string[];
}
