import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { LoadContext } from '../../src/config/load.ts';

export const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** A folder of its own with these files in it; gone after the test. */
export async function makeFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'bootstrap-account-config-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

export function contextOf(
  cwd: string,
  more: { env?: LoadContext['env']; flags?: Partial<LoadContext['flags']> } = {},
): LoadContext {
  const flags = { yes: false, json: false, color: false, quiet: false, debug: false, ...more.flags };
  return { cwd, packageRoot, env: more.env ?? {}, flags };
}
