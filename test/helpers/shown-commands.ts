import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packageRoot } from './prepare.ts';

const below = (folder: string, wanted: (name: string) => boolean) =>
  readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter(wanted)
    .map((name) => join(packageRoot, folder, name));

/** Every page that shows commands: README, documentation with the generated reference, examples. */
export const pages: readonly string[] = [
  join(packageRoot, 'README.md'),
  ...below('docs', (name) => name.endsWith('.md') && !name.startsWith('decisions')),
  ...below('examples', (name) => /\.(ya?ml|md)$/.test(name)),
];

export interface Shown {
  /** Relative to the repository. */
  readonly page: string;
  /** What stands behind `bootstrap-account`. */
  readonly line: string;
}

/** Command lines in a page: in fenced blocks, in the lines of a workflow, and between backticks. */
function commandsIn(text: string): readonly string[] {
  const inLines = [
    ...text.matchAll(
      /^[\s$]*(?:- )?(?:run: )?(?:npx )?(?:--yes )?bootstrap-account(?:@[\d.]+)? +([^\n]*)$/gm,
    ),
  ];
  const inWords = [...text.matchAll(/`(?:npx )?bootstrap-account +([^`\n]*)`/g)];
  return [...inLines, ...inWords]
    .map(([, words]) =>
      (words ?? '')
        // A workflow's expression, filled in.
        .replace(/\$\{\{.*?\}\}/g, 'acme')
        .replace(/(?:^|\s+)[#|>].*$/, '')
        .trim(),
    )
    .filter((words) => words !== '');
}

export const shownCommands: readonly Shown[] = pages.flatMap((page) =>
  commandsIn(readFileSync(page, 'utf8')).map((line) => ({ page: relative(packageRoot, page), line })),
);

/** Words of a line as a shell would split it; enough for documentation. */
export function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}
