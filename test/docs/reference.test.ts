import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildProgram } from '../../src/command-line/program.ts';
import { commandsPage } from '../../src/setup/reference/commands-page.ts';
import { filePage } from '../../src/setup/reference/file-page.ts';
import { findingsPage } from '../../src/setup/reference/findings-page.ts';
import { licencesOf, licencesPage } from '../../src/setup/reference/licences-page.ts';
import { markdownTable } from '../../src/setup/reference/table.ts';
import { packageRoot } from '../helpers/prepare.ts';

const program = buildProgram(
  () => undefined,
  async () => undefined,
);

const lock = readFileSync(join(packageRoot, 'package-lock.json'), 'utf8');

test.each([
  ['commands.md', () => commandsPage(program)],
  ['file.md', filePage],
  ['findings.md', findingsPage],
  ['third-party.md', () => licencesPage(lock)],
])('docs/reference/%s is what the code says (npm run reference writes it)', (name, page) => {
  expect(readFileSync(join(packageRoot, 'docs', 'reference', name), 'utf8')).toBe(page());
});

test('a bar or a line break in a cell breaks no table', () => {
  expect(markdownTable(['a'], [['x|y\nz']])).toBe('| a |\n|---|\n| x\\|y z |');
});

test('no package that a user gets is under a licence that asks for more than a notice', () => {
  const fine =
    /^\(?(?:(?:Apache-2\.0|MIT|ISC|BSD-[23]-Clause|BlueOak-1\.0\.0|0BSD|CC0-1\.0|CC-BY-3\.0|Python-2\.0)(?: (?:AND|OR) )?)+\)?$/;
  const other = [...licencesOf(lock)].filter(([licence]) => !fine.test(licence));
  // Its LICENSE file is the text of MIT.
  expect(other).toEqual([['SEE LICENSE IN LICENSE', ['@logdna/tail-file']]]);
});
