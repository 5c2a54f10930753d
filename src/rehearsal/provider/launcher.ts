import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes a folder that the engine takes for the one of an `aws` plug-in: an executable that becomes our
 * process, so that the engine is its parent.
 * @param options.script the bundled `provider.js`
 */
export async function writePluginFolder(
  folder: string,
  options: { readonly node: string; readonly script: string },
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const launcher = `#!/bin/sh\nSTAND_IN_PARENT=$PPID exec ${quote(options.node)} ${quote(options.script)} "$@"\n`;
  const beside = join(folder, `.${randomUUID()}`);
  await writeFile(beside, launcher, { mode: 0o700, flag: 'wx' });
  await rename(beside, join(folder, 'pulumi-resource-aws'));
}
