import type { AccountFile } from '../model/account-file.ts';
import type { FileEdit } from './write.ts';

export interface BucketNameParts {
  /** First part of the name; the account's alias, where it has one. */
  readonly alias?: string;
  readonly accountId: string;
  readonly region: string;
  readonly randomBytes: (size: number) => Uint8Array;
}
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const maxBucketName = 63;
const defaultPrefix = 'account';

/**
 * Name of the audit bucket: `<prefix>-audit-<account>-<region>-<8 hex>`, at most 63 characters. The random part
 * keeps strangers from taking a name that can be foretold; see aws-cdk issue 31885.
 */
export function generateBucketName({ alias, accountId, region, randomBytes }: BucketNameParts): string {
  const random = Buffer.from(randomBytes(4)).toString('hex');
  const rest = `-audit-${accountId}-${region}-${random}`;
  const prefix = cleanPrefix(alias ?? defaultPrefix, maxBucketName - rest.length);
  return prefix === '' ? rest.slice(1) : `${prefix}${rest}`;
}

function cleanPrefix(prefix: string, room: number): string {
  // S3 keeps these beginnings for itself.
  const free = prefix.replace(/^(xn--|sthree-|amzn-s3-demo-)/, '');
  return free
    .slice(0, Math.max(0, room))
    .replace(/[^a-z0-9-]/g, '')
    .replace(/^-+|-+$/g, '');
}

/** What has to be named before a plan can be made, and is named by us. */
export interface GeneratedNames {
  readonly merged: AccountFile;
  /** To be written into the file, and on disk, before anything of that name is made. Empty: nothing was missing. */
  readonly edits: readonly FileEdit[];
}

/** Names what the file leaves to us: the audit bucket, where a trail is wanted. */
export function generateNames(
  merged: AccountFile,
  facts: Pick<BucketNameParts, 'accountId' | 'region' | 'randomBytes'>,
): GeneratedNames {
  if (merged.trail?.enabled === false || merged.trail?.bucket !== undefined) return { merged, edits: [] };
  const alias = merged.account?.alias;
  const bucket = generateBucketName({ ...facts, ...(alias === undefined ? {} : { alias }) });
  return {
    merged: { ...merged, trail: { ...merged.trail, bucket } },
    edits: [{ path: ['trail', 'bucket'], value: bucket }],
  };
}
