import type { LoadedFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import type { RoleEntry } from '../model/account-file.ts';
import type { RoleBucketAnswer } from '../model/answers.ts';
import type { ThingEntries } from './read-bucket-flags.ts';
import { saveAnswers } from './save-answers.ts';

/** Writes a role into the account file, comments kept, and reads the file again. */
export async function writeRole(
  context: Context,
  file: LoadedFile,
  name: string,
  role: {
    readonly purpose: string;
    readonly buckets: readonly RoleBucketAnswer[];
    readonly things?: ThingEntries;
  },
): Promise<LoadedFile> {
  // What is so by default is not written: the file stays as short as one would write it by hand.
  const buckets = role.buckets.map(({ create, delete: deletes, ...bucket }) => ({
    ...bucket,
    ...(deletes ? { delete: true } : {}),
    ...(create ? { create: true } : {}),
  }));
  const entry: RoleEntry = {
    purpose: role.purpose,
    ...(buckets.length === 0 ? {} : { buckets }),
    ...role.things,
  };
  const next = await saveAnswers(context, file, { ...file.own, roles: { ...file.own.roles, [name]: entry } });
  context.host.tell({ level: 'info', text: `Written into ${next.document.file}: roles: ${name}.` });
  return next;
}
