import type { Context } from '../context.ts';
import { holdLock } from '../engine/lock.ts';
import { recoverState } from '../engine/recovery.ts';
import { clearPending, readStateIndex } from '../engine/state.ts';
import { ensureStateId } from '../engine/state-id.ts';
import { ToolError } from '../errors.ts';
import type { StateIndex } from '../model/plan.ts';
import { type Place, stateFolder } from './place.ts';
import { sharedPlace, takeShared, withShared } from './shared-state.ts';

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
  const lock = await holdLock(folder, { command, now: context.now });
  try {
    ensureStateId(folder, context.randomBytes);
    const shared = sharedPlace(place, folder);
    const recovered = async () => {
      await recoverFolder(context, folder);
      return work(folder, readStateIndex(folder));
    };
    if (shared === undefined) return await recovered();
    // Whoever only looks needs no right to write, and keeps nobody out.
    if (command !== 'plan') return await withShared(context, shared, { folder, command }, recovered);
    await takeShared(context, shared, folder);
    return await recovered();
  } finally {
    lock.release();
  }
}

/** Cleans up behind a run that was killed, under the folder's lock. */
export async function recoverFolder(context: Context, folder: string): Promise<void> {
  const { host } = context;
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
}

/**
 * For commands that read the state without a lock: fetches the shared one, unless a run here works on it just
 * now. Where that fails, what is here has to do, and that is said.
 */
export async function freshenState(context: Context, place: Place): Promise<void> {
  const folder = stateFolder(place);
  const shared = sharedPlace(place, folder);
  if (shared === undefined) return;
  try {
    const lock = await holdLock(folder, { command: 'read', now: context.now });
    try {
      await takeShared(context, shared, folder);
    } finally {
      lock.release();
    }
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    context.host.tell({ level: 'warning', text: `${error.message} The state here is used as it is.` });
  }
}
