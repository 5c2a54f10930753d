import { readBuckets } from '../account/read/buckets.ts';
import { makeGather } from '../account/read/gather.ts';
import { readShared, type SharedPlace, sharedKey } from '../account/read/shared-state.ts';
import { removeShared, writeShared } from '../account/write/shared-state.ts';
import { makeStateBucket } from '../account/write/state-bucket.ts';
import { generateBucketName } from '../config/bucket-name.ts';
import type { LoadedFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import { holdLock } from '../engine/lock.ts';
import { hasState } from '../engine/state.ts';
import { ensureStateId, readStateId } from '../engine/state-id.ts';
import {
  digestOf,
  forgetCopyRecord,
  readCopy,
  readMoveIntent,
  writeCopyRecord,
  writeMoveIntent,
} from '../engine/working-copy.ts';
import { EngineError, RefusedError, UserError } from '../errors.ts';
import { lackingForState, stateKeyAlias } from '../policies/documents/state-bucket.ts';
import { tlsOnlyPolicy } from '../policies/documents/tls-only.ts';
import { confirmApply } from './confirm.ts';
import { type Place, stateFolder } from './place.ts';
import { saveAnswers } from './save-answers.ts';
import { holdSharedLock } from './shared-lock.ts';
import { giveShared, refuseMoved, sharedPlace, withShared } from './shared-state.ts';
import { recoverFolder } from './state-session.ts';

export interface Moved {
  readonly from: string;
  readonly to: string;
  /** False: it was there already. */
  readonly moved: boolean;
}

/**
 * Moves the state into a bucket of the account. The copy there is complete and read back before the account file
 * points to it, so that a kill at any moment leaves the file pointing at a whole state.
 * @param bucket absent: one is made, with a key of its own
 */
export async function moveToBucket(
  context: Context,
  file: LoadedFile,
  place: Place,
  bucket: string | undefined,
): Promise<Moved> {
  const folder = stateFolder(place);
  const present = sharedPlace(place, folder);
  if (present !== undefined) {
    const from = `s3://${present.bucket}`;
    if (bucket === undefined || bucket === present.bucket) {
      if (place.stateBucket !== undefined) return { from, to: from, moved: false };
      // An earlier move was cut off between the bucket and the file; or the state has left the bucket since.
      await refuseMoved(present);
      await saveAnswers(context, file, { ...file.own, state: from });
      writeMoveIntent(folder, undefined);
      return { from: folder, to: from, moved: true };
    }
    throw new RefusedError(
      'MoveInSteps',
      `The state is in ${from}; it moves from a machine to a bucket only.`,
      {
        fix: 'First: bootstrap-account state move --to local',
      },
    );
  }
  const lock = await holdLock(folder, { command: 'state move', now: context.now });
  try {
    if (!hasState(folder)) {
      throw new UserError('NothingToMove', `There is no state in ${folder} yet.`, {
        fix: 'The first apply makes it. On another machine it may be there: move it from that one.',
      });
    }
    await recoverFolder(context, folder);
    const chosen =
      bucket === undefined
        ? await makeBucket(context, place, folder)
        : await checkBucket(context, place, bucket);
    const shared: SharedPlace = { clients: place.clients, bucket: chosen, accountId: place.caller.accountId };
    await copyOver(context, shared, folder);
    await saveAnswers(context, file, { ...file.own, state: `s3://${chosen}` });
    writeMoveIntent(folder, undefined);
    return { from: folder, to: `s3://${chosen}`, moved: true };
  } finally {
    lock.release();
  }
}

/** The name is on disk before the bucket is made: a second try finds the first one's. */
async function makeBucket(context: Context, place: Place, folder: string): Promise<string> {
  const { accountId, partition } = place.caller;
  const { region } = place.target;
  context.host.tell({
    level: 'info',
    text: `A bucket is made in account ${accountId}, ${region}: versioned, closed to the public, TLS only, encrypted with a KMS key of its own, which costs about 1 USD a month.`,
  });
  await confirmApply(context, { accountId, first: false, verb: 'move the state in' });
  const named = readMoveIntent(folder);
  const bucket =
    named ??
    generateBucketName({ accountId, region, randomBytes: context.randomBytes }).replace('-audit-', '-state-');
  writeMoveIntent(folder, bucket);
  const policy = tlsOnlyPolicy(partition, bucket);
  await makeStateBucket(place.clients, { bucket, accountId, policy, keyAlias: stateKeyAlias });
  return bucket;
}

/** @throws RefusedError where it is somebody else's, or not safe enough */
async function checkBucket(context: Context, place: Place, bucket: string): Promise<string> {
  const { accountId } = place.caller;
  const gather = makeGather(place.target.region);
  const fact = (await readBuckets(place.clients, gather, accountId, [bucket]))[bucket];
  if (fact?.kind !== 'own') {
    const what = fact?.kind === 'absent' ? 'does not exist' : 'belongs to another account, or cannot be seen';
    throw new RefusedError('StateBucketForeign', `The bucket ${bucket} ${what}.`, {
      fix: 'Name a bucket of this account, or leave --to away: then one is made.',
    });
  }
  const lacking = lackingForState(fact);
  if (lacking.length > 0) {
    throw new RefusedError(
      'StateBucketUnsafe',
      `The bucket ${bucket} lacks: ${lacking.join('; ')}. Nothing was changed.`,
      {
        fix: 'Add that to the bucket, or leave --to away: then one is made with all of it.',
        details: lacking,
      },
    );
  }
  await confirmApply(context, { accountId, first: false, verb: 'move the state in' });
  return bucket;
}

/** Whole, read back, and remembered; what an earlier try left in the bucket is written over. */
async function copyOver(context: Context, shared: SharedPlace, folder: string): Promise<void> {
  const { state, passphrase } = readCopy(folder);
  if (state === undefined || passphrase === undefined)
    throw new UserError('NothingToMove', `There is no whole state in ${folder}.`);
  const lock = await holdSharedLock(shared, { command: 'state move', now: context.now });
  try {
    const ours = { passphrase, 'state.json': state } as const;
    const there = {
      passphrase: await readShared(shared, 'passphrase'),
      'state.json': await readShared(shared, 'state.json'),
    };
    const names = ['passphrase', 'state.json'] as const;
    const others = names.filter((name) => there[name] !== undefined && there[name].text !== ours[name]);
    if (others.length > 0) await refuseOther(shared, folder);
    for (const name of names.filter((each) => there[each]?.text !== ours[each]))
      await writeShared(shared, name, { text: ours[name], over: there[name]?.etag });
    const back = await readShared(shared, 'state.json');
    if (back?.text !== state || (await readShared(shared, 'passphrase'))?.text !== passphrase)
      throw new EngineError('MoveNotRead', `What was written to s3://${shared.bucket} reads otherwise.`, {
        fix: `The state in ${folder} is untouched. Run the command again.`,
      });
    await removeShared(shared, 'moved.json');
    writeCopyRecord(folder, { bucket: shared.bucket, etag: back.etag, digest: digestOf(state) });
  } finally {
    await lock.release();
  }
}

/**
 * A state that lies in the bucket already is written over only where it was moved away from there. Another one is of
 * another machine, or of a move from here that was broken off before an apply: that a person has to say.
 */
async function refuseOther(shared: SharedPlace, folder: string): Promise<void> {
  if ((await readShared(shared, 'moved.json')) !== undefined) return;
  if ((await readShared(shared, 'state.json')) === undefined) return;
  const where = `s3://${shared.bucket}`;
  const object = `${where}/${sharedKey(shared.accountId, 'state.json')}`;
  throw new RefusedError(
    'OtherStateThere',
    `There is another state of this account in ${where} already: of another machine, or of a move from here that was broken off.`,
    {
      fix: [
        'Which of the two owns the account? Nothing was changed.',
        `The one of this machine (it has run an apply since the move was broken off): aws s3 rm ${object} , then run the command again; the bucket keeps the old version.`,
        `The one in the bucket: write \`state: ${where}\` into the account file, then: mv '${folder}' '${folder}.old'`,
      ].join('\n'),
    },
  );
}

/** Under the bucket's lock: whoever takes it next finds the note, and works on nothing that was left behind. */
async function noteMove(
  context: Context,
  shared: SharedPlace,
  { caller }: Place,
  folder: string,
): Promise<void> {
  const at = context.now().toISOString();
  const text = JSON.stringify({ to: folder, state: readStateId(folder), at, by: caller.arn });
  if ((await writeShared(shared, 'moved.json', { text, over: undefined })) !== undefined) return;
  throw new RefusedError('StateMoved', `The state was moved away from s3://${shared.bucket} this moment.`, {
    fix: 'Fetch the newest account file. Nothing was changed.',
  });
}

/** By the state's mark, too: the folders of two machines are often called alike. */
function isMovedTo(note: string, folder: string): boolean {
  try {
    const { to, state } = JSON.parse(note);
    return to === folder && state === readStateId(folder);
  } catch {
    return false;
  }
}

/** Back to this machine. The bucket stays, with a note for machines whose file still points to it. */
export async function moveToFolder(context: Context, file: LoadedFile, place: Place): Promise<Moved> {
  const folder = stateFolder(place);
  const shared = sharedPlace(place, folder);
  if (shared === undefined) return { from: folder, to: folder, moved: false };
  const from = `s3://${shared.bucket}`;
  const { accountId } = place.caller;
  await confirmApply(context, { accountId, first: false, verb: 'move the state in' });
  const lock = await holdLock(folder, { command: 'state move', now: context.now });
  try {
    ensureStateId(folder, context.randomBytes);
    const note = await readShared(shared, 'moved.json');
    if (note === undefined) {
      await withShared(context, shared, { folder, command: 'state move' }, async () => {
        await recoverFolder(context, folder);
        await giveShared(shared, folder);
        await noteMove(context, shared, place, folder);
      });
    } else if (!isMovedTo(note.text, folder)) {
      throw new RefusedError('StateMoved', `The state was moved away from ${from} already: ${note.text}`, {
        fix: 'Fetch the newest account file. Nothing was changed.',
      });
    }
    const { state: _, ...own } = file.own;
    if (file.own.state !== undefined) await saveAnswers(context, file, own);
    forgetCopyRecord(folder);
    return { from, to: folder, moved: true };
  } finally {
    lock.release();
  }
}
