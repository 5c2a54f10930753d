import { constants } from 'node:fs';
import { chmod, lstat, open, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import type { AccountFile } from '../model/account-file.ts';
import { diffValues } from './diff-values.ts';
import { editText, type FileEdit } from './edit-text.ts';
import { findSchema } from './find-schema.ts';
import type { LoadedFile } from './load.ts';
import { mergeFiles } from './merge.ts';
import { parseAccountFile } from './parse.ts';
import { isMissing, readTextFile } from './read-file.ts';
import { renderAccountFile } from './render-file.ts';
import { checkRules, checkTwice } from './rules.ts';
import { isBelow } from './templates.ts';

export type { FileEdit } from './edit-text.ts';

/**
 * Edits an account file in place: comments and formatting of what is not touched stay as they are. The new text
 * is on disk (fsync) when this returns; a reader sees the old file or the new one, never half of one.
 * @throws UserError `InvalidFile` when the result would not be valid; `FileNotWritable`; `FileNotReadable`.
 */
export async function editAccountFile(path: string, edits: readonly FileEdit[]): Promise<void> {
  if (edits.length === 0) return;
  const target = await realTarget(path);
  const text = await readTextFile(target);
  if (text === undefined) throw notWritable(path, 'it does not exist');
  const edited = editText(text, edits);
  parseAccountFile(edited, path);
  await writeAtomically(target, edited, (await stat(target)).mode & 0o777);
}

/**
 * Writes a fresh, commented account file, readable by its owner only.
 * @throws UserError `FileNotWritable`, also when there is a file already; `InvalidFile`.
 */
export async function newAccountFile(path: string, own: AccountFile): Promise<void> {
  const text = renderAccountFile(own, await findSchema(dirname(path)));
  parseAccountFile(text, path);
  const there = await lstat(path).catch(() => undefined);
  if (there !== undefined) throw notWritable(path, 'it exists already');
  await writeAtomically(path, text, 0o600);
}

/**
 * Saves answers: writes what differs between the file as loaded and `next`, or a new file where there was none.
 * @throws UserError `AnswersDoNotFit` when they contradict each other; as {@link editAccountFile}, {@link newAccountFile}.
 */
export async function saveAccountFile(
  loaded: Pick<LoadedFile, 'path' | 'exists' | 'own' | 'base'>,
  next: AccountFile,
): Promise<void> {
  checkAnswers(loaded, next);
  if (loaded.exists) await editAccountFile(loaded.path, diffValues(loaded.own, next));
  else await newAccountFile(loaded.path, next);
}

/**
 * What is said of answers before they are saved, without saving them.
 * @throws UserError `AnswersDoNotFit` when they contradict each other
 */
export function checkAnswers({ base }: Pick<LoadedFile, 'base'>, next: AccountFile): void {
  const wrong = [...checkTwice(next), ...checkRules(mergeFiles([base, next]))].map(({ message }) => message);
  if (wrong.length === 0) return;
  throw new UserError('AnswersDoNotFit', wrong.join('\n'), {
    details: wrong,
    fix: 'Answer differently, or correct the file.',
  });
}

/** Where the bytes go. A link is followed inside the file's own folder only: elsewhere it may be a trap. */
async function realTarget(path: string): Promise<string> {
  try {
    const [folder, target] = await Promise.all([realpath(dirname(path)), realpath(path)]);
    if (isBelow(folder, target)) return target;
    throw notWritable(path, `it is a link to ${target}, outside ${folder}`);
  } catch (cause) {
    if (isMissing(cause)) throw notWritable(path, 'it does not exist', cause);
    throw cause;
  }
}

async function writeAtomically(path: string, text: string, mode: number): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}`);
  try {
    const file = await open(
      beside,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
      0o600,
    );
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await chmod(beside, mode);
    await rename(beside, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await unlink(beside).catch(() => undefined);
    throw notWritable(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** The new name is only safe against a power cut when its folder is on disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function notWritable(path: string, why: string, cause?: unknown): UserError {
  return new UserError('FileNotWritable', `The file ${path} cannot be written: ${why}.`, {
    fix: 'Check the folder, its permissions and free space, or name another file with --file.',
    cause,
  });
}
