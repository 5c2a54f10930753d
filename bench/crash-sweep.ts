import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  type CrashMode,
  type CrashMoment,
  type CrashResult,
  crashAt,
  crashModes,
  crashMoments,
  undisturbedRun,
} from '../test/helpers/crash-point.ts';

// Kills the first apply at every changing call and looks at what the next run makes of it:
// npm run sweep -- [--from 1] [--to N] [--every 1] [--mode cli,group,all] [--moment arrival,answer] [--json file]
const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '1' },
    to: { type: 'string' },
    every: { type: 'string', default: '1' },
    mode: { type: 'string', default: crashModes.join(',') },
    moment: { type: 'string', default: crashMoments.join(',') },
    json: { type: 'string' },
  },
});
const say = (text: string): void => void process.stdout.write(`${text}\n`);

interface Point {
  readonly mode: CrashMode;
  readonly moment: CrashMoment;
  readonly call: number;
}
type Row = Point & CrashResult & { readonly seconds: number };

function pick<T extends string>(known: readonly T[], wish: string): readonly T[] {
  const chosen = known.filter((one) => wish.split(',').includes(one));
  if (chosen.length > 0) return chosen;
  throw new Error(`${wish} is none of ${known.join(', ')}.`);
}

function pointsOf(calls: number): readonly Point[] {
  const every = Number(values.every);
  const last = Number(values.to ?? calls);
  const kinds = pick(crashModes, values.mode).flatMap((mode) =>
    pick(crashMoments, values.moment).map((moment) => ({ mode, moment })),
  );
  // Each kind begins one call later, so that a coarse sweep still meets different calls.
  return kinds.flatMap((kind, shift) => {
    const points: Point[] = [];
    for (let call = Number(values.from) + (shift % every); call <= last; call += every)
      points.push({ ...kind, call });
    return points;
  });
}

async function tryPoint(point: Point, clean: unknown): Promise<Row> {
  const began = Date.now();
  const at = (number: number): boolean => number === point.call;
  const result = await crashAt({ ...point, at }, clean).catch(
    (error: unknown): CrashResult => ({ struck: undefined, problems: [`The sweep itself failed: ${error}`] }),
  );
  return { ...point, ...result, seconds: Math.round((Date.now() - began) / 1000) };
}

function describe(row: Row): string {
  const where = row.struck?.action ?? 'not reached';
  const head = `${row.mode.padEnd(5)} ${row.moment.padEnd(7)} ${String(row.call).padStart(3)} ${where.padEnd(40)}`;
  const end = row.problems.length === 0 ? 'ok' : `${row.problems.length} problem(s)`;
  return [`${head} ${end} (${row.seconds} s)`, ...row.problems.map((each) => `      ${each}`)].join('\n');
}

const { dump, calls } = await undisturbedRun();
say(`An undisturbed apply makes ${calls.length} changing calls.`);
const waiting = [...pointsOf(calls.length)];
const total = waiting.length;
const rows: Row[] = [];
const work = async (): Promise<void> => {
  for (let point = waiting.shift(); point !== undefined; point = waiting.shift()) {
    const row = await tryPoint(point, dump);
    rows.push(row);
    say(`${rows.length}/${total} ${describe(row)}`);
    if (values.json !== undefined)
      writeFileSync(values.json, `${JSON.stringify({ calls, rows }, null, 1)}\n`);
  }
};
await Promise.all([work(), work()]);
say('\nmode  moment   points reached problems');
for (const mode of crashModes)
  for (const moment of crashMoments) {
    const some = rows.filter((row) => row.mode === mode && row.moment === moment);
    const reached = some.filter((row) => row.struck !== undefined).length;
    const bad = some.filter((row) => row.problems.length > 0).length;
    const cells = [
      mode.padEnd(5),
      moment.padEnd(8),
      String(some.length).padEnd(6),
      String(reached).padEnd(7),
      bad,
    ];
    if (some.length > 0) say(cells.join(' '));
  }
process.exitCode = rows.some((row) => row.problems.length > 0) ? 1 : 0;
