import { constants } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EngineError } from '../errors.ts';
import { encryptTo } from './encrypt.ts';

/** Files of one person or machine by what they hold: plain, or encrypted to an age key. */
const endings = {
  password: { file: '.txt', age: '.password.age' },
  key: { file: '.access-key.txt', age: '.access-key.age' },
} as const;

/**
 * Writes a secret that is to be handed to one person into a file of its own, 0600 in a 0700 folder. A password is on
 * disk before it is made valid.
 * @param secret.recipient age public key: the file is encrypted to it
 * @returns path of the file
 * @throws EngineError `PasswordFileFailed`, `NotEncrypted`
 */
export async function writeSecretFile(
  folder: string,
  name: string,
  secret: { readonly kind: keyof typeof endings; readonly text: string; readonly recipient?: string },
): Promise<string> {
  const { kind, text, recipient } = secret;
  const content = recipient === undefined ? `${text}\n` : await encryptTo(recipient, `${text}\n`);
  return writeAlone(
    folder,
    name,
    `${name}${endings[kind][recipient === undefined ? 'file' : 'age']}`,
    content,
  );
}

async function writeAlone(folder: string, name: string, file: string, content: string): Promise<string> {
  const path = join(folder, file);
  const beside = join(folder, `.${name}.${process.pid}.tmp`);
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
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
    return path;
  } catch (cause) {
    throw new EngineError('PasswordFileFailed', `The file for ${name} cannot be written in ${folder}.`, {
      fix: 'Check the folder, or have it shown on the terminal; then run the same command again.',
      cause,
    });
  }
}
