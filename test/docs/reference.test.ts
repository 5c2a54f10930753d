import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildProgram } from '../../src/command-line/program.ts';
import { bundle } from '../../src/setup/build.mjs';
import { commandsPage } from '../../src/setup/reference/commands-page.ts';
import { filePage } from '../../src/setup/reference/file-page.ts';
import { findingsPage } from '../../src/setup/reference/findings-page.ts';
import { byLicence, licencesOf, licencesPage } from '../../src/setup/reference/licences-page.ts';
import { markdownTable } from '../../src/setup/reference/table.ts';
import { bundledPackages, thirdPartyText } from '../../src/setup/third-party.mjs';
import { packageRoot } from '../helpers/prepare.ts';

const program = buildProgram(
  () => undefined,
  async () => undefined,
);

const lock = readFileSync(join(packageRoot, 'package-lock.json'), 'utf8');
const bundled = bundledPackages(await bundle({ write: false }), packageRoot);

test.each([
  ['commands.md', () => commandsPage(program)],
  ['file.md', filePage],
  ['findings.md', findingsPage],
  ['third-party.md', () => licencesPage(lock, bundled)],
])('docs/reference/%s is what the code says (npm run reference writes it)', (name, page) => {
  expect(readFileSync(join(packageRoot, 'docs', 'reference', name), 'utf8')).toBe(page());
});

test('a bar or a line break in a cell breaks no table', () => {
  expect(markdownTable(['a'], [['x|y\nz']])).toBe('| a |\n|---|\n| x\\|y z |');
});

test('no package that a user gets is under a licence that asks for more than a notice', () => {
  const fine =
    /^\(?(?:(?:Apache-2\.0|MIT|ISC|BSD-[23]-Clause|BlueOak-1\.0\.0|0BSD|CC0-1\.0|CC-BY-3\.0|Python-2\.0)(?: (?:AND|OR) )?)+\)?$/;
  const other = [...licencesOf(lock), ...byLicence(bundled)].filter(([licence]) => !fine.test(licence));
  // Its LICENSE file is the text of MIT.
  expect(other).toEqual([['SEE LICENSE IN LICENSE', ['@logdna/tail-file']]]);
});

test('the notice of every package in the bundle goes along', () => {
  const text = thirdPartyText(bundled);
  expect(bundled.length).toBeGreaterThan(50);
  for (const { name, version, licence, notices } of bundled) {
    expect(text).toContain(`${name} ${version} (${licence})`);
    for (const notice of notices) expect(text).toContain(notice);
    // Apache-2.0 asks for its text and a NOTICE where there is one; the text stands with the others.
    if (notices.length === 0) expect(licence, name).toBe('Apache-2.0');
  }
});
