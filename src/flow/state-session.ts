import { join } from 'node:path';
import type { Context } from '../context.ts';
import { holdLock } from '../engine/lock.ts';
import { recoverState } from '../engine/recovery.ts';
import { clearPending, readStateIndex } from '../engine/state.ts';
import type { StateIndex } from '../model/plan.ts';
import type { Place } from './place.ts';

/** Folder of an account's state. */
export function stateFolder(place: Pick<Place, 'target' | 'caller'>): string {
  return join(place.target.stateRoot, place.caller.accountId);
}

/**
 * Holds the account's lock while a changing command works, after cleaning up behind a run that was killed.
 * What that run had begun and not recorded is forgotten here and found again by looking at the account.
 * @throws RefusedError when another run holds the lock
 */
export async function withState<T>(
  context: Context,
  place: Place,
  command: string,
  work: (folder: string, state: StateIndex) => Promise<T>,
): Promise<T> {
  const folder = stateFolder(place);
  const { host } = context;
  const lock = await holdLock(folder, { command, now: context.now });
  try {
    const { removedLocks, pending } = await recoverState(folder, {
      onWait: () =>
        host.tell({ level: 'info', text: 'Waiting for an earlier run to finish the call it is in …' }),
    });
    for (const removed of removedLocks)
      host.tell({ level: 'warning', text: `A run was killed; its lock is removed (${removed}).` });
    if (pending.length > 0) {
      host.tell({
        level: 'warning',
        text: `The last run was broken off in ${pending.length} step(s): looking at the account for what it left.`,
      });
      clearPending(
        folder,
        pending.map((each) => each.urn),
      );
    }
    return await work(folder, readStateIndex(folder));
  } finally {
    lock.release();
  }
}
