import { join } from 'node:path';
import { expectCode, inTurn, ratiosOf, runMeasured, spreadOf } from './measure.ts';
import type { Row } from './row.ts';
import { packageRoot, quietEnv, type Tools } from './world.ts';

const repeats = 7;

/** How long it takes until anything is on the screen, against the engine's own shortest command and an empty process. */
export async function measureStartUp(tools: Tools): Promise<readonly Row[]> {
  const env = quietEnv(tools.scratch);
  const start = async (file: string, args: readonly string[], code: number): Promise<number> =>
    expectCode(await runMeasured({ file, args, cwd: tools.scratch, env }), code).seconds;
  const main = join(packageRoot, 'dist', 'main.js');
  const others = [
    { against: '`pulumi version`', limit: 1, run: () => start(tools.enginePath, ['version'], 0) },
    { against: 'an empty Node process', limit: 2.5, run: () => start(process.execPath, ['-e', ''], 0) },
  ];
  const rows: Row[] = [];
  for (const [words, code] of [
    [['--help'], 0],
    [['--version'], 0],
    [['--nope'], 4],
  ] as const) {
    for (const { against, limit, run } of others) {
      const sides = await inTurn(repeats, () => start(process.execPath, [main, ...words], code), run);
      const ratio = ratiosOf(sides.ours, sides.other);
      rows.push({
        what: `start: \`${words.join(' ')}\``,
        against,
        ours: spreadOf(sides.ours),
        other: spreadOf(sides.other),
        ratio,
        aim: `≤ ${limit} ×`,
        met: ratio.median <= limit,
      });
    }
  }
  return rows;
}
