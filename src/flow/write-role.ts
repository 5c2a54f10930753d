import type { LoadedFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import type { RoleEntry } from '../model/account-file.ts';
import type { RoleBucketAnswer } from '../model/answers.ts';
import type { ThingEntries } from './read-bucket-flags.ts';
import { saveAnswers } from './save-answers.ts';

/** A role as the file lists it. What is so by default is left out, as one would write it by hand. */
export function roleEntry(
  purpose: string,
  buckets: readonly RoleBucketAnswer[],
  things: ThingEntries = {},
): RoleEntry {
  const listed = buckets.map(({ create, delete: deletes, ...bucket }) => ({
    ...bucket,
    ...(deletes ? { delete: true } : {}),
    ...(create ? { create: true } : {}),
  }));
  return { purpose, ...(listed.length === 0 ? {} : { buckets: listed }), ...things };
}

/** The file as it would be with the role, in memory only: what a person agrees to is studied on it. */
export function withRole(file: LoadedFile, name: string, entry: RoleEntry): LoadedFile {
  return { ...file, merged: { ...file.merged, roles: { ...file.merged.roles, [name]: entry } } };
}

/** Writes a role into the account file, comments kept, and reads the file again. */
export async function writeRole(
  context: Context,
  file: LoadedFile,
  name: string,
  entry: RoleEntry,
): Promise<LoadedFile> {
  const next = await saveAnswers(context, file, { ...file.own, roles: { ...file.own.roles, [name]: entry } });
  context.host.tell({ level: 'info', text: `Written into ${next.document.file}: roles: ${name}.` });
  return next;
}
