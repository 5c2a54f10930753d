import { rmSync } from 'node:fs';
import { ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountId, type Bench, openBench, region, yes } from '../helpers/bench.ts';

const file = `version: 1
extends: startup
account: { id: "${accountId}", region: ${region} }
regions: home
trail: { encryption: sse-s3 }
people:
  - { name: ada, groups: [admins] }
`;
let bench: Bench;
/** Called at the first call after a key was made, before it is answered. */
let afterMaking: (() => void) | undefined;
beforeAll(async () => {
  let made = false;
  bench = await openBench({
    onCall: (_, __, action) => {
      if (made) afterMaking?.();
      made = action === 'CreateAccessKey';
    },
  });
  const source = bench.writeFile(file);
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, end.stderr).toBe(0);
  rmSync(source);
});
afterAll(() => bench?.stop());

async function keysOfUploader(): Promise<readonly string[]> {
  const { AccessKeyMetadata: keys = [] } = await bench.clients.iam.send(
    new ListAccessKeysCommand({ UserName: 'uploader' }),
  );
  return keys.map((key) => `${key.AccessKeyId?.slice(-4)} ${key.Status}`);
}
const rotate = (...words: readonly string[]) => bench.run(['machine', 'rotate', 'uploader', ...words]);

test('a key of a run that was killed takes no working key with it, and goes only when that is agreed to', async () => {
  const add = ['machine', 'add', 'uploader', '--group', 'api', '--purpose', 'Stores builds', '--yes'];
  const added = await bench.run(add);
  expect(added.code, added.stderr).toBe(0);
  const [old = ''] = await keysOfUploader();
  const { child, ended } = bench.start(['machine', 'rotate', 'uploader', '--yes']);
  afterMaking = () => child.kill('SIGKILL');
  await ended;
  afterMaking = undefined;
  const both = await keysOfUploader();
  expect(both).toHaveLength(2);
  const unseen = both.find((each) => each !== old)?.slice(0, 4) ?? '';

  const finish = await rotate('--finish', '--yes');
  expect([finish.code, finish.stderr]).toEqual([3, expect.stringContaining(`…${unseen}`)]);
  const unconfirmed = await rotate();
  expect([unconfirmed.code, unconfirmed.stderr]).toEqual([4, expect.stringContaining(`…${unseen}`)]);
  expect(await keysOfUploader()).toEqual(both);

  const again = await rotate('--yes');
  expect(again.code, again.stderr).toBe(0);
  const now = await keysOfUploader();
  expect(now).toHaveLength(2);
  expect(now).toContain(old);
  expect(now.join()).not.toContain(unseen);
});
