import { readFileSync, rmSync } from 'node:fs';
import { GetUserCommand, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountId, type Bench, openBench, region, yes } from '../helpers/bench.ts';
import { filesBelow } from '../helpers/read-account.ts';

const file = `version: 1
extends: startup
account: { id: "${accountId}", region: ${region} }
regions: home
trail: { encryption: sse-s3 }
people:
  - { name: ada, groups: [admins] }
`;
let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  const source = bench.writeFile(file);
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, end.stderr).toBe(0);
  // From here on the rehearsal's own copy is the file.
  rmSync(source);
});
afterAll(() => bench?.stop());

async function keysOf(name: string): Promise<readonly string[]> {
  const { AccessKeyMetadata: keys = [] } = await bench.clients.iam.send(
    new ListAccessKeysCommand({ UserName: name }),
  );
  return keys.map((key) => `${key.AccessKeyId?.slice(-4)} ${key.Status}`);
}
const secrets: string[] = [];
/** Runs a command of machines; what it hands out is remembered, and searched for at the end. */
async function machine(...words: readonly string[]): Promise<{ result: string; printed: string }> {
  const end = await bench.run(['machine', ...words, '--yes', '--json']);
  expect(end.code, end.stderr).toBe(0);
  const document = JSON.parse(end.stdout) as { result: string; key?: { path?: string } | null };
  const path = document.key?.path;
  if (path !== undefined) {
    expect(filesBelow(bench.home).find((each) => each.path === path)?.mode).toBe(0o600);
    secrets.push(/AWS_SECRET_ACCESS_KEY=(\S+)/.exec(readFileSync(path, 'utf8'))?.[1] ?? '');
  }
  return { result: document.result, printed: end.stdout + end.stderr };
}

test('from the first key over a rotation to nothing; no secret is kept anywhere', async () => {
  const add = ['add', 'uploader', '--group', 'api', '--purpose', 'Stores builds'];
  const printed = [(await machine(...add)).printed];
  const made = await bench.clients.iam.send(new GetUserCommand({ UserName: 'uploader' }));
  expect(made.User?.Path).toBe('/machine/');
  expect(made.User?.PermissionsBoundary?.PermissionsBoundaryArn).toContain('uploader-boundary');
  const [first] = await keysOf('uploader');
  expect((await machine(...add)).result).toBe('nothing');
  expect(await keysOf('uploader')).toEqual([first]);

  printed.push((await machine('rotate', 'uploader')).printed);
  expect(await keysOf('uploader')).toHaveLength(2);
  const twice = await bench.run(['machine', 'rotate', 'uploader', '--yes']);
  expect([twice.code, twice.stderr]).toEqual([3, expect.stringContaining('under way')]);
  const old = first?.slice(0, 4) ?? '';
  expect((await machine('rotate', 'uploader', '--finish')).result).toBe('switched-off');
  expect(await keysOf('uploader')).toContain(`${old} Inactive`);
  expect((await machine('rotate', 'uploader', '--undo')).result).toBe('switched-on');
  expect(await keysOf('uploader')).toContain(`${old} Active`);
  await machine('rotate', 'uploader', '--finish');
  expect((await machine('rotate', 'uploader', '--finish')).result).toBe('waiting');
  const list = await bench.run(['machine', 'list', '--json']);
  expect(JSON.parse(list.stdout).machines[0].rotation).toContain(`${old} off since`);
  expect((await machine('rotate', 'uploader', '--finish', '--now')).result).toBe('deleted');
  expect(await keysOf('uploader')).toHaveLength(1);

  expect(secrets).toHaveLength(2);
  const outside = filesBelow(bench.home).filter((each) => !each.path.includes('/passwords/'));
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(30);
    expect(outside.filter((each) => each.content.includes(secret)).map((each) => each.path)).toEqual([]);
    expect(printed.join('')).not.toContain(secret);
  }
  expect((await machine('remove', 'uploader')).result).toBe('removed');
  await expect(keysOf('uploader')).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  bench.front.resetCounters();
  expect((await machine('remove', 'uploader')).result).toBe('nothing');
  expect(bench.front.counters().changing).toBe(0);
  const sync = await bench.run(['apply', '--yes']);
  expect([sync.code, sync.stdout.includes('In sync')]).toEqual([0, true]);
});
