import { hostname } from 'node:os';
import { readShared, type SharedPlace } from '../account/read/shared-state.ts';
import { removeShared, writeShared } from '../account/write/shared-state.ts';
import { judgeLockText, type LockState, lockRefusal, newLockRecord } from '../engine/lock.ts';
import { RefusedError } from '../errors.ts';

export interface SharedLock {
  readonly release: () => Promise<void>;
}

/**
 * Takes the lock of the shared state. A lock of a dead process of this machine is taken over; of two takers
 * S3 lets one through.
 * @throws RefusedError `StateLocked`: who, since when, where
 */
export async function holdSharedLock(
  place: SharedPlace,
  options: { readonly command: string; readonly now: () => Date },
): Promise<SharedLock> {
  const mine = newLockRecord(options);
  const text = JSON.stringify(mine);
  const where = `in s3://${place.bucket}`;
  const release = async (): Promise<void> => {
    const present = await readShared(place, 'lock.json');
    const state = present === undefined ? undefined : judgeLockText(present.text);
    if (state !== undefined && 'record' in state && state.record.nonce === mine.nonce)
      await removeShared(place, 'lock.json', present?.etag);
  };
  if ((await writeShared(place, 'lock.json', { text, over: undefined })) !== undefined) return { release };
  const present = await readShared(place, 'lock.json');
  if (present === undefined) throw lockRefusal(where, { kind: 'free' });
  const state = judgeLockText(present.text);
  if (state.kind !== 'dead') throw lockRefusal(where, state);
  if ((await writeShared(place, 'lock.json', { text, over: present.etag })) !== undefined) return { release };
  throw lockRefusal(where, { kind: 'free' });
}

/** Who holds it, without touching it. */
export async function readSharedLock(place: SharedPlace): Promise<LockState> {
  const present = await readShared(place, 'lock.json');
  return present === undefined ? { kind: 'free' } : judgeLockText(present.text);
}

/**
 * For `state unlock`: the person vouches that nobody works any more.
 * @returns what was removed, in words; undefined where it was free
 * @throws RefusedError while a process of this machine holds it, or when somebody else has taken it this moment
 */
export async function breakSharedLock(place: SharedPlace): Promise<string | undefined> {
  const present = await readShared(place, 'lock.json');
  if (present === undefined) return undefined;
  const state = judgeLockText(present.text);
  if (state.kind === 'live') {
    throw new RefusedError(
      'StateLocked',
      `Process ${state.record.pid} on this machine (${hostname()}) still works on this account.`,
      { fix: 'Wait for it, or end it with Ctrl-C in its terminal.' },
    );
  }
  // The lock that was judged, and no other: who has taken it since works on the state.
  if (!(await removeShared(place, 'lock.json', present.etag)))
    throw lockRefusal(`in s3://${place.bucket}`, await readSharedLock(place));
  return 'record' in state
    ? `lock in s3://${place.bucket} of pid ${state.record.pid} on ${state.record.host}, since ${state.record.since}`
    : `an unreadable lock in s3://${place.bucket}`;
}
