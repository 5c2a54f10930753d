import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newAccountFile } from '../../src/config/write.ts';
import { type Editor, openEditor } from '../helpers/editor.ts';
import { makeFolder, packageRoot } from './temp-folder.ts';

/** Files as a team opens them, with the first line that leads the editor to the schema. */
const shipped = [
  'templates/startup.yaml',
  'templates/strict.yaml',
  'templates/minimal.yaml',
  'examples/rehearsal.yaml',
  'examples/checkbot.yaml',
  'examples/templates/two-founders/team.yaml',
  'examples/templates/two-founders/bootstrap-account.yaml',
  'examples/templates/data-team/team.yaml',
  'examples/templates/data-team/bootstrap-account.yaml',
  'examples/templates/agency/company/company.yaml',
  'examples/templates/agency/team.yaml',
  'examples/templates/agency/bootstrap-account.yaml',
] as const;

let editor: Editor;
beforeAll(async () => {
  editor = await openEditor();
});
afterAll(() => editor?.close());

const open = (path: string, change: (text: string) => string = (text) => text) =>
  editor.open(
    pathToFileURL(join(packageRoot, path)).href,
    change(readFileSync(join(packageRoot, path), 'utf8')),
  );

test.each(shipped)(
  '%s: no complaint; a misspelt key and a wrong value are told where they are',
  async (path) => {
    expect(await open(path)).toEqual([]);
    const broken = await open(path, (text) => `${text}\ngraceDayz: 7\ngraceDays: many\n`);
    const lines = readFileSync(join(packageRoot, path), 'utf8').split('\n').length;
    expect(broken.map(({ line, message }) => `${line - lines}: ${message}`).sort()).toEqual([
      '0: Property graceDayz is not allowed.',
      '1: Incorrect type. Expected "integer".',
    ]);
  },
);

test.each(shipped)('%s: keys and choices complete, each with its description', async (path) => {
  const text = `${readFileSync(join(packageRoot, path), 'utf8')}\n`;
  const uri = pathToFileURL(join(packageRoot, path)).href;
  const keys = await editor.complete(uri, text, { line: text.split('\n').length - 1, character: 0 });
  const exceptions = keys.find(({ label }) => label === 'exceptions');
  expect(exceptions?.documentation).toContain('Findings of check');
  const [head] = text.split('\n');
  const choice = `${head}\nversion: 1\npolicies:\n  own:\n    statements:\n      - Effect: \n`;
  const at = choice.split('\n').findIndex((line) => line.endsWith('- Effect: '));
  const effects = await editor.complete(uri, choice, { line: at, character: '      - Effect: '.length });
  expect(effects.map(({ label }) => label)).toEqual(expect.arrayContaining(['Allow', 'Deny']));
});

test('a new file leads to the schema where the package is installed, and where it was printed', async () => {
  const schema = readFileSync(join(packageRoot, 'templates', 'schema.json'), 'utf8');
  const places = {
    'a/node_modules/bootstrap-account/templates/schema.json': schema,
    'a/accounts/acme/x': '',
    'b/schema.json': schema,
    'c/x': '',
  };
  const folder = await makeFolder(places);
  const own = { version: 1, extends: 'startup' } as const;
  for (const [place, line] of [
    ['a', '# yaml-language-server: $schema=./node_modules/bootstrap-account/templates/schema.json'],
    [
      'a/accounts/acme',
      '# yaml-language-server: $schema=../../node_modules/bootstrap-account/templates/schema.json',
    ],
    ['b', '# yaml-language-server: $schema=./schema.json'],
  ] as const) {
    const path = join(folder, place, 'bootstrap-account.yaml');
    await newAccountFile(path, own);
    const text = readFileSync(path, 'utf8');
    expect(text.split('\n')[0]).toBe(line);
    const found = await editor.open(pathToFileURL(path).href, `${text}acount: {}\n`);
    expect(found.map(({ message }) => message)).toEqual(['Property acount is not allowed.']);
  }
  const alone = join(folder, 'c', 'bootstrap-account.yaml');
  await newAccountFile(alone, own);
  expect(await editor.open(pathToFileURL(alone).href, readFileSync(alone, 'utf8'))).toEqual([]);
});
