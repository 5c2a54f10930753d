import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import { maxBytes } from './read-yaml.ts';

/**
 * Reads a small text file; undefined when there is none. A pipe or device is refused without waiting for it.
 * @throws UserError `FileNotReadable`: no file but a folder or pipe, too large, not UTF-8, no permission.
 */
export async function readTextFile(path: string): Promise<string | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw notReadable(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
  try {
    return await readOpened(file, await file.stat(), path);
  } finally {
    await file.close();
  }
}

async function readOpened(file: FileHandle, facts: Stats, path: string): Promise<string> {
  if (!facts.isFile()) throw notReadable(path, 'it is not a regular file');
  const buffer = Buffer.alloc(maxBytes + 1);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
  if (bytesRead > maxBytes)
    throw notReadable(path, `it has ${facts.size} bytes; at most ${maxBytes} are read`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(buffer.subarray(0, bytesRead));
  } catch (cause) {
    throw notReadable(path, 'it is not UTF-8 text; save it as UTF-8', cause);
  }
}

export function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
}

function notReadable(path: string, why: string, cause?: unknown): UserError {
  return new UserError('FileNotReadable', `The file ${path} cannot be read: ${why}.`, {
    fix: 'Name another file with --file, or repair this one.',
    cause,
  });
}
