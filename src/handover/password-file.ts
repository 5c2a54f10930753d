import { constants } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EngineError } from '../errors.ts';

/**
 * Writes one first password into a file of its own, 0600 in a 0700 folder, on disk before the password is
 * made valid.
 * @returns path of the file
 * @throws EngineError `PasswordFileFailed`
 */
export async function writePasswordFile(folder: string, person: string, password: string): Promise<string> {
  const path = join(folder, `${person}.txt`);
  const beside = join(folder, `.${person}.${process.pid}.tmp`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // The pack's folder may stand inside a repository: nothing in it is ever to be committed.
    await writeFile(join(dirname(dirname(folder)), '.gitignore'), '*\n', { mode: 0o600 });
    await rm(beside, { force: true });
    const handle = await open(
      beside,
      constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW,
      0o600,
    );
    try {
      await handle.writeFile(`${password}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
    return path;
  } catch (cause) {
    throw new EngineError(
      'PasswordFileFailed',
      `The password file of ${person} cannot be written in ${folder}.`,
      {
        fix: 'Check the folder, or use --passwords terminal; then run apply again: it goes on where it stopped.',
        cause,
      },
    );
  }
}
