import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { buildProgram } from '../../src/command-line/program.ts';
import { packageRoot } from '../helpers/prepare.ts';
import { pages, shownCommands, wordsOf } from '../helpers/shown-commands.ts';

test('there are some', () => expect(shownCommands.length).toBeGreaterThan(20));

test.each(shownCommands)('$page: bootstrap-account $line is a command line', async ({ line }) => {
  const started: string[] = [];
  const program = buildProgram(
    () => undefined,
    async (name) => void started.push(name),
  );
  const words = wordsOf(line)
    .filter((word) => !/^\[.*\]$/.test(word))
    .map((word) => word.replace(/^<(.+)>$/, '$1'));
  await program.parseAsync([...words], { from: 'user' }).catch((error: unknown) => {
    if (!(error instanceof Error && 'exitCode' in error && error.exitCode === 0)) throw error;
    started.push('help');
  });
  expect(started).toHaveLength(1);
});

test.each(pages.map((page) => [relative(packageRoot, page), page] as const))(
  '%s links to files that are there',
  (_, page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)];
    const missing = links.flatMap(([, link]) =>
      existsSync(join(page, '..', link ?? '')) ? [] : [link ?? ''],
    );
    expect(missing).toEqual([]);
  },
);
