import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountId, type Bench, openBench, region } from '../helpers/bench.ts';
import { packageRoot } from '../helpers/prepare.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.stop());

test('npm run verify:real goes through the whole life of an account, here against the emulator', async () => {
  const words = ['--account', accountId, '--region', region, '--endpoint', bench.front.url, '--out', 'proof'];
  const ended = await bench.runScript(join(packageRoot, 'bench', 'verify-real', 'main.ts'), words);
  const transcript = readFileSync(join(bench.home, 'work', 'proof', 'transcript.md'), 'utf8');
  expect(transcript.match(/^## \d.*/gm)?.filter((line) => !line.endsWith(': as expected'))).toEqual([]);
  expect(transcript).not.toContain(accountId);
  expect(ended.code).toBe(0);
});

test('without a terminal, or with half a command line, it does nothing', () => {
  const script = join(packageRoot, 'bench', 'verify-real', 'main.ts');
  const run = (...words: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', script, ...words], {
      cwd: packageRoot,
      encoding: 'utf8',
    });
  expect(run()).toMatchObject({ status: 4, stderr: expect.stringContaining('--account <12 digits>') });
  expect(run('--account', accountId, '--region', region)).toMatchObject({
    status: 4,
    stderr: expect.stringContaining('terminal'),
  });
});
