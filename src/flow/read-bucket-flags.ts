import { UserError } from '../errors.ts';
import type { RoleEntry } from '../model/account-file.ts';
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

/** What a role may use beside buckets, as the file lists it. */
export type ThingEntries = Pick<RoleEntry, 'queues' | 'secrets' | 'logGroups'>;

export interface ThingFlags {
  /** `name:send`, `name:receive`, `name:send-receive`. */
  readonly queue?: readonly string[];
  readonly secret?: readonly string[];
  readonly logGroup?: readonly string[];
}

/** @throws UserError `QueueNotClear` where it is not said what is to be done with a queue */
export function readThingFlags({ queue = [], secret = [], logGroup = [] }: ThingFlags): ThingEntries {
  const queues = queue.map((text) => {
    const [, name = '', access] = /^([A-Za-z0-9_.-]+):(send|receive|send-receive)$/.exec(text) ?? [];
    if (access === 'send' || access === 'receive' || access === 'send-receive')
      return { name, access } as const;
    throw new UserError('QueueNotClear', `"${text}" does not say what is done with the queue.`, {
      fix: 'Write --queue <name>:send, <name>:receive or <name>:send-receive.',
    });
  });
  return {
    ...(queues.length === 0 ? {} : { queues }),
    ...(secret.length === 0 ? {} : { secrets: secret.map((name) => ({ name })) }),
    ...(logGroup.length === 0 ? {} : { logGroups: logGroup.map((name) => ({ name })) }),
  };
}
