import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountId, type Bench, openBench, region, startupFile } from '../helpers/bench.ts';
import { filesBelow } from '../helpers/read-account.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench?.stop());

test('templates: list, show, validate, schema', async () => {
  const plain = { plain: true };
  const list = await bench.run(['template', 'list'], plain);
  expect([list.code, list.stdout.includes('startup')]).toEqual([0, true]);
  const shown = await bench.run(['template', 'show', 'startup'], plain);
  expect(shown.stdout).toBe(
    readFileSync(join(import.meta.dirname, '..', '..', 'templates', 'startup.yaml'), 'utf8'),
  );
  const schema = await bench.run(['template', 'schema'], plain);
  expect(JSON.parse(schema.stdout)).toHaveProperty('$schema');
  const good = await bench.run(['template', 'validate', bench.writeFile(startupFile)], plain);
  expect([good.code, good.stdout]).toEqual([0, expect.stringContaining('valid')]);
  const bad = bench.writeFile(startupFile.replace('groups: [finance]', 'groups: [finanse]'));
  const mistaken = await bench.run(['template', 'validate', bad], plain);
  expect(mistaken.code).toBe(4);
  expect(mistaken.stderr).toContain('finanse');
});

test('init writes the file from flags, and changes nothing in the account', async () => {
  bench.writeFile(`version: 1\nextends: startup\n`);
  bench.front.resetCounters();
  const end = await bench.run([
    ...['init', '--json', '--region', region, '--alias', 'acme-test'],
    ...['--admin', 'ada', '--admin', 'grace'],
  ]);
  expect(end.code, `${end.stderr}${end.stdout}`).toBe(0);
  const { file, answers } = JSON.parse(end.stdout);
  expect(answers.account).toMatchObject({ id: accountId, alias: 'acme-test', region });
  expect(readFileSync(file, 'utf8')).toContain('grace');
  const changes = Object.keys(bench.front.counters().changes).filter((name) => name !== 'sts:AssumeRole');
  expect(changes).toEqual([]);
});

test('report writes three forms for their owner only, without changing anything', async () => {
  bench.writeFile(startupFile);
  bench.front.resetCounters();
  const end = await bench.run(['report', '--json']);
  expect(end.code, end.stderr).toBe(0);
  const { handover, files } = JSON.parse(end.stdout) as { handover: string; files: string[] };
  expect(files).toEqual(expect.arrayContaining(['report.html', 'report.md', 'report.json']));
  const written = filesBelow(handover);
  expect(written.filter((each) => each.mode !== (each.folder ? 0o700 : 0o600))).toEqual([]);
  expect(JSON.parse(readFileSync(join(handover, 'report.json'), 'utf8'))).toHaveProperty('account');
  expect(readFileSync(join(handover, 'report.html'), 'utf8')).toContain('<!doctype html>');
  expect(bench.front.counters().changing).toBe(0);
});

test('state: where, backup, restore and unlock say what is so where there is none', async () => {
  const env = { BOOTSTRAP_ACCOUNT_ACCOUNT: accountId };
  const ask = (...words: string[]) => bench.run(['state', ...words, '--json'], { plain: true, env });
  const where = await ask('where');
  expect(JSON.parse(where.stdout)).toMatchObject({ exitCode: 0, state: { exists: false, backups: [] } });
  const backup = await ask('backup');
  expect(backup.code).toBe(4);
  expect(JSON.parse(backup.stdout).error.code).toBe('NothingToBackUp');
  const restore = await ask('restore', 'no-such-backup');
  expect(restore.code).toBe(4);
  expect(JSON.parse(restore.stdout).error.message).toContain('no-such-backup');
  const unlock = await ask('unlock');
  expect(JSON.parse(unlock.stdout)).toMatchObject({ exitCode: 0, removed: [] });
});

test('doctor tells its checks as JSON', async () => {
  const end = await bench.run(['doctor', '--json']);
  const { checks, exitCode } = JSON.parse(end.stdout) as { checks: { state: string }[]; exitCode: number };
  expect(exitCode).toBe(end.code);
  expect(checks.length).toBeGreaterThan(3);
  expect(end.code).toBe(checks.some((check) => check.state === 'fail') ? 1 : 0);
});
