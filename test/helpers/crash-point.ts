import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { stateMarker } from '../../src/engine/child-environment.ts';
import { findMarkedProcesses } from '../../src/engine/process-identity.ts';
import { statePaths } from '../../src/engine/state-folder.ts';
import { dumpAccount } from './account-dump.ts';
import { type Bench, type Ended, openBench, startupFile, yes } from './bench.ts';

/**
 * `cli`: our process alone; the engine ends by itself and the plug-in carries the call out.
 * `group`: our process and the engine; the plug-in, which has a group of its own, carries the call out.
 * `all`: the plug-in too, and the call with them: a power loss.
 */
export const crashModes = ['cli', 'group', 'all'] as const;
export type CrashMode = (typeof crashModes)[number];
/** `arrival`: before the call is carried out; `answer`: after it, before anybody could record it. */
export const crashMoments = ['arrival', 'answer'] as const;
export type CrashMoment = (typeof crashMoments)[number];

export interface CrashPoint {
  readonly mode: CrashMode;
  readonly moment: CrashMoment;
  /** True for the changing call to die at, given its number, from 1, and its action (`iam:CreateUser`). */
  readonly at: (number: number, action: string) => boolean;
}
export interface CrashResult {
  /** The call that was died at; undefined when the run ended before it. */
  readonly struck: { readonly number: number; readonly action: string } | undefined;
  /** What is not as it should be, in words. */
  readonly problems: readonly string[];
}

/** The account after a run that nothing disturbed, and how many changing calls that run made. */
export async function undisturbedRun(): Promise<{
  readonly dump: unknown;
  readonly calls: readonly string[];
}> {
  const calls: string[] = [];
  let armed = false;
  const bench = await openBench({
    onCall: (_, service, action, mutating) => {
      if (armed && mutating) calls.push(`${service}:${action}`);
    },
  });
  try {
    bench.writeFile(startupFile);
    armed = true;
    const ended = await bench.run(['apply', ...yes]);
    if (ended.code !== 0) throw new Error(`The undisturbed run ended with ${ended.code}:\n${ended.stderr}`);
    armed = false;
    return { dump: await dumpAccount(bench.clients), calls };
  } finally {
    await bench.stop();
  }
}

/** Runs an apply, kills it at the point, runs it again, and looks at what became of the account. */
export async function crashAt(point: CrashPoint, clean: unknown): Promise<CrashResult> {
  const world: { bench?: Bench; pid?: number; armed: boolean } = { armed: false };
  let number = 0;
  let struck: CrashResult['struck'];
  const bench = await openBench({
    onCall: async (_, service, action, mutating) => {
      const { bench, pid } = world;
      if (!world.armed || !mutating || bench === undefined || pid === undefined) return;
      number += 1;
      if (struck !== undefined || !point.at(number, `${service}:${action}`)) return;
      struck = { number, action: `${service}:${action}` };
      await strike(bench, pid, point, action);
    },
  });
  try {
    bench.writeFile(startupFile);
    const { child, ended } = bench.start(['apply', ...yes]);
    Object.assign(world, { bench, pid: child.pid, armed: true });
    await ended;
    world.armed = false;
    return { struck, problems: await judge(bench, clean) };
  } finally {
    endLeftovers(bench);
    await bench.stop();
  }
}

async function strike(bench: Bench, pid: number, point: CrashPoint, action: string): Promise<void> {
  const others = marked(bench);
  const targets = { cli: [pid], group: [-pid], all: [-pid, ...others] }[point.mode];
  if (point.moment === 'answer') {
    // Stopped first: the answer reaches nobody who could record it before the end.
    signalAll(point.mode === 'cli' ? [] : targets, 'SIGSTOP');
    const before = answered(bench, action);
    void whenAnswered(bench, action, before).then(() => signalAll(targets, 'SIGKILL'));
    return;
  }
  signalAll(targets, 'SIGKILL');
  // The dead do not call: what was on the wire is lost with them.
  if (point.mode === 'all') throw new Error('The power is gone.');
  // The engine follows our process within a second; only then is the call carried out, and nobody records it.
  if (point.mode === 'cli') await sleep(1_500);
}

function answered(bench: Bench, action: string): number {
  return bench.front.events().filter((event) => event.action === action).length;
}
async function whenAnswered(bench: Bench, action: string, before: number): Promise<void> {
  while (answered(bench, action) <= before) await new Promise((resolve) => setImmediate(resolve));
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended already.
    }
  }
}

/** Engine and plug-in of this world, by the marker in the environment they were started with. */
function marked(bench: Bench): readonly number[] {
  return existsSync(bench.stateFolder)
    ? findMarkedProcesses(stateMarker(realpathSync(bench.stateFolder)))
    : [];
}

function endLeftovers(bench: Bench): void {
  signalAll(marked(bench), 'SIGKILL');
}

async function judge(bench: Bench, clean: unknown): Promise<readonly string[]> {
  const next = await bench.run(['apply', ...yes]);
  const problems = next.code === 0 ? [] : [`The next run ended with ${next.code}: ${lastLines(next)}`];
  const dump = await dumpAccount(bench.clients);
  bench.front.resetCounters();
  const third = await bench.run(['apply', ...yes]);
  // Signing in to the operator's role changes nothing in the account.
  const { changes } = bench.front.counters();
  const changing = Object.entries(changes).filter(([action]) => !action.startsWith('sts:'));
  if (third.code !== 0 || !third.stdout.includes('In sync'))
    problems.push(`The run after that is not in sync (${third.code}): ${lastLines(third)}`);
  if (changing.length > 0) problems.push(`It made changing calls: ${JSON.stringify(changing)}`);
  problems.push(...differences('', clean, dump), ...madeTwice(bench), ...leftBehind(bench));
  return problems;
}

function lastLines({ stdout, stderr }: Ended): string {
  return `${stdout}\n${stderr}`.trim().split('\n').slice(-6).join(' / ');
}

/** Creating calls that succeeded more than once for one thing. */
function madeTwice(bench: Bench): readonly string[] {
  const counts = new Map<string, number>();
  for (const { action, errorCode, parameters } of bench.front.events()) {
    if (!action.startsWith('Create') || errorCode !== undefined || action === 'CreatePolicyVersion') continue;
    const { userName, groupName, roleName, policyName, instanceProfileName, bucketName, name, aliasName } =
      parameters;
    const thing = userName ?? groupName ?? roleName ?? policyName ?? instanceProfileName;
    const key = `${action} ${thing ?? bucketName ?? name ?? aliasName ?? ''}`.trim();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([key, count]) => `${key} was made ${count} times`);
}

function leftBehind(bench: Bench): readonly string[] {
  const { lock, engineLocks } = statePaths(bench.stateFolder);
  const alive = marked(bench);
  return [
    ...(alive.length === 0 ? [] : [`Processes left behind: ${alive.join(', ')}`]),
    ...(existsSync(lock) ? ['Our lock is left behind'] : []),
    ...(existsSync(engineLocks) && readdirSync(engineLocks).length > 0
      ? ["The engine's lock is left behind"]
      : []),
  ];
}

/** Where two dumps differ, as paths with both values. */
function differences(path: string, wanted: unknown, found: unknown): readonly string[] {
  if (isPlain(wanted) && isPlain(found)) {
    const keys = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort();
    return keys.flatMap((key) => differences(`${path}/${key}`, wanted[key], found[key]));
  }
  const [one, other] = [JSON.stringify(wanted), JSON.stringify(found)];
  return one === other ? [] : [`${path}: ${other ?? 'nothing'} instead of ${one ?? 'nothing'}`];
}
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
