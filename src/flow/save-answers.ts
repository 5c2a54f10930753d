import { type LoadedFile, loadAccountFile } from '../config/load.ts';
import { saveAccountFile } from '../config/write.ts';
import type { Context } from '../context.ts';
import type { AccountFile } from '../model/account-file.ts';

/** Writes answers into the account file, comments kept, and reads it again: what is used is what is on disk. */
export async function saveAnswers(
  context: Context,
  loaded: LoadedFile,
  next: AccountFile,
): Promise<LoadedFile> {
  await saveAccountFile(loaded, next);
  return loadAccountFile({ ...context, flags: { ...context.flags, file: loaded.path } });
}
