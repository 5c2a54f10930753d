import { join } from 'node:path';
import type { CommandResult } from '../command.ts';
import { type LoadedFile, loadAccountFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import { backupState, findBackup, listBackups, restoreState } from '../engine/backups.ts';
import { holdLock, type LockState } from '../engine/lock.ts';
import { describeState, unlockState } from '../engine/state.ts';
import { readCopyRecord } from '../engine/working-copy.ts';
import { exitCodes, ToolError, UserError } from '../errors.ts';
import { moveToBucket, moveToFolder } from '../flow/move-state.ts';
import { openPlace } from '../flow/place.ts';
import { breakSharedLock, readSharedLock } from '../flow/shared-lock.ts';
import { type sharedPlace, withShared } from '../flow/shared-state.ts';

type Shared = NonNullable<ReturnType<typeof sharedPlace>>;

/** The state of one account: its folder here, and the bucket, where machines share it. */
interface StateHere {
  readonly folder: string;
  /** Opens the bucket; credentials are needed for a shared state only. */
  readonly shared?: { readonly bucket: string; readonly open: () => Promise<Shared> };
}

/** `state where|backup|restore|unlock`: works on the folder alone where the state is on this machine. */
export async function runState(
  context: Context,
  action: 'where' | 'backup' | 'restore' | 'unlock',
  backup: string | undefined,
): Promise<CommandResult> {
  const here = await stateHere(context);
  const { folder } = here;
  switch (action) {
    case 'where':
      return where(context, here);
    case 'backup':
      if (here.shared === undefined && !describeState(folder).exists) throw nothingToBackUp(folder);
      return underLock(context, here, 'state backup', () => {
        const name = backupState(folder, context.now());
        if (name === undefined) throw nothingToBackUp(folder);
        return say(context, `Backed up as ${name}.`, { backup: name });
      });
    case 'restore':
      findBackup(folder, backup ?? '');
      return underLock(context, here, 'state restore', () => {
        const restored = restoreState(folder, backup ?? '', context.now());
        const written =
          here.shared === undefined ? '' : ` It is written to s3://${here.shared.bucket} as well.`;
        return say(
          context,
          `Restored ${restored.name}: ${restored.resources} resources.${written} Run plan to see what the account has more or less.`,
          { restored },
        );
      });
    case 'unlock': {
      const shared = here.shared === undefined ? undefined : await breakSharedLock(await here.shared.open());
      const removed = [...unlockState(folder), ...(shared === undefined ? [] : [shared])];
      const text = removed.length === 0 ? 'There was no lock.' : `Removed: ${removed.join('; ')}.`;
      return say(context, text, { removed });
    }
  }
}

/**
 * `state move`: into a bucket of the account, or back to this machine.
 * @param to `s3`: a bucket is made; `s3://name`: that one; `local`
 */
export async function runMove(context: Context, to: string): Promise<CommandResult> {
  const bucket = /^s3(?::\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9]))?\/?$/.exec(to);
  if (bucket === null && to !== 'local') {
    throw new UserError('UnknownPlace', `--to ${to} is no place for a state.`, {
      fix: 'Places: s3 (a bucket is made), s3://<bucket> (one of yours), local (this machine).',
    });
  }
  const file = await loadAccountFile(context);
  if (!file.exists)
    throw new UserError('NoAccountFile', `There is no file ${file.path} to write the place into.`, {
      fix: 'Run it beside the account file, or name the file with --file.',
    });
  const place = await openPlace(context, file);
  try {
    const moved =
      bucket === null
        ? await moveToFolder(context, file, place)
        : await moveToBucket(context, file, place, bucket[1]);
    return say(context, moved.moved ? movedText(file, moved) : `The state is in ${moved.to} already.`, {
      moved,
    });
  } finally {
    place.clients.close();
  }
}

