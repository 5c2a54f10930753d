import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, unlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';
import { RefusedError } from '../errors.ts';
import { identifyProcess } from './process-identity.ts';
import { ensureStateFolder, statePaths, writeDurably } from './state-folder.ts';

const recordSchema = z.object({
  nonce: z.string().min(1),
  pid: z.number().int(),
  /** Start of the process, as `identifyProcess` tells it: a later process may get the same number. */
  start: z.string(),
  host: z.string(),
  command: z.string(),
  since: z.string(),
});
/** Who holds a lock. */
export type LockRecord = z.infer<typeof recordSchema>;

/** `dead`: same host, and the process is gone. `far`: another host, nothing can be known. */
export type LockState =
  | { readonly kind: 'free' }
  | { readonly kind: 'live' | 'dead' | 'far'; readonly record: LockRecord }
  | { readonly kind: 'unreadable' };

export interface HeldLock {
  readonly release: () => void;
}

/**
 * Takes our own lock on an account's state for the whole command, SDK phases included. A lock whose
 * process is dead on this host is taken over; exactly one of several takers wins.
 * @throws RefusedError when somebody else holds it (who, when, pid), or when it cannot be judged.
 */
export async function holdLock(
  folder: string,
  options: { readonly command: string; readonly now: () => Date },
): Promise<HeldLock> {
  const paths = statePaths(ensureStateFolder(folder));
  return takeLock(paths.lock, options);
}

/**
 * The lock itself, for any file: made complete beside and linked into place, so that nobody ever reads
 * half a record.
 * @throws RefusedError as `holdLock`.
 */
export function takeLock(
  path: string,
  options: { readonly command: string; readonly now: () => Date },
): HeldLock {
  const mine = newLockRecord(options);
  const beside = `${path}.${mine.nonce}`;
  writeDurably(beside, JSON.stringify(mine));
  try {
    if (linkIfFree(beside, path)) return heldLock(path, mine.nonce);
    const state = readLock(path);
    if (state.kind === 'free') {
      if (linkIfFree(beside, path)) return heldLock(path, mine.nonce);
      throw lockRefusal(path, readLock(path));
    }
    if (state.kind !== 'dead') throw lockRefusal(path, state);
    if (takeOver(beside, path, state.record)) return heldLock(path, mine.nonce);
    throw lockRefusal(path, readLock(path));
  } finally {
    removeIfThere(beside);
  }
}

/**
 * The right to take over one dead lock belongs to whoever links the name made from its nonce. The lock is
 * read again after that, so a taker who comes late (the lock has moved on meanwhile) steps back.
 */
function takeOver(beside: string, path: string, dead: LockRecord): boolean {
  const claim = `${path}.after-${dead.nonce}`;
  if (!linkIfFree(beside, claim)) return false;
  const state = readLock(path);
  const unchanged = state.kind === 'dead' && state.record.nonce === dead.nonce;
  if (unchanged) renameSync(beside, path);
  removeIfThere(claim);
  return unchanged;
}

function heldLock(path: string, nonce: string): HeldLock {
  return {
    release: () => {
      const state = readLock(path);
      if ('record' in state && state.record.nonce === nonce) removeIfThere(path);
    },
  };
}

/** Reads and judges a lock file, without touching it. */
export function readLock(path: string): LockState {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'free' };
    throw error;
  }
  return judgeLockText(text);
}

/** Judges what stands in a lock, wherever it lies. */
export function judgeLockText(text: string): Exclude<LockState, { readonly kind: 'free' }> {
  const record = parseRecord(text);
  if (record === undefined) return { kind: 'unreadable' };
  if (record.host !== hostname()) return { kind: 'far', record };
  return { kind: identifyProcess(record.pid)?.start === record.start ? 'live' : 'dead', record };
}

function parseRecord(text: string): LockRecord | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** A record of this very process. */
export function newLockRecord(options: { readonly command: string; readonly now: () => Date }): LockRecord {
  return {
    nonce: randomUUID(),
    pid: process.pid,
    start: identifyProcess(process.pid)?.start ?? '',
    host: hostname(),
    command: options.command,
    since: options.now().toISOString(),
  };
}

function linkIfFree(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

/** Who holds it, since when, and the way out. @param path where the lock lies, for people */
export function lockRefusal(path: string, state: LockState): RefusedError {
  if (state.kind === 'unreadable') {
    return new RefusedError('StateLocked', `The lock ${path} cannot be read as a lock.`, {
      fix: 'Make sure that no other run is under way, then: bootstrap-account state unlock',
    });
  }
  if (state.kind === 'free' || state.kind === 'dead') {
    return new RefusedError('StateLocked', 'Another run took or gave back the lock at this very moment.', {
      fix: 'Run the command again; if this persists: bootstrap-account state unlock',
    });
  }
  const { record } = state;
  const who = `"${record.command}", pid ${record.pid} on ${record.host}, since ${record.since}`;
  const fix =
    state.kind === 'live'
      ? 'Wait for it to end, or end it with Ctrl-C in its terminal.'
      : `This machine cannot see whether it still runs. Make sure on ${record.host} that it does not, then: bootstrap-account state unlock`;
  return new RefusedError('StateLocked', `Another run works on this account: ${who}.`, {
    fix,
    details: [record],
  });
}
