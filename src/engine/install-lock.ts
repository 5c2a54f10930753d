import { setTimeout as sleep } from 'node:timers/promises';
import { RefusedError } from '../errors.ts';
import { type HeldLock, takeLock } from './lock.ts';

const pollMs = 500;
// A cold build on a slow machine takes well under this.
const patienceMs = 40 * 60_000;

/**
 * Lets one process fetch or build the engine while the others wait for it.
 * @throws RefusedError when the other one does not end within 40 minutes, or its lock cannot be judged.
 */
export async function holdInstallLock(path: string, tell: (text: string) => void): Promise<HeldLock> {
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    try {
      return takeLock(path, { command: 'get the engine', now: () => new Date() });
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      if (waitedMs >= patienceMs) {
        throw new RefusedError(
          'EngineBusy',
          `Another process has been getting the engine for 40 minutes (${path}).`,
          {
            fix: `If none does, remove ${path} and run the command again.`,
            cause: error,
          },
        );
      }
      if (waitedMs === 0) tell('Another run is getting the engine at this moment: waiting for it.');
    }
    await sleep(pollMs);
  }
}
