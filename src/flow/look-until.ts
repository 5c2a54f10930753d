import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../context.ts';

/** IAM is eventually consistent: what was made may not be read for some seconds. */
const patience = { tries: 6, everyMs: 5_000 };

/** Looks at the account until what was done can be read, or patience ends; the last look counts. */
export async function lookUntil<T>(
  context: Context,
  look: () => Promise<T>,
  isSettled: (seen: T) => boolean,
): Promise<T> {
  let seen = await look();
  for (let tries = 1; tries < patience.tries && !isSettled(seen); tries += 1) {
    context.host.tell({ level: 'info', text: 'Not everything can be read back yet; looking again …' });
    await sleep(patience.everyMs);
    seen = await look();
  }
  return seen;
}
