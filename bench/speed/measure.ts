import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** One process from its start to its end. */
export interface Sample {
  readonly seconds: number;
  /** Most that it held at once, with every process below it; undefined where the system does not tell. */
  readonly mebibytes?: number;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Seconds from the start at which each line of stderr came. */
  readonly lines: readonly { readonly at: number; readonly text: string }[];
}
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Asking for memory costs a little; where milliseconds count it is left out. */
  readonly memory?: boolean;
}

export async function runMeasured(command: Command): Promise<Sample> {
  const began = performance.now();
  const since = () => (performance.now() - began) / 1000;
  const child = spawn(command.file, command.args, {
    ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
    env: { ...command.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const lines: { at: number; text: string }[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const line of text.split('\n')) if (line !== '') lines.push({ at: since(), text: line });
  });
  const most = new Map<number, number>();
  const timer =
    command.memory === true && child.pid !== undefined
      ? setInterval(() => noteMemory(child.pid ?? 0, most), 50)
      : undefined;
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  clearInterval(timer);
  const seconds = since();
  const kibibytes = [...most.values()].reduce((sum, each) => sum + each, 0);
  return {
    seconds,
    ...(kibibytes === 0 ? {} : { mebibytes: kibibytes / 1024 }),
    code,
    stdout,
    stderr,
    lines,
  };
}

/** The high-water mark of each process below `root`, from the system's own books. */
function noteMemory(root: number, most: Map<number, number>): void {
  const parents = new Map<number, number>();
  const marks = new Map<number, number>();
  for (const name of readdirIfThere('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const text = readIfThere(`/proc/${name}/status`);
    const parent = /^PPid:\s+(\d+)/m.exec(text)?.[1];
    if (parent === undefined) continue;
    parents.set(Number(name), Number(parent));
    marks.set(Number(name), Number(/^VmHWM:\s+(\d+)/m.exec(text)?.[1] ?? 0));
  }
  for (const [pid, mark] of marks) {
    let above: number | undefined = pid;
    while (above !== undefined && above !== root) above = parents.get(above);
    if (above === root) most.set(pid, Math.max(most.get(pid) ?? 0, mark));
  }
}

function readdirIfThere(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** @throws Error with what it wrote, when a process ended with another code than it should */
export function expectCode(sample: Sample, ...codes: readonly number[]): Sample {
  if (sample.code !== null && codes.includes(sample.code)) return sample;
  throw new Error(
    `It ended with ${sample.code}, not ${codes.join(' or ')}:\n${sample.stdout}\n${sample.stderr}`,
  );
}

/** Runs both sides in turn, so that whatever else the machine does strikes both. */
export async function inTurn<A, B>(
  repeats: number,
  ours: () => Promise<A>,
  other: () => Promise<B>,
): Promise<{ readonly ours: readonly A[]; readonly other: readonly B[] }> {
  const results: { ours: A[]; other: B[] } = { ours: [], other: [] };
  for (let turn = 0; turn < repeats; turn += 1) {
    const first = turn % 2 === 0;
    if (first) results.ours.push(await ours());
    results.other.push(await other());
    if (!first) results.ours.push(await ours());
  }
  return results;
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const half = sorted.length / 2;
  const median = sorted.length % 2 === 1 ? at(Math.floor(half)) : (at(half - 1) + at(half)) / 2;
  return { median, min: at(0), max: at(sorted.length - 1), count: sorted.length };
}

/** Each turn's ratio, so that a slow moment of the machine does not make one of its own. */
export function ratiosOf(ours: readonly number[], other: readonly number[]): Spread {
  return spreadOf(ours.map((value, index) => value / (other[index] ?? Number.NaN)));
}
