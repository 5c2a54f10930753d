import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { commandEnv } from './command-env.ts';
import { packageRoot } from './prepare.ts';
import { keys, openScreen, type Screen } from './screen.ts';

/** `rehearse` with more words, in a terminal, on the account of a bench. */
export function openRehearsal(bench: Bench, words: readonly string[], columns = 100): Screen {
  const main = join(packageRoot, 'dist', 'main.js');
  return openScreen(process.execPath, [main, 'rehearse', '--endpoint', bench.front.url, ...words], {
    cwd: join(bench.home, 'work'),
    columns,
    env: commandEnv(bench.home),
  });
}

/** Waits for a list, goes down to a choice, takes it. */
export async function choose(screen: Screen, prompt: RegExp, downs: number): Promise<void> {
  await screen.until(prompt);
  screen.type(keys.down.repeat(downs) + keys.enter);
}
