import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { packageRoot } from '../helpers/prepare.ts';

const home = mkdtempSync(join(tmpdir(), 'bootstrap-account-linked-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('a second checkout that links to the packages of a first leaves them alone, whatever its lock file says', () => {
  const [first, second] = [join(home, 'first'), join(home, 'second')];
  const kept = join(first, 'node_modules', 'kept', 'package.json');
  mkdirSync(join(kept, '..'), { recursive: true });
  writeFileSync(kept, '{ "name": "kept", "version": "1.0.0" }');
  cpSync(join(packageRoot, 'src', 'setup'), join(second, 'src', 'setup'), { recursive: true });
  for (const folder of ['programs', 'dist']) mkdirSync(join(second, folder));
  writeFileSync(join(second, 'package.json'), '{ "name": "second", "version": "1.0.0" }');
  const lock = {
    name: 'second',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: { '': { name: 'second', version: '1.0.0' } },
  };
  writeFileSync(join(second, 'package-lock.json'), JSON.stringify(lock));
  symlinkSync(join(first, 'node_modules'), join(second, 'node_modules'));
  // Built a moment from now: there is nothing to bundle.
  const main = join(second, 'dist', 'main.js');
  writeFileSync(main, '');
  const later = new Date(Date.now() + 60_000);
  utimesSync(main, later, later);

  const { status, stderr } = spawnSync(
    process.execPath,
    [join(second, 'src', 'setup', 'run.mjs'), 'nothing'],
    {
      encoding: 'utf8',
    },
  );

  expect(stderr).toContain('node_modules is a link');
  expect(stderr).toContain('Unknown mode nothing');
  expect(status).toBe(4);
  expect(existsSync(kept)).toBe(true);
});
