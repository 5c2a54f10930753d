import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { identifyProcess } from './process-identity.ts';
import { statePaths } from './state-folder.ts';

/** As the engine writes it: backend/diy/lock.go of pulumi v3.248.0. */
const recordSchema = z.looseObject({
  pid: z.number().int(),
  username: z.string().optional(),
  hostname: z.string(),
  timestamp: z.coerce.date(),
});

export interface EngineLock {
  readonly path: string;
  readonly state: 'live' | 'dead' | 'far' | 'unreadable';
  readonly record?: z.infer<typeof recordSchema>;
}

/** The lock files that engines left in, or hold on, this state. */
export function listEngineLocks(folder: string): readonly EngineLock[] {
  const { engineLocks } = statePaths(folder);
  if (statSync(engineLocks, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(engineLocks)
    .filter((name) => name.endsWith('.json'))
    .map((name) => judgeLock(join(engineLocks, name)));
}

// The clock of the lock and the one of the process table are read apart.
const clockSlackMs = 2_000;

function judgeLock(path: string): EngineLock {
  const record = readRecord(path);
  if (record === undefined) return { path, state: 'unreadable' };
  if (record.hostname !== hostname()) return { path, state: 'far', record };
  const holder = identifyProcess(record.pid);
  // A process that started after the lock was written only got the same number.
  const reused =
    holder !== undefined && holder.startedAt.getTime() > record.timestamp.getTime() + clockSlackMs;
  return { path, state: holder === undefined || reused ? 'dead' : 'live', record };
}

function readRecord(path: string): z.infer<typeof recordSchema> | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/**
 * Removes the locks of dead engines; with `alsoFar`, after a person has vouched for it, those of other
 * hosts and unreadable ones too.
 * @returns What was removed, in words.
 */
export function removeDeadEngineLocks(
  folder: string,
  options: { readonly alsoFar: boolean },
): readonly string[] {
  return listEngineLocks(folder)
    .filter((lock) => lock.state === 'dead' || (options.alsoFar && lock.state !== 'live'))
    .map((lock) => {
      rmSync(lock.path, { force: true });
      // The backend's file store keeps attributes beside each file (gocloud.dev/blob/fileblob).
      rmSync(`${lock.path}.attrs`, { force: true });
      return lock.record === undefined
        ? 'an unreadable lock of the engine'
        : `engine lock of pid ${lock.record.pid} on ${lock.record.hostname}`;
    });
}
