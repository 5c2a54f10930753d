import {
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { EngineError, RefusedError } from '../errors.ts';

export const projectName = 'bootstrap-account';

/** Where things lie in the state folder of one account. */
export interface StatePaths {
  readonly folder: string;
  readonly passphrase: string;
  readonly lock: string;
  readonly backups: string;
  readonly checkpoint: string;
  /** The engine's own copy of the checkpoint before its last write. */
  readonly lastStep: string;
  readonly engineLocks: string;
  readonly history: string;
}

/** @param folder State folder of one account; its last part is the account id, which is the stack's name. */
export function statePaths(folder: string): StatePaths {
  const stack = stackNameOf(folder);
  const backend = join(folder, '.pulumi');
  const checkpoint = join(backend, 'stacks', projectName, `${stack}.json`);
  return {
    folder,
    passphrase: join(folder, 'passphrase'),
    lock: join(folder, 'lock.json'),
    backups: join(folder, 'backups'),
    checkpoint,
    lastStep: `${checkpoint}.bak`,
    engineLocks: join(backend, 'locks', 'organization', projectName, stack),
    history: join(backend, 'history', projectName, stack),
  };
}

export function stackNameOf(folder: string): string {
  return folder.replace(/\/+$/, '').split('/').at(-1) ?? '';
}

/**
 * Makes the state folder (0700) where it is missing, and checks an existing one: a real folder, ours, closed
 * to everybody else. Sets our umask to 077, which engine and plug-in inherit: the engine writes its files
 * with 0644 otherwise.
 * @returns The folder's real path.
 * @throws RefusedError on a symbolic link, a stranger's folder, or one that group or others may write to;
 * EngineError where it cannot be made or written (full or read-only disk).
 */
export function ensureStateFolder(folder: string): string {
  tightenUmask();
  try {
    checkStateFolder(folder);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw error instanceof RefusedError ? error : notWritable(folder, error);
  }
  checkStateFolder(folder);
  proveWritable(folder);
  return realpathSync(folder);
}

function tightenUmask(): void {
  try {
    process.umask(0o077);
  } catch {
    // A worker thread may not set it; the folder itself is closed all the same.
  }
}

/** @throws RefusedError as `ensureStateFolder`; silent where there is no such folder. */
export function checkStateFolder(folder: string): void {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) return;
  const fix = `Look who made ${folder}, then remove it or put a folder of your own there (chmod 700).`;
  if (stat.isSymbolicLink() || !stat.isDirectory()) {
    throw new RefusedError(
      'StateFolderUnsafe',
      `The state folder ${folder} is a symbolic link or no folder.`,
      { fix },
    );
  }
  if (process.getuid !== undefined && stat.uid !== process.getuid()) {
    throw new RefusedError(
      'StateFolderUnsafe',
      `The state folder ${folder} belongs to another user (uid ${stat.uid}).`,
      { fix },
    );
  }
  if ((stat.mode & 0o077) !== 0) {
    const mode = (stat.mode & 0o777).toString(8);
    throw new RefusedError(
      'StateFolderUnsafe',
      `The state folder ${folder} is open to other users (mode ${mode}).`,
      {
        fix: `Check that nobody changed a file in it, then: chmod 700 ${folder}`,
      },
    );
  }
}

/** A write and an fsync before anything is changed in the account: a full disk must show now, not midway. */
function proveWritable(folder: string): void {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    writeDurably(probe, Buffer.alloc(64 * 1024));
    unlinkSync(probe);
  } catch (error) {
    try {
      unlinkSync(probe);
    } catch {
      // It was never made.
    }
    throw notWritable(folder, error);
  }
}

function notWritable(folder: string, cause: unknown): EngineError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  return new EngineError(
    'StateNotWritable',
    `The state folder ${folder} cannot be written (${code}). Nothing was changed.`,
    {
      fix:
        code === 'ENOSPC' || code === 'EDQUOT'
          ? 'Make room on the disk.'
          : 'Check the rights of the folder and of the ones above it.',
      cause,
    },
  );
}

/** Writes a new file (0600), never through a link, never over an existing one, and waits for the disk. */
export function writeDurably(path: string, content: string | Uint8Array): void {
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW;
  const file = openSync(path, flags, 0o600);
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    let written = 0;
    while (written < bytes.length) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Replaces a file in one step: a reader sees the old content or the new, never half of one. */
export function replaceFile(path: string, content: string | Uint8Array): void {
  const beside = `${path}.new-${process.pid}`;
  try {
    unlinkSync(beside);
  } catch {
    // None left over: the usual case.
  }
  writeDurably(beside, content);
  renameSync(beside, path);
  syncFolder(dirname(path));
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
