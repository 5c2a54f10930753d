import type { RoleBucketAnswer } from './answers.ts';

/** What the policies of a key's owner allow somebody who has nothing but the key. */
export interface KeyReach {
  /** Of everything: an administrator's key. */
  readonly everything: boolean;
  /** Buckets that nobody named, too. */
  readonly anyBucket: boolean;
  /** Of this account. */
  readonly buckets: readonly RoleBucketAnswer[];
  /** Buckets that the policies name and the account does not have. */
  readonly strangeBuckets: readonly string[];
  /** Action entries that a role for buckets does not carry over. */
  readonly others: readonly string[];
  /** Policies whose text is not known. */
  readonly unread: readonly string[];
}

/** The narrowest role that those policies justify. */
export interface RoleProposal {
  readonly role: string;
  readonly buckets: readonly RoleBucketAnswer[];
  /** Sentences: what it does not carry over, and why nothing is proposed. */
  readonly remarks: readonly string[];
}
