import type { Plant, Step } from './steps.ts';
import { judge, type Row } from './transcript.ts';

/** The account at the other end. */
export interface World {
  readonly run: (words: readonly string[]) => Promise<{ readonly code: number; readonly output: string }>;
  readonly plant: (plant: Plant) => Promise<string>;
  /** Milliseconds of a clock that only moves forward. */
  readonly clock: () => number;
  readonly tell: (text: string) => void;
}

/** Goes through the steps; after an essential one that went wrong the others are not reached. */
export async function walk(steps: readonly Step[], world: World): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let stopped = false;
  for (const step of steps) {
    const row: Row = stopped ? notReached(step) : await take(step, world);
    world.tell(
      `${row.verdict === 'as expected' ? '✔' : '✖'} ${step.title}: ${row.verdict} (${row.seconds} s)`,
    );
    rows.push(row);
    stopped ||= step.essential === true && row.verdict !== 'as expected';
  }
  return rows;
}

async function take(step: Step, { run, plant, clock }: World): Promise<Row> {
  const began = clock();
  const seconds = () => Math.round((clock() - began) / 1000);
  if ('plant' in step.act) {
    try {
      return {
        step,
        code: undefined,
        output: await plant(step.act.plant),
        seconds: seconds(),
        verdict: 'as expected',
      };
    } catch (error) {
      return { step, code: undefined, output: String(error), seconds: seconds(), verdict: 'NOT as expected' };
    }
  }
  const { code, output } = await run(step.act.words);
  return { step, code, output, seconds: seconds(), verdict: judge(step, code, output) };
}

function notReached(step: Step): Row {
  return { step, code: undefined, output: '', seconds: 0, verdict: 'not reached' };
}
