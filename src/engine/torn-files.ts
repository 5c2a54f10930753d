import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Removes what a killed engine left half-written in its file store, under our lock and once it has ended. The
 * store replaces a file by renaming a finished copy, but writes the attributes beside it in place: cut off
 * there, they are empty, and the engine then refuses the state ("failed to load checkpoint: … EOF") although the
 * checkpoint itself is whole. Without attributes it reads the file as it is.
 * Source: blob/fileblob of gocloud.dev v0.46.0, `setAttrs`, `getAttrs` and the writer's `Close`.
 */
export function removeTornFiles(folder: string): void {
  const store = join(folder, '.pulumi');
  if (statSync(store, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  for (const name of readdirSync(store, { recursive: true, encoding: 'utf8' })) {
    const path = join(store, name);
    if (isUnfinishedCopy(name) || (name.endsWith('.attrs') && isTorn(path))) rmSync(path, { force: true });
  }
}

/** The copy that was to be renamed: the file's name, 16 hex digits, `.tmp`. */
function isUnfinishedCopy(name: string): boolean {
  return /\.[0-9a-f]{1,16}\.tmp$/.test(name);
}

function isTorn(path: string): boolean {
  try {
    JSON.parse(readFileSync(path, 'utf8'));
    return false;
  } catch (error) {
    return error instanceof SyntaxError;
  }
}
