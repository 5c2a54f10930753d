import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Tells one process from a later one that got the same number. */
export interface ProcessIdentity {
  /** Boot and start time; equal only for the very same process. */
  readonly start: string;
  readonly startedAt: Date;
}

/** `undefined` when no living process has this id; a zombie counts as dead: it does nothing any more. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  if (!Number.isInteger(pid) || pid <= 0 || !exists(pid)) return undefined;
  return process.platform === 'linux' ? readProc(pid) : askPs(pid);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

// Linux counts start times in ticks of 1/100 s on every architecture Node runs on (proc_pid_stat(5), sysconf(3)).
const ticksPerSecond = 100;

function readProc(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name may hold spaces and parentheses: fields are counted from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const ticks = Number(fields[19]);
    const boot = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? '0';
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return {
      start: `${bootId} ${ticks}`,
      startedAt: new Date((Number(boot) + ticks / ticksPerSecond) * 1000),
    };
  } catch {
    return undefined;
  }
}

function askPs(pid: number): ProcessIdentity | undefined {
  try {
    const env = { ...process.env, LC_ALL: 'C' };
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env,
    }).trim();
    const [state, ...start] = line.split(/\s+/);
    if (state === undefined || state.startsWith('Z') || start.length === 0) return undefined;
    return { start: start.join(' '), startedAt: new Date(start.join(' ')) };
  } catch {
    return undefined;
  }
}

/** Living processes, other than ours, that carry `marker` (`NAME=value`) in the environment they were started with. */
export function findMarkedProcesses(marker: string): readonly number[] {
  const found = process.platform === 'linux' ? searchProc(marker) : searchPs(marker);
  return found.filter((pid) => pid !== process.pid && identifyProcess(pid) !== undefined);
}

function searchProc(marker: string): readonly number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(marker);
      } catch {
        return false;
      }
    })
    .map(Number);
}

function searchPs(marker: string): readonly number[] {
  try {
    // -E shows the environment of one's own processes (macOS ps).
    const lines = execFileSync('ps', ['-axEww', '-o', 'pid=,command='], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    return lines
      .split('\n')
      .filter((line) => line.includes(` ${marker} `) || line.endsWith(` ${marker}`))
      .map((line) => Number.parseInt(line, 10));
  } catch {
    return [];
  }
}
