import { lstatSync, readFileSync } from 'node:fs';
import { RefusedError } from '../errors.ts';
import { hasState } from './state.ts';
import { statePaths, writeDurably } from './state-folder.ts';

const passphraseBytes = 32;

/**
 * Makes the passphrase file on the very first run, and checks it on every later one. It is never empty, and
 * never made anew where a state exists.
 * @param randomBytes Cryptographically secure.
 * @returns The file's path; the passphrase itself is read by the engine only.
 * @throws RefusedError when the file is missing beside a state, is a link, is too short, or is open to others.
 */
export function ensurePassphrase(folder: string, randomBytes: (size: number) => Uint8Array): string {
  const { passphrase } = statePaths(folder);
  const stat = lstatSync(passphrase, { throwIfNoEntry: false });
  if (stat === undefined) {
    if (hasState(folder)) {
      throw new RefusedError(
        'PassphraseMissing',
        `The passphrase file ${passphrase} is missing, though there is a state beside it.`,
        {
          fix: `Put it back from your backup. If it is lost: move ${folder} away and run \`bootstrap-account apply\`, which takes over what exists.`,
        },
      );
    }
    writeDurably(passphrase, `${Buffer.from(randomBytes(passphraseBytes)).toString('base64url')}\n`);
    return passphrase;
  }
  const unsafe = !stat.isFile()
    ? 'is no plain file'
    : (stat.mode & 0o077) !== 0
      ? 'is open to other users'
      : undefined;
  if (unsafe !== undefined) {
    throw new RefusedError('PassphraseUnsafe', `The passphrase file ${passphrase} ${unsafe}.`, {
      fix: `chmod 600 ${passphrase}`,
    });
  }
  if (readFileSync(passphrase, 'utf8').trim().length < passphraseBytes) {
    throw new RefusedError('PassphraseDamaged', `The passphrase file ${passphrase} is empty or cut off.`, {
      fix: 'Put the right one back from your backup.',
    });
  }
  return passphrase;
}
