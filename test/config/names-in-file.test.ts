import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readNamesInFile } from '../../src/config/names-in-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'names-in-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const read = (text: string) => {
  writeFileSync(join(folder, 'a.yaml'), text);
  return readNamesInFile(join(folder, 'a.yaml'));
};
const none = { person: [], group: [], machine: [], role: [] };

test('names of every kind', async () => {
  const text = 'people: [ { name: ada }, { email: x } ]\ngroups: { admins: {} }\nroles: { checkbot: {} }\n';
  expect(await read(text)).toEqual({ ...none, person: ['ada'], group: ['admins'], role: ['checkbot'] });
});

test.each([
  ['a file with mistakes', 'version: 9\npeople: [ { name: ada } ]\n', { ...none, person: ['ada'] }],
  ['no YAML', 'people: [', none],
  ['something else', '42', none],
])('%s', async (_, text, expected) => expect(await read(text)).toEqual(expected));

test('no file', async () => expect(await readNamesInFile(join(folder, 'none.yaml'))).toEqual(none));
