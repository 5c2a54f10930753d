import { createAccessKey, deleteAccessKey, type NewAccessKey } from '../account/write/access-keys.ts';
import type { Context } from '../context.ts';
import { EngineError } from '../errors.ts';
import { openHandOverLog } from '../handover/hand-over-log.ts';
import { writeSecretFile } from '../handover/password-file.ts';
import type { SecretWay } from '../model/secret-way.ts';
import type { AccessKeyFact } from '../model/snapshot.ts';
import type { Place } from './place.ts';

export interface HandedKey {
  readonly machine: string;
  /** Last four characters of its id. */
  readonly idEnd: string;
  readonly way: SecretWay;
  /** Where it lies, for `file` and `age`. */
  readonly path?: string;
}
export interface KeyWish {
  readonly machine: { readonly name: string; readonly ageRecipient?: string | undefined };
  readonly folder: string;
  readonly way: SecretWay;
  readonly keyFolder: string;
}

/** A key that an earlier run made and nobody has seen: it was broken off in between. One that was used was seen. */
export async function unseenKey(
  context: Context,
  { folder, machine }: Pick<KeyWish, 'folder' | 'machine'>,
  keys: readonly AccessKeyFact[],
): Promise<AccessKeyFact | undefined> {
  const log = await openHandOverLog(folder, context.now);
  const since = log.unfinishedSince(logName(machine.name));
  const newest = [...keys].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0];
  if (since === undefined || newest === undefined) return undefined;
  if (newest.lastUsedAt !== undefined) return undefined;
  // AWS counts in whole seconds.
  return Date.parse(newest.createdAt) + 1_000 >= Date.parse(since) ? newest : undefined;
}

/**
 * Makes a machine's access key and hands it out like a first password: it passes neither engine nor log. A key that
 * cannot be handed out is deleted again.
 * @throws EngineError `KeyNotMade`, `PasswordFileFailed`
 */
export async function handOutKey(context: Context, place: Place, wish: KeyWish): Promise<HandedKey> {
  const { machine, way } = wish;
  const log = await openHandOverLog(wish.folder, context.now);
  await log.begin(logName(machine.name));
  const key = await createAccessKey(place.clients, machine.name, context.now).catch(
    async (error: unknown) => {
      // None of ours is left, or it was named and left to people: what a later run finds is not its to delete.
      if (
        error instanceof EngineError &&
        ['KeyNotMade', 'TwoKeysAlready', 'AccessDenied'].includes(error.code)
      )
        await log.finish(logName(machine.name), 'none');
      throw error;
    },
  );
  const idEnd = key.id.slice(-4);
  for (const end of key.unclear) {
    const text = `The key …${end} of ${machine.name} appeared meanwhile and was left alone: ask who made it.`;
    context.host.tell({ level: 'warning', text });
  }
  try {
    const path = await handOut(context, wish, key);
    await log.finish(logName(machine.name), way);
    return { machine: machine.name, idEnd, way, ...(path === undefined ? {} : { path }) };
  } catch (error) {
    await deleteAccessKey(place.clients, machine.name, key.id);
    throw error;
  }
}

async function handOut(context: Context, wish: KeyWish, key: NewAccessKey): Promise<string | undefined> {
  const { machine, way, keyFolder } = wish;
  const lines = [`AWS_ACCESS_KEY_ID=${key.id}`, `AWS_SECRET_ACCESS_KEY=${key.secret}`];
  if (way === 'terminal') {
    const shown = lines.map((line) => `    ${line}`).join('\n');
    context.host.show(`Access key of ${machine.name}, shown once:\n${shown}`);
    return undefined;
  }
  const { ageRecipient } = machine;
  return writeSecretFile(keyFolder, machine.name, {
    kind: 'key',
    text: lines.join('\n'),
    ...(way === 'age' && ageRecipient !== undefined ? { recipient: ageRecipient } : {}),
  });
}

/** People and machines share a log; no user name has a blank. */
function logName(machine: string): string {
  return `key of ${machine}`;
}
