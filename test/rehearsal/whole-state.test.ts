import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statePaths } from '../../src/engine/state-folder.ts';
import { accountId, type Bench, openBench, startupFile, yes } from '../helpers/bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  bench.writeFile(file);
});
afterAll(() => bench?.stop());

/** Both machines have the file as a team commits it: with the name that the first plan wrote into it. */
const file = `${startupFile}trail: { bucket: acme-audit-for-two-machines }\n`;

/** Another machine: a home of its own, the same account. */
const other = () => ({ env: { XDG_STATE_HOME: join(bench.home, 'other') } });
const homeOf = (which: 'state' | 'other') => join(bench.home, which, 'bootstrap-account', 'rehearsal');
const folderOf = (which: 'state' | 'other') => join(homeOf(which), 'state', accountId);
const fileOf = (which: 'state' | 'other') => join(homeOf(which), accountId, 'bootstrap-account.yaml');
const grown = (name: string): string =>
  file.replace('machines:', `  - { name: ${name}, groups: [developers] }\nmachines:`);
const codeOf = (stdout: string): string => JSON.parse(stdout).error.code;

test('two machines: two states are refused, one shared state goes on from either', async () => {
  const first = await bench.run(['apply', ...yes]);
  expect(first.code, first.stderr).toBe(0);

  // The other machine takes over, knowingly; from then on the first one's state is refused, not mixed in.
  const taken = await bench.run(['apply', ...yes], other());
  expect(taken.code, taken.stderr).toBe(0);
  expect(taken.stderr).toContain('is run from another state');
  const before = bench.front.counters().changing;
  const refused = await bench.run(['apply', '--json', ...yes]);
  expect([refused.code, codeOf(refused.stdout)], refused.stderr).toEqual([3, 'StateOfAnother']);
  expect(bench.front.counters().changing).toBe(before);

  const moved = await bench.run(['state', 'move', '--json', '--yes'], other());
  expect(moved.code, moved.stderr).toBe(0);
  const to: string = JSON.parse(moved.stdout).moved.to;
  const Bucket = to.replace('s3://', '');
  expect(readFileSync(fileOf('other'), 'utf8')).toContain(`state: "${to}"`);
  const { s3 } = bench.clients;
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
  const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
  const rule = encryption.ServerSideEncryptionConfiguration?.Rules?.[0];
  expect(rule?.ApplyServerSideEncryptionByDefault).toMatchObject({ SSEAlgorithm: 'aws:kms' });
  const again = await bench.run(['state', 'move', '--json', '--yes'], other());
  expect(JSON.parse(again.stdout).moved.moved).toBe(false);

  // The first machine gets the file; its own state is in the way, and that is said.
  const text = readFileSync(fileOf('state'), 'utf8');
  writeFileSync(fileOf('state'), `${text}state: ${to}\n`);
  const inTheWay = await bench.run(['apply', '--json', ...yes]);
  expect([inTheWay.code, codeOf(inTheWay.stdout)]).toEqual([3, 'OwnStateHere']);
  rmSync(folderOf('state'), { recursive: true });
  bench.front.resetCounters();
  const joined = await bench.run(['apply', ...yes]);
  expect(joined.stdout, joined.stderr).toContain('In sync');
  // The lock alone is written and removed.
  expect(Object.keys(bench.front.counters().changes)).toEqual(['s3:DeleteObject', 's3:PutObject']);

  // It applies something; the one that moved the state goes on from there.
  bench.writeFile(grown('eve'));
  const applied = await bench.run(['apply', ...yes]);
  expect(applied.code, applied.stderr).toBe(0);
  const seen = await bench.run(['plan', '--json'], other());
  expect(JSON.parse(seen.stdout), seen.stderr).toMatchObject({ result: 'in-sync' });

  // Both at once: the lock of another machine refuses, and `state unlock` is the way out.
  const Key = `bootstrap-account/${accountId}/lock.json`;
  const lock = { nonce: 'n', pid: 1, start: 's', host: 'elsewhere', command: 'apply', since: '2026-11-26' };
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(lock) }));
  const held = await bench.run(['apply', '--json', ...yes], other());
  expect([held.code, codeOf(held.stdout)]).toEqual([3, 'StateLocked']);
  expect(held.stdout).toContain('pid 1 on elsewhere');
  const where = await bench.run(['state', 'where'], other());
  expect(where.stdout).toContain('apply, pid 1 on elsewhere');
  const unlocked = await bench.run(['state', 'unlock', '--json'], other());
  expect(JSON.parse(unlocked.stdout).removed.join()).toContain('elsewhere');
  const runs = await Promise.all([
    bench.run(['state', 'backup', '--json']),
    bench.run(['state', 'backup', '--json'], other()),
  ]);
  expect(runs.map(({ code }) => code).filter((code) => code !== 0 && code !== 3)).toEqual([]);
  expect(runs.some(({ code }) => code === 0)).toBe(true);

  // Back: this machine's folder is whole, the other one is told.
  const back = await bench.run(['state', 'move', '--to', 'local', '--json', '--yes']);
  expect(back.code, back.stderr).toBe(0);
  expect(readFileSync(fileOf('state'), 'utf8')).not.toContain('state:');
  expect(existsSync(statePaths(folderOf('state')).checkpoint)).toBe(true);
  const told = await bench.run(['plan', '--json'], other());
  expect([told.code, codeOf(told.stdout)]).toEqual([3, 'StateMoved']);
  const settled = await bench.run(['apply', ...yes]);
  expect(settled.stdout, settled.stderr).toContain('In sync');

  // Nothing in the bucket or the files gives access to the account.
  const list = await s3.send(new ListObjectsV2Command({ Bucket }));
  const keys = (list.Contents ?? []).map(({ Key: key }) => key?.split('/').at(-1));
  expect(keys.sort()).toEqual(['moved.json', 'passphrase', 'state.json']);
  const state = await s3.send(
    new GetObjectCommand({ Bucket, Key: `bootstrap-account/${accountId}/state.json` }),
  );
  expect(await state.Body?.transformToString()).not.toMatch(/A[KS]IA[A-Z0-9]{16}|aws_secret/i);
});
