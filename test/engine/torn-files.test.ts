import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recoverState } from '../../src/engine/recovery.ts';

let folder = '';
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'torn-files-')), '123456789012');
  mkdirSync(folder, { mode: 0o700 });
});
afterEach(() => rmSync(dirname(folder), { recursive: true }));
const put = (name: string, text: string): string => {
  const path = join(folder, '.pulumi', 'stacks', 'bootstrap-account', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
};

test('attributes that a killed engine left empty, and its unfinished copy, go; all else stays', async () => {
  const kept = [
    put('123456789012.json', '{"version":3,"checkpoint":{"stack":"s"}}'),
    put('123456789012.json.bak', '{'),
    put('123456789012.json.bak.attrs', '{"md5":"AA=="}'),
  ];
  const torn = [
    put('123456789012.json.attrs', ''),
    put('other.json.attrs', '{"md5":'),
    put('123456789012.json.18eb778e61e5d4f8.tmp', '{"versi'),
  ];
  await recoverState(folder);
  expect(kept.filter((path) => !existsSync(path))).toEqual([]);
  expect(torn.filter((path) => existsSync(path))).toEqual([]);
});

test('a folder without a store is nothing to mend', async () => {
  await expect(recoverState(folder)).resolves.toMatchObject({ pending: [] });
});
