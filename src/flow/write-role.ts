import type { LoadedFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import type { RoleEntry } from '../model/account-file.ts';
import type { RoleBucketAnswer, RoleThing } from '../model/answers.ts';
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

/** What a role may use beside buckets, as the file lists it: the home region goes without saying. */
export function thingEntries(things: readonly RoleThing[], home: string): ThingEntries {
  const where = (region: string) => (region === home ? {} : { region });
  const queues = things.flatMap((thing) =>
    thing.kind === 'queue' ? [{ name: thing.name, access: thing.access, ...where(thing.region) }] : [],
  );
  const named = (kind: 'secret' | 'log-group') =>
    things.flatMap((thing) => (thing.kind === kind ? [{ name: thing.name, ...where(thing.region) }] : []));
  const [secrets, logGroups] = [named('secret'), named('log-group')];
  return {
    ...(queues.length === 0 ? {} : { queues }),
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(logGroups.length === 0 ? {} : { logGroups }),
  };
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