function movedText(file: LoadedFile, { from, to }: { readonly from: string; readonly to: string }): string {
  return to.startsWith('s3://')
    ? `The state is in ${to} now, and ${file.path} says so: commit it, and every machine that has the file and the account's credentials goes on from there. ${from} stays as this machine's working copy.`
    : `The state is on this machine now (${to}), and ${file.path} no longer names a bucket: commit it. ${from} stays as it is; machines with the old file are told.`;
}

async function stateHere(context: Context): Promise<StateHere> {
  const file = await loadAccountFile(context);
  const folder = join(context.stateRoot, accountOf(context, file));
  const bucket = file.merged.state?.replace(/^s3:\/\//, '') ?? readCopyRecord(folder)?.bucket;
  if (bucket === undefined) return { folder };
  const open = async (): Promise<Shared> => {
    const { clients, caller } = await openPlace(context, file);
    return { clients, bucket, accountId: caller.accountId };
  };
  return { folder, shared: { bucket, open } };
}

function nothingToBackUp(folder: string): UserError {
  return new UserError('NothingToBackUp', `There is no state in ${folder} yet.`, {
    fix: 'The first apply makes it.',
  });
}

function accountOf(context: Context, { merged, path }: LoadedFile): string {
  const id = context.flags.account ?? merged.account?.id;
  if (id !== undefined) return id;
  throw new UserError('AccountNotNamed', `Which account's state? ${path} names none.`, {
    fix: 'Add --account <id>, or run it beside the account file.',
  });
}

async function where(context: Context, here: StateHere): Promise<CommandResult> {
  const state = describeState(here.folder);
  const backups = state.exists ? listBackups(here.folder) : [];
  const remote = here.shared === undefined ? undefined : await lookRemote(here.shared);
  const lines = [
    ...(here.shared === undefined
      ? [`Folder:    ${state.folder}`]
      : [`Bucket:    s3://${here.shared.bucket}`, `Copy:      ${state.folder}`]),
    `State:     ${state.exists && state.condition !== 'none' ? `${state.condition}, ${state.resources} resources` : 'none yet; the first apply makes it'}`,
    ...(state.why === undefined ? [] : [`           ${state.why}`]),
    ...(state.changedAt === undefined ? [] : [`Changed:   ${state.changedAt.toISOString()}`]),
    `Lock:      ${state.lock ?? 'free'}`,
    ...(remote === undefined ? [] : [`Shared lock: ${remote}`]),
    ...(state.pending === 0 ? [] : [`Broken off: ${state.pending} step(s); the next apply looks for them`]),
    `Backups:${backups.length === 0 ? '   none' : ''}`,
    ...backups.map((each) => `  ${each.name}  ${each.resources} resources${each.valid ? '' : '  (damaged)'}`),
  ];
  const shared =
    here.shared === undefined ? {} : { shared: { bucket: here.shared.bucket, lock: remote ?? null } };
  return say(context, lines.join('\n'), { state: { ...state, backups, ...shared } });
}

/** In one line; where the bucket cannot be reached, why. */
async function lookRemote(shared: NonNullable<StateHere['shared']>): Promise<string> {
  try {
    return describeLock(await readSharedLock(await shared.open()));
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return `not known: ${error.message}`;
  }
}

function describeLock(lock: LockState): string {
  if (!('record' in lock)) return lock.kind;
  const { command, pid, host, since } = lock.record;
  return `${command}, pid ${pid} on ${host}, since ${since} (${lock.kind})`;
}

async function underLock(
  context: Context,
  { folder, shared }: StateHere,
  command: string,
  work: () => CommandResult,
): Promise<CommandResult> {
  const lock = await holdLock(folder, { command, now: context.now });
  try {
    if (shared === undefined) return work();
    return await withShared(context, await shared.open(), { folder, command }, async () => work());
  } finally {
    lock.release();
  }
}

function say(context: Context, text: string, document: Readonly<Record<string, unknown>>): CommandResult {
  if (!context.flags.json) context.host.write(`${text}\n`);
  return { code: exitCodes.done, document };
}
