import { rmSync, statSync } from 'node:fs';
import { RefusedError } from '../errors.ts';
import type { StateIndex } from '../model/plan.ts';
import { damagedState, listBackups, type StateBackup } from './backups.ts';
import { type Checkpoint, readCheckpoint, resourcesOf } from './checkpoint.ts';
import { listEngineLocks, removeDeadEngineLocks } from './engine-locks.ts';
import { nameOfUrn } from './events.ts';
import { readLock } from './lock.ts';
import { checkStateFolder, replaceFile, statePaths } from './state-folder.ts';

/** A step that was under way when a run was cut off. */
export interface PendingOperation {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly operation: string;
}

/**
 * The last recorded state by logical name, read straight from the engine's file: no engine call. Only
 * resources of the account stand in it. Empty where there is no state yet.
 * @throws RefusedError where the file is damaged, or gone while backups of it are there: a run never
 * starts empty in silence.
 */
export function readStateIndex(folder: string): StateIndex {
  const checkpoint = loadCheckpoint(folder);
  if (checkpoint === undefined) return new Map();
  return new Map(
    resourcesOf(checkpoint)
      .filter((one) => one.custom === true && one.delete !== true && !one.type.startsWith('pulumi:'))
      .map((one) => {
        const name = nameOfUrn(one.urn);
        return [
          name,
          {
            urn: one.urn,
            type: one.type,
            name,
            id: one.id ?? '',
            retained: one.retainOnDelete === true,
            properties: one.outputs ?? {},
          },
        ];
      }),
  );
}

/** Outputs of the last `up`, as the state records them; a secret reads `[secret]`. */
export function readOutputs(folder: string): Readonly<Record<string, unknown>> {
  const checkpoint = loadCheckpoint(folder);
  if (checkpoint === undefined) return {};
  const root = resourcesOf(checkpoint).find((one) => one.type === 'pulumi:pulumi:Stack');
  return Object.fromEntries(
    Object.entries(root?.outputs ?? {}).map(([key, value]) => [key, maskSecret(value)]),
  );
}

// The engine marks wrapped values by this key (sdk/go/common/resource/sig).
const signatureKey = '4dabf18193072939515e22adb298388d';
function maskSecret(value: unknown): unknown {
  return typeof value === 'object' && value !== null && signatureKey in value ? '[secret]' : value;
}

/** Salt of the passphrase, without which the engine would make a new one and never notice a wrong passphrase. */
export function readSalt(folder: string): string | undefined {
  const provider = loadCheckpoint(folder)?.checkpoint.latest?.secrets_providers;
  return provider?.type === 'passphrase' ? provider.state?.salt : undefined;
}

/** True once the engine has made the stack. */
export function hasState(folder: string): boolean {
  return loadCheckpoint(folder) !== undefined;
}

/** @throws RefusedError as `readStateIndex`. */
export function pendingOperations(folder: string): readonly PendingOperation[] {
  const pending = loadCheckpoint(folder)?.checkpoint.latest?.pending_operations ?? [];
  return pending.map(({ resource, type }) => ({
    urn: resource.urn,
    type: resource.type,
    name: nameOfUrn(resource.urn),
    operation: type,
  }));
}

/**
 * Takes pending operations out of the record, after the caller has looked in the account: what is there is
 * adopted by import with the next `up`, what is not is made anew. Under the caller's lock, after `backupState`.
 * @throws RefusedError as `readStateIndex`.
 */
export function clearPending(folder: string, urns: readonly string[]): void {
  const checkpoint = loadCheckpoint(folder);
  const latest = checkpoint?.checkpoint.latest;
  if (checkpoint === undefined || latest == null) return;
  const rest = (latest.pending_operations ?? []).filter((one) => !urns.includes(one.resource.urn));
  const next: Checkpoint = {
    ...checkpoint,
    checkpoint: { ...checkpoint.checkpoint, latest: { ...latest, pending_operations: rest } },
  };
  replaceFile(statePaths(folder).checkpoint, JSON.stringify(next));
}

function loadCheckpoint(folder: string): Checkpoint | undefined {
  checkStateFolder(folder);
  const file = readCheckpoint(statePaths(folder).checkpoint);
  if (file.kind === 'damaged') throw damagedState(folder, file.why);
  if (file.kind === 'valid') return file.content;
  if (listBackups(folder).length > 0) throw damagedState(folder, 'is gone, though backups of it are there');
  return undefined;
}

/** For `state where`. Reads only; a damaged state is described, not refused. */
export interface StateDescription {
  readonly folder: string;
  readonly exists: boolean;
  readonly checkpoint: string;
  readonly condition: 'none' | 'valid' | 'damaged';
  readonly why?: string;
  readonly resources: number;
  readonly changedAt?: Date;
  readonly pending: number;
  readonly backups: readonly StateBackup[];
  /** One line on who holds the lock, absent when it is free. */
  readonly lock?: string;
}

export function describeState(folder: string): StateDescription {
  const paths = statePaths(folder);
  const file = readCheckpoint(paths.checkpoint);
  const changedAt = statSync(paths.checkpoint, { throwIfNoEntry: false })?.mtime;
  const lock = readLock(paths.lock);
  return {
    folder,
    exists: statSync(folder, { throwIfNoEntry: false }) !== undefined,
    checkpoint: paths.checkpoint,
    condition: file.kind === 'absent' ? 'none' : file.kind,
    ...(file.kind === 'damaged' ? { why: file.why } : {}),
    resources:
      file.kind === 'valid' ? resourcesOf(file.content).filter((one) => one.custom === true).length : 0,
    ...(changedAt === undefined ? {} : { changedAt }),
    pending: file.kind === 'valid' ? (file.content.checkpoint.latest?.pending_operations ?? []).length : 0,
    backups: listBackups(folder),
    ...(lock.kind === 'free'
      ? {}
      : {
          lock:
            'record' in lock
              ? `${lock.record.command}, pid ${lock.record.pid} on ${lock.record.host}, since ${lock.record.since} (${lock.kind})`
              : 'unreadable',
        }),
  };
}

/**
 * For `state unlock`: removes our lock and the engine's where their process is dead, or where it belongs to
 * another host and the person vouches for it by calling this.
 * @returns What was removed, in words.
 * @throws RefusedError while a process on this host holds one.
 */
export function unlockState(folder: string): readonly string[] {
  checkStateFolder(folder);
  const paths = statePaths(folder);
  const lock = readLock(paths.lock);
  const live = listEngineLocks(folder).find((one) => one.state === 'live');
  if (lock.kind === 'live' || live !== undefined) {
    const pid = lock.kind === 'live' ? lock.record.pid : live?.record?.pid;
    throw new RefusedError('StateLocked', `Process ${pid} on this machine still works on this account.`, {
      fix: 'Wait for it, or end it with Ctrl-C in its terminal. A lock of a living process is never removed.',
    });
  }
  const removed = removeDeadEngineLocks(folder, { alsoFar: true });
  if (lock.kind === 'free') return removed;
  rmSync(paths.lock);
  return [
    'record' in lock
      ? `lock of pid ${lock.record.pid} on ${lock.record.host}, since ${lock.record.since}`
      : 'an unreadable lock',
    ...removed,
  ];
}
