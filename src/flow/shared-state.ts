import { readShared, type SharedPlace } from '../account/read/shared-state.ts';
import { writeShared } from '../account/write/shared-state.ts';
import type { Context } from '../context.ts';
import { backupState } from '../engine/backups.ts';
import {
  type CopyRecord,
  digestOf,
  readCopy,
  readCopyRecord,
  replaceCopy,
  writeCopyRecord,
} from '../engine/working-copy.ts';
import { EngineError, RefusedError, ToolError } from '../errors.ts';
import type { Place } from './place.ts';
import { holdSharedLock } from './shared-lock.ts';

/**
 * Where the account's state is shared, as the file says, or as this machine remembers; undefined: the folder's
 * state is the only one.
 */
export function sharedPlace(
  place: Pick<Place, 'clients' | 'caller' | 'stateBucket'>,
  folder: string,
): SharedPlace | undefined {
  const bucket = place.stateBucket ?? readCopyRecord(folder)?.bucket;
  if (bucket === undefined) return undefined;
  return { clients: place.clients, bucket, accountId: place.caller.accountId };
}

/**
 * Brings the folder up to the shared state, under the folder's lock. What a run here could not write back stays,
 * as long as nobody else wrote since; otherwise it is backed up, and the shared one is used.
 * @throws RefusedError where the state was moved away, or is gone
 */
export async function takeShared(context: Context, shared: SharedPlace, folder: string): Promise<void> {
  const { host } = context;
  const where = `s3://${shared.bucket}`;
  await refuseMoved(shared);
  const remote = await readShared(shared, 'state.json');
  const record = copyRecord(shared, folder);
  if (remote === undefined) {
    if (record === undefined) return;
    throw new RefusedError('SharedStateGone', `The state in ${where} is gone, though it was there before.`, {
      fix: 'Put its last version back in the S3 console (the bucket keeps them). Nothing was changed.',
    });
  }
  const { state } = readCopy(folder);
  const isAhead = state !== undefined && record !== undefined && digestOf(state) !== record.digest;
  if (record?.etag === remote.etag && state !== undefined) {
    if (isAhead)
      host.tell({ level: 'info', text: `An earlier run here did not reach ${where}: going on from it.` });
    return;
  }
  if (record === undefined && state !== undefined && state !== remote.text) throw ownStateHere(folder, where);
  const passphrase = await readShared(shared, 'passphrase');
  if (passphrase === undefined) {
    throw new RefusedError('PassphraseMissing', `There is a state in ${where}, but no passphrase.`, {
      fix: 'Put its last version back in the S3 console. Nothing was changed.',
    });
  }
  const backup = state === undefined ? undefined : backupState(folder, context.now());
  if (backup !== undefined && isAhead) {
    const text = `Another machine has worked since: its state is used, the one here is kept as backup ${backup}.`;
    host.tell({ level: 'warning', text });
  }
  replaceCopy(folder, { state: remote.text, passphrase: passphrase.text });
  remember(shared, folder, remote.etag, remote.text);
}

function ownStateHere(folder: string, where: string): RefusedError {
  return new RefusedError(
    'OwnStateHere',
    `This machine has a state of its own of this account (${folder}), and the account file says that it is in ${where}.`,
    {
      fix: `Which of the two owns the account? If it is the shared one: mv '${folder}' '${folder}.old' , then run the command again. Nothing was changed.`,
    },
  );
}

/** @throws RefusedError `StateMoved` */
export async function refuseMoved(shared: SharedPlace): Promise<void> {
  const moved = await readShared(shared, 'moved.json');
  if (moved === undefined) return;
  throw new RefusedError(
    'StateMoved',
    `The state is no longer in s3://${shared.bucket}: ${describeMove(moved.text)}.`,
    {
      fix: 'Fetch the newest account file, which says where it is now. Where that is this machine: bootstrap-account state move --to local. Nothing was changed.',
    },
  );
}

function describeMove(text: string): string {
  try {
    const { to, at, by } = JSON.parse(text);
    return `it was moved to ${String(to)} at ${String(at)} by ${String(by)}`;
  } catch {
    return 'it was moved away';
  }
}

/** A record of another bucket says nothing about this one. */
function copyRecord(shared: SharedPlace, folder: string): CopyRecord | undefined {
  const record = readCopyRecord(folder);
  return record?.bucket === shared.bucket ? record : undefined;
}

function remember(shared: SharedPlace, folder: string, etag: string, state: string): void {
  writeCopyRecord(folder, { bucket: shared.bucket, etag, digest: digestOf(state) });
}

/**
 * Writes the folder's state back, where it has changed.
 * @throws RefusedError where somebody wrote in between; ToolError where S3 cannot be written
 */
export async function giveShared(shared: SharedPlace, folder: string): Promise<void> {
  const { state, passphrase } = readCopy(folder);
  const record = copyRecord(shared, folder);
  if (state === undefined || passphrase === undefined || record?.digest === digestOf(state)) return;
  const known = await readShared(shared, 'passphrase');
  if (known?.text !== passphrase) {
    // Over another state's passphrase never: nobody could open that state any more.
    if (known !== undefined && (await readShared(shared, 'state.json')) !== undefined)
      throw writtenMeanwhile(shared);
    const mark = await writeShared(shared, 'passphrase', { text: passphrase, over: known?.etag });
    if (mark === undefined) throw writtenMeanwhile(shared);
  }
  const etag = await writeShared(shared, 'state.json', { text: state, over: record?.etag });
  if (etag === undefined) throw writtenMeanwhile(shared);
  remember(shared, folder, etag, state);
}

function writtenMeanwhile({ bucket }: SharedPlace): RefusedError {
  return new RefusedError(
    'SharedStateChanged',
    `Somebody else wrote the state in s3://${bucket} while this run worked.`,
    { fix: 'Run the command again: it takes over what this run has made.' },
  );
}

/**
 * Works on the folder as on a copy of the shared state: lock, fetch, work, write back, unlock. The engine never
 * writes to S3 itself: credentials that end in the middle of a run would take its record with them.
 */
export async function withShared<T>(
  context: Context,
  shared: SharedPlace,
  { folder, command }: { readonly folder: string; readonly command: string },
  work: () => Promise<T>,
): Promise<T> {
  const lock = await holdSharedLock(shared, { command, now: context.now });
  let begun = false;
  try {
    await takeShared(context, shared, folder);
    begun = true;
    return await work();
  } finally {
    if (!begun || (await writeBack(context, shared, folder))) await lock.release();
  }
}

/** False: it did not get there. The lock then stays, so that nobody works on what is out of date. */
async function writeBack(context: Context, shared: SharedPlace, folder: string): Promise<boolean> {
  try {
    await giveShared(shared, folder);
    return true;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    context.host.tell({ level: 'error', text: [error.message, error.fix].filter(Boolean).join(' ') });
    throw new EngineError(
      'StateNotWrittenBack',
      `What was done is recorded in ${folder}, but not in s3://${shared.bucket}.`,
      {
        fix: 'Run any changing command here again: it writes it back first. Other machines are kept out until then.',
        cause: error,
      },
    );
  }
}
