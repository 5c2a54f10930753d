import { UserError } from '../errors.ts';
import type { RoleBucketAnswer } from '../model/answers.ts';

/**
 * Buckets given as `name`, `name:read-write` or `name/prefix:write`; without a word after the colon: read.
 * @throws UserError `BucketNotClear`
 */
export function readBucketFlags(
  said: readonly string[],
  more: { readonly delete: boolean; readonly create: boolean },
): readonly RoleBucketAnswer[] {
  return said.map((text) => {
    const [, name = '', prefix, access = 'read'] =
      /^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([^:]*))?(?::(read|write|read-write))?$/.exec(text) ?? [];
    if (name === '') {
      throw new UserError('BucketNotClear', `"${text}" says no bucket.`, {
        fix: 'Write --bucket <name>, <name>:read-write or <name>/<prefix>:write; the words are read, write and read-write.',
      });
    }
    return {
      name,
      access: access as RoleBucketAnswer['access'],
      ...(prefix === undefined || prefix === '' ? {} : { prefix }),
      ...more,
    };
  });
}
