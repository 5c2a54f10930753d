import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const prefix = 'work-';

/** A folder of our own for the engine's project files, inside the closed state folder instead of /tmp. */
export function makeWorkFolder(folder: string): string {
  return mkdtempSync(join(folder, prefix));
}

/** Takes away what killed runs left. Under the lock: nobody else has one then. */
export function removeWorkFolders(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return;
  for (const name of readdirSync(folder)) {
    if (name.startsWith(prefix)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
