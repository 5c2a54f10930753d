import { realpathSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { RefusedError } from '../errors.ts';
import { stateMarker } from './child-environment.ts';
import { listEngineLocks, removeDeadEngineLocks } from './engine-locks.ts';
import { findMarkedProcesses } from './process-identity.ts';
import { type PendingOperation, pendingOperations } from './state.ts';
import { removeTornFiles } from './torn-files.ts';
import { removeWorkFolders } from './work-folder.ts';

/** What an earlier, cut-off run had left behind. */
export interface Recovery {
  /** Locks that were removed, in words. */
  readonly removedLocks: readonly string[];
  /** True when a left-over engine or plug-in had to be waited for. */
  readonly waited: boolean;
  readonly pending: readonly PendingOperation[];
}

/**
 * Clears up after a run that was killed, under our lock: waits for its engine and plug-in to end (a plug-in
 * finishes its call first), removes the dead engine's lock and its half-written files, and reports the steps that were under way.
 * @param options.patienceMs How long to wait for left-over processes. Default: 30 000.
 * @throws RefusedError when a process of the earlier run does not end, when a lock belongs to another host,
 * or when the state is damaged.
 */
export async function recoverState(
  folder: string,
  options: { readonly patienceMs?: number; readonly onWait?: (pids: readonly number[]) => void } = {},
): Promise<Recovery> {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined)
    return { removedLocks: [], waited: false, pending: [] };
  const waited = await waitForLeftovers(realpathSync(folder), options.patienceMs ?? 30_000, options.onWait);
  const removedLocks = removeDeadEngineLocks(folder, { alsoFar: false });
  const held = listEngineLocks(folder)[0];
  if (held !== undefined) throw engineLockRefusal(held.record);
  removeWorkFolders(folder);
  removeTornFiles(folder);
  return { removedLocks, waited, pending: pendingOperations(folder) };
}

const pollMs = 100;

async function waitForLeftovers(
  folder: string,
  patienceMs: number,
  onWait?: (pids: readonly number[]) => void,
): Promise<boolean> {
  let pids = findMarkedProcesses(stateMarker(folder));
  if (pids.length === 0) return false;
  onWait?.(pids);
  for (let waitedMs = 0; pids.length > 0; waitedMs += pollMs) {
    if (waitedMs >= patienceMs) {
      throw new RefusedError(
        'EarlierRunAlive',
        `Processes of an earlier run still work on this account: pid ${pids.join(', ')}.`,
        {
          fix: 'Wait until they have ended (they finish the call they are in), then run the command again.',
        },
      );
    }
    await sleep(pollMs);
    pids = findMarkedProcesses(stateMarker(folder));
  }
  return true;
}

function engineLockRefusal(
  record: { readonly pid: number; readonly hostname: string; readonly timestamp: Date } | undefined,
): RefusedError {
  const who =
    record === undefined
      ? 'unreadable'
      : `pid ${record.pid} on ${record.hostname}, since ${record.timestamp.toISOString()}`;
  return new RefusedError('StateLocked', `The engine's own lock is held: ${who}.`, {
    fix: 'Make sure that no other run works on this account, then: bootstrap-account state unlock',
  });
}
