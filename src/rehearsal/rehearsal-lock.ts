import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { RefusedError } from '../errors.ts';

const ownerSchema = z.object({ pid: z.int().min(1), started: z.string().optional() });
type Owner = z.infer<typeof ownerSchema>;

export interface RehearsalLock {
  readonly release: () => Promise<void>;
}

/**
 * Keeps a rehearsal's home to one process. A lock whose process is gone is taken over.
 * @throws RefusedError naming the process that holds it.
 */
export async function lockHome(home: string): Promise<RehearsalLock> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const file = join(home, 'rehearsal.lock');
  const mine = join(home, `rehearsal.lock.${randomUUID()}`);
  const me: Owner = { pid: process.pid, started: await startOf(process.pid) };
  await writeFile(mine, JSON.stringify(me), { mode: 0o600, flag: 'wx' });
  try {
    // Linking is atomic and brings the content along: nobody ever reads a half-written lock.
    while (!(await linked(mine, file))) await clearDead(file, home);
  } finally {
    await rm(mine, { force: true });
  }
  return {
    release: async () => {
      const owner = await readOwner(file);
      if (owner?.pid === me.pid && owner.started === me.started) await rm(file, { force: true });
    },
  };
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function clearDead(file: string, home: string): Promise<void> {
  const owner = await readOwner(file);
  if (owner !== undefined && (await isAlive(owner))) {
    throw new RefusedError('RehearsalInUse', `Another rehearsal, process ${owner.pid}, is using ${home}.`, {
      fix: `Wait until it ends or stop it (kill ${owner.pid}), then run the command again.`,
    });
  }
  // Renamed before it is removed: of two that find it dead, one gets it, and a new lock is not hit.
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = await readOwner(aside);
  if (moved !== undefined && moved.pid !== owner?.pid) await linked(aside, file);
  await rm(aside, { force: true });
}

/** Undefined when there is none or it is not one of ours. */
async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    return ownerSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

async function isAlive(owner: Owner): Promise<boolean> {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  // The number may have gone to another process since.
  const started = await startOf(owner.pid);
  return owner.started === undefined || started === undefined || started === owner.started;
}

/** When a process started, in words of the system's own; undefined where it cannot be told. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // Field 22; the name in field 2 may hold spaces, so count from behind it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    try {
      const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]);
      return stdout.trim() === '' ? undefined : stdout.trim();
    } catch {
      return undefined;
    }
  }
}
