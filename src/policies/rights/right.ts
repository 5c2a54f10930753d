/** What an action can be limited to, by IAM's own name for it; `none` where AWS knows no resource for it. */
export const rightResources = [
  'none',
  'account',
  'user',
  'group',
  'policy',
  'role',
  'instance-profile',
  'instance',
  'mfa',
  'bucket',
  'object',
  'key',
  'alias',
  'trail',
  'log-group',
  'alarm',
  'topic',
  'budget',
  'Analyzer',
] as const;
export type RightResource = (typeof rightResources)[number];

/** One action that somebody needs. */
export interface Right {
  /** As IAM spells it. */
  readonly action: string;
  /** Every one of them must be allowed. */
  readonly on: readonly RightResource[];
  /** The API's names of the calls, where IAM's is another one or stands for several. */
  readonly calls?: readonly string[];
  /** IAM's name of the service that it is limited to, like that which a role is passed to. */
  readonly service?: string;
}

/**
 * What the official plug-in calls for one type of resource, as our program uses it: calls that only settings of
 * others would need are left out. Files are those of the upstream provider, below `internal/service/`.
 */
export interface TypeRights {
  readonly file: string;
  /** For plan, import and refresh. */
  readonly read: readonly Right[];
  /** To make and to change it. */
  readonly write: readonly Right[];
  /** To take it away; absent where the program keeps every one (docs/decisions/006). */
  readonly remove?: readonly Right[];
}

/**
 * Reads rows like `iam:CreateGroup group` or `s3:PutEncryptionConfiguration bucket < s3:PutBucketEncryption`:
 * the action, what it can be limited to (`a+b` for both), and the calls that it stands for.
 */
export function rights(...rows: readonly string[]): readonly Right[] {
  return rows.map((row) => {
    const [head = '', calls] = row.split(' < ');
    const [action = '', on = 'none'] = head.split(' ');
    const kinds = on.split('+').filter(isRightResource);
    return { action, on: kinds, ...(calls === undefined ? {} : { calls: calls.split(' ') }) };
  });
}

function isRightResource(word: string): word is RightResource {
  return (rightResources as readonly string[]).includes(word);
}
