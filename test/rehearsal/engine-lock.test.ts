import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packageRoot } from './engine-fixture.ts';

// Ten processes want one lock at the same moment. Whoever has it keeps it until all have said what they got.
const contenders = 10;
const script = (folder: string, place: string) => `
import { existsSync, writeFileSync } from 'node:fs';
import { holdLock } from ${JSON.stringify(join(packageRoot, 'src', 'engine', 'lock.ts'))};
const wait = async (file) => { while (!existsSync(file)) await new Promise((next) => setTimeout(next, 5)); };
const [id] = process.argv.slice(2);
writeFileSync(${JSON.stringify(place)} + '/ready-' + id, '');
await wait(${JSON.stringify(join(place, 'go'))});
try {
  const lock = await holdLock(${JSON.stringify(folder)}, { command: 'run ' + id, now: () => new Date() });
  writeFileSync(${JSON.stringify(place)} + '/won-' + id, '');
  await wait(${JSON.stringify(join(place, 'stop'))});
  lock.release();
} catch (error) {
  writeFileSync(${JSON.stringify(place)} + '/' + error.code + '-' + id, error.message);
}
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'engine-contend-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const dead = {
  nonce: 'n',
  pid: 4_999_999,
  start: 's',
  host: hostname(),
  command: 'apply',
  since: '2026-01-01T00:00:00.000Z',
};

test.each([
  ['free', undefined],
  ['of a dead process', dead],
])('a lock that is %s goes to one of ten', async (_, before) => {
  const [folder, place] = [join(root, '111122223333'), join(root, 'place')];
  mkdirSync(folder, { mode: 0o700 });
  mkdirSync(place);
  if (before !== undefined) writeFileSync(join(folder, 'lock.json'), JSON.stringify(before));
  writeFileSync(join(root, 'contend.mjs'), script(folder, place));
  const ended = Array.from({ length: contenders }, (_unused, id) => {
    const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'contend.mjs'), String(id)], {
      cwd: packageRoot,
      stdio: 'inherit',
    });
    return new Promise<void>((resolve) => child.once('close', () => resolve()));
  });
  const seen = (word: string) => readdirSync(place).filter((name) => name.startsWith(word));
  while (seen('ready-').length < contenders) await sleep(20);
  writeFileSync(join(place, 'go'), '');
  while (seen('won-').length + seen('StateLocked-').length < contenders) await sleep(20);
  writeFileSync(join(place, 'stop'), '');
  await Promise.all(ended);
  expect(seen('won-')).toHaveLength(1);
  expect(seen('StateLocked-')).toHaveLength(contenders - 1);
  expect(existsSync(join(folder, 'lock.json'))).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});
