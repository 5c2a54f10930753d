import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../errors.ts';
import type { CheckSubject } from '../flow/check-account.ts';
import { loadCheckFile, readAnswers } from '../flow/check-file.ts';
import { type MigrateFlags, migrateKey } from '../flow/migrate-key.ts';
import { openPlace } from '../flow/place.ts';
import { type RetireFlags, retireKey, undoKey } from '../flow/retire-key.ts';
import { scanKeys } from '../flow/scan-keys.ts';
import { phraseScan } from '../ui/phrase-keys.ts';

async function openSubject(context: Context): Promise<CheckSubject> {
  const file = await loadCheckFile(context);
  const place = await openPlace(context, file);
  return { place, file, answers: readAnswers(file, place) };
}

/** `keys scan`: every access key, where it lies, what it may do; exit 2 where one lies on a machine or is root's. */
export async function runKeysScan(context: Context): Promise<CommandResult> {
  const subject = await openSubject(context);
  context.host.tell({
    level: 'info',
    text: `Looking for keys in account ${subject.place.caller.accountId} as ${subject.place.caller.arn} …`,
  });
  const { scan } = await scanKeys(context, subject);
  if (!context.flags.json) context.host.write(`${phraseScan(scan, context.host.width).join('\n')}\n`);
  const found =
    scan.root !== undefined ||
    scan.undecoded.length > 0 ||
    scan.keys.some(({ places, active }) => active && places.length > 0) ||
    scan.strays.some(({ owner }) => !['user', 'temporary', 'deleted'].includes(owner.kind));
  return { code: found ? exitCodes.changes : exitCodes.done, document: { ...scan } };
}

/** `keys migrate`: a role in the place of a key. */
export async function runKeysMigrate(
  context: Context,
  key: string,
  flags: MigrateFlags,
): Promise<CommandResult> {
  return migrateKey(context, await openSubject(context), key, flags);
}

/** `keys retire`: off, and some days later gone. */
export async function runKeysRetire(
  context: Context,
  key: string,
  flags: RetireFlags,
): Promise<CommandResult> {
  return retireKey(context, await openSubject(context), key, flags);
}

/** `keys undo`: on again. */
export async function runKeysUndo(
  context: Context,
  key: string,
  flags: { readonly user?: string },
): Promise<CommandResult> {
  return undoKey(context, await openSubject(context), key, flags);
}
