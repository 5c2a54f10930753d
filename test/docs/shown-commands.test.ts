import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { buildProgram } from '../../src/command-line/program.ts';
import { packageRoot } from '../helpers/prepare.ts';

const pages = [
  join(packageRoot, 'README.md'),
  ...readdirSync(join(packageRoot, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.startsWith('decisions'))
    .map((name) => join(packageRoot, 'docs', name)),
  ...readdirSync(join(packageRoot, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ya?ml|md)$/.test(name))
    .map((name) => join(packageRoot, 'examples', name)),
];

/** Command lines in a page: in fenced blocks, in the lines of a workflow, and between backticks. */
function commandsIn(text: string): readonly string[] {
  const inLines = [...text.matchAll(/^[\s$]*(?:run: )?(?:npx )?(?:--yes )?bootstrap-account +([^\n]*)$/gm)];
  const inWords = [...text.matchAll(/`(?:npx )?bootstrap-account +([^`\n]*)`/g)];
  return [...inLines, ...inWords]
    .map(([, words]) => (words ?? '').replace(/(?:^|\s+)[#|>].*$/, '').trim())
    .filter((words) => words !== '');
}

/** Words of a line as a shell would split it; enough for documentation. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => {
    const word = double ?? single ?? bare ?? '';
    return word.replaceAll(/^<(.+)>$/g, '$1');
  });
}

const shown = pages.flatMap((page) =>
  commandsIn(readFileSync(page, 'utf8')).map((line) => [relative(packageRoot, page), line] as const),
);

test('there are some', () => expect(shown.length).toBeGreaterThan(20));

test.each(shown)('%s: bootstrap-account %s is a command line', async (_, line) => {
  const started: string[] = [];
  const program = buildProgram(
    () => undefined,
    async (name) => void started.push(name),
  );
  const words = wordsOf(line).filter((word) => !/^\[.*\]$/.test(word));
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
