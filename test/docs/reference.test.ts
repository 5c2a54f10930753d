import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildProgram } from '../../src/command-line/program.ts';
import { commandsPage } from '../../src/setup/reference/commands-page.ts';
import { filePage } from '../../src/setup/reference/file-page.ts';
import { findingsPage } from '../../src/setup/reference/findings-page.ts';
import { markdownTable } from '../../src/setup/reference/table.ts';
import { packageRoot } from '../helpers/prepare.ts';

const program = buildProgram(
  () => undefined,
  async () => undefined,
);

test.each([
  ['commands.md', () => commandsPage(program)],
  ['file.md', filePage],
  ['findings.md', findingsPage],
])('docs/reference/%s is what the code says (npm run reference writes it)', (name, page) => {
  expect(readFileSync(join(packageRoot, 'docs', 'reference', name), 'utf8')).toBe(page());
});

test('a bar or a line break in a cell breaks no table', () => {
  expect(markdownTable(['a'], [['x|y\nz']])).toBe('| a |\n|---|\n| x\\|y z |');
});
