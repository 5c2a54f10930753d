import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadAccountFile } from '../../src/config/load.ts';
import type { Context } from '../../src/context.ts';
import { statePaths } from '../../src/engine/state-folder.ts';
import { digestOf, readCopy, readCopyRecord } from '../../src/engine/working-copy.ts';
import type { RefusedError } from '../../src/errors.ts';
import { moveToBucket, moveToFolder } from '../../src/flow/move-state.ts';
import type { Place } from '../../src/flow/place.ts';
import { breakSharedLock, holdSharedLock } from '../../src/flow/shared-lock.ts';
import { sharedPlace, takeShared, withShared } from '../../src/flow/shared-state.ts';
import { contextOf, makeFolder } from '../config/temp-folder.ts';
import { FakeBucket, Killed } from '../helpers/fake-bucket.ts';

const accountId = '123456789012';
const text = `# ours\nversion: 1\nextends: startup\naccount: { id: "${accountId}", region: eu-west-1 }\n`;
const stateOf = (mark: string): string =>
  JSON.stringify({ version: 3, checkpoint: { stack: accountId, latest: { resources: [], mark } } });

let root: string;
let bucket: FakeBucket;
const told: string[] = [];
beforeEach(async () => {
  root = await makeFolder({ 'bootstrap-account.yaml': text });
  bucket = new FakeBucket();
  told.length = 0;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function contextHere(): Context {
  const host = { interactive: false, tell: (one: { text: string }) => told.push(one.text) };
  return {
    ...contextOf(root),
    host,
    now: () => new Date('2026-11-26T10:00:00.000Z'),
    randomBytes: (size: number) => new Uint8Array(size).fill(7),
    flags: { yes: true, json: false },
  } as unknown as Context;
}
/** A machine is a folder of its own; the account file is everybody's. */
async function machine(name: string) {
  const context = contextHere();
  const file = await loadAccountFile(context);
  const stateBucket = file.merged.state?.replace('s3://', '');
  const place = {
    clients: bucket.clients,
    target: { stateRoot: join(root, name), region: 'eu-west-1' },
    caller: { accountId, partition: 'aws', arn: 'arn:aws:iam::123456789012:user/op' },
    ...(stateBucket === undefined ? {} : { stateBucket }),
  } as unknown as Place;
  const folder = join(root, name, accountId);
  return { context, file, place, folder };
}
async function putState(name: string, mark: string): Promise<void> {
  const { folder } = await machine(name);
  const { checkpoint, passphrase } = statePaths(folder);
  mkdirSync(dirname(checkpoint), { recursive: true, mode: 0o700 });
  writeFileSync(checkpoint, stateOf(mark), { mode: 0o600 });
  writeFileSync(passphrase, `${name}-passphrase\n`, { mode: 0o600 });
}
async function move(name: string, to?: string) {
  const { context, file, place } = await machine(name);
  return moveToBucket(context, file, place, to);
}
/** What a command on a machine finds: the state the account file leads to. */
async function stateSeenBy(name: string): Promise<string | undefined> {
  const { context, place, folder } = await machine(name);
  const shared = sharedPlace(place, folder);
  if (shared !== undefined) await takeShared(context, shared, folder);
  return readCopy(folder).state;
}

test('a move is complete, told in the file with its comments, and a second one finds nothing to do', async () => {
  await putState('a', 'one');
  const { to } = await move('a');
  expect(to).toMatch(/^s3:\/\/account-state-123456789012-eu-west-1-07070707$/);
  const file = readFileSync(join(root, 'bootstrap-account.yaml'), 'utf8');
  expect(file).toContain('# ours');
  expect(file).toContain(`state: "${to}"`);
  expect(bucket.textOf('state.json')).toBe(stateOf('one'));
  expect(bucket.textOf('passphrase')).toBe('a-passphrase\n');
  expect(bucket.textOf('lock.json')).toBeUndefined();
  expect((await move('a')).moved).toBe(false);
  mkdirSync(join(root, 'b', accountId), { recursive: true, mode: 0o700 });
  expect(await stateSeenBy('b')).toBe(stateOf('one'));
  expect(readCopy((await machine('b')).folder).passphrase).toBe('a-passphrase\n');
});

test('killed at any call of a move, one whole state is left, and the next try ends it', async () => {
  await putState('a', 'one');
  await move('a');
  const calls = bucket.calls;
  expect(calls).toBeGreaterThan(12);
  for (const after of [false, true]) {
    for (let call = 1; call <= calls; call += 1) {
      writeFileSync(join(root, 'bootstrap-account.yaml'), text);
      rmSync(join(root, 'a'), { recursive: true });
      bucket = new FakeBucket();
      await putState('a', 'one');
      bucket.killAt = { call, after };
      await move('a').catch((error) => {
        // What is ours ends the call as an error of the tool; only a kill is no end at all.
        if (!(error instanceof Killed) && !(error.cause instanceof Killed)) throw error;
      });
      bucket.killAt = undefined;
      // A kill leaves the lock of a process that is gone; in this test that process is the test itself.
      bucket.objects.delete(`bootstrap-account/${accountId}/lock.json`);
      expect(await stateSeenBy('a'), `call ${call}`).toBe(stateOf('one'));
      await move('a');
      expect(bucket.textOf('state.json')).toBe(stateOf('one'));
      expect(readFileSync(join(root, 'bootstrap-account.yaml'), 'utf8')).toContain('state: "s3://');
    }
  }
});

test('a run writes back what it changed; one that could not is gone on from', async () => {
  await putState('a', 'one');
  await move('a');
  const { context, place, folder } = await machine('a');
  const shared = sharedPlace(place, folder)!;
  const run = (mark: string) =>
    withShared(context, shared, { folder, command: 'apply' }, async () => {
      writeFileSync(statePaths(folder).checkpoint, stateOf(mark), { mode: 0o600 });
    });
  await run('two');
  expect(bucket.textOf('state.json')).toBe(stateOf('two'));
  expect(readCopyRecord(folder)?.digest).toBe(digestOf(stateOf('two')));

  // The network goes when the run ends: the lock stays, and the next run here writes back first.
  bucket.killAt = { call: bucket.calls + 5, after: false };
  await expect(run('three')).rejects.toThrow();
  bucket.killAt = undefined;
  expect(bucket.textOf('state.json')).toBe(stateOf('two'));
  expect(bucket.textOf('lock.json')).toBeDefined();
  bucket.objects.delete(`bootstrap-account/${accountId}/lock.json`);
  expect(await stateSeenBy('a')).toBe(stateOf('three'));
  expect(told.join()).toContain('going on from it');
  await withShared(context, shared, { folder, command: 'apply' }, async () => undefined);
  expect(bucket.textOf('state.json')).toBe(stateOf('three'));
});

test('two at once: the second is told who works', async () => {
  await putState('a', 'one');
  await move('a');
  const { context, place, folder } = await machine('a');
  const shared = sharedPlace(place, folder)!;
  const second = withShared(context, shared, { folder, command: 'apply' }, async () => {
    const b = await machine('b');
    await withShared(b.context, shared, { folder: b.folder, command: 'check' }, async () => undefined);
  });
  await expect(second).rejects.toMatchObject({ code: 'StateLocked', exitCode: 3 });
  expect(bucket.textOf('lock.json')).toBeUndefined();
});

test('what another machine did meanwhile counts; what was not written back here is kept as a backup', async () => {
  await putState('a', 'one');
  await move('a');
  const a = await machine('a');
  writeFileSync(statePaths(a.folder).checkpoint, stateOf('lost'), { mode: 0o600 });
  const b = await machine('b');
  mkdirSync(b.folder, { recursive: true, mode: 0o700 });
  await withShared(
    b.context,
    sharedPlace(b.place, b.folder)!,
    { folder: b.folder, command: 'apply' },
    async () => writeFileSync(statePaths(b.folder).checkpoint, stateOf('two'), { mode: 0o600 }),
  );
  expect(await stateSeenBy('a')).toBe(stateOf('two'));
  expect(told.join()).toContain('kept as backup 2026-11-26T10-00-00-000Z.json');
});

test('a state of one’s own beside a shared one is refused, a state that is gone too', async () => {
  await putState('a', 'one');
  await move('a');
  await putState('b', 'other');
  await expect(stateSeenBy('b')).rejects.toMatchObject({ code: 'OwnStateHere', exitCode: 3 });
  bucket.objects.delete(`bootstrap-account/${accountId}/state.json`);
  await expect(stateSeenBy('a')).rejects.toMatchObject({ code: 'SharedStateGone', exitCode: 3 });
});

test('back to this machine: the file no longer names the bucket, machines with the old file are told', async () => {
  await putState('a', 'one');
  const { to } = await move('a');
  const old = readFileSync(join(root, 'bootstrap-account.yaml'), 'utf8');
  const { context, file, place, folder } = await machine('a');
  expect(await moveToFolder(context, file, place)).toEqual({ from: to, to: folder, moved: true });
  expect(readFileSync(join(root, 'bootstrap-account.yaml'), 'utf8')).toBe(text);
  expect(readCopyRecord(folder)).toBeUndefined();
  expect(await stateSeenBy('a')).toBe(stateOf('one'));
  writeFileSync(join(root, 'bootstrap-account.yaml'), old);
  mkdirSync(join(root, 'b', accountId), { recursive: true, mode: 0o700 });
  await expect(stateSeenBy('b')).rejects.toMatchObject({ code: 'StateMoved', exitCode: 3 });
});

test('while the state moves back nobody can take it in between, and another folder of that name is another one', async () => {
  await putState('a', 'one');
  const { to } = await move('a');
  const { context, file, place, folder } = await machine('a');
  const path = `bootstrap-account/${accountId}/moved.json`;
  const held: boolean[] = [];
  bucket.seen = (name, key) => {
    if (name === 'PutObjectCommand' && key === path) held.push(bucket.textOf('lock.json') !== undefined);
  };
  await moveToFolder(context, file, place);
  expect(held).toEqual([true]);
  // Another machine whose folder is called the same, and whose working copy is old.
  writeFileSync(join(folder, 'state-id'), '0123456789abcdef\n');
  writeFileSync(
    join(folder, 'working-copy.json'),
    JSON.stringify({ bucket: to.slice('s3://'.length), etag: '"0"', digest: 'old' }),
  );
  const b = await machine('a');
  await expect(moveToFolder(b.context, b.file, b.place)).rejects.toMatchObject({ code: 'StateMoved' });
  expect(readCopyRecord(folder)).toBeDefined();
});

test('a passphrase is never written over that of another state', async () => {
  await putState('a', 'one');
  await move('a');
  const { context, place, folder } = await machine('a');
  const shared = sharedPlace(place, folder)!;
  const run = withShared(context, shared, { folder, command: 'apply' }, async () => {
    // The lock was broken, and another machine has begun anew.
    bucket.objects.set(`bootstrap-account/${accountId}/passphrase`, { text: 'another', etag: '"p"' });
    bucket.objects.set(`bootstrap-account/${accountId}/state.json`, { text: stateOf('other'), etag: '"s"' });
    writeFileSync(statePaths(folder).checkpoint, stateOf('two'), { mode: 0o600 });
  });
  await expect(run).rejects.toMatchObject({ code: 'StateNotWrittenBack' });
  expect(bucket.textOf('passphrase')).toBe('another');
  expect(bucket.textOf('state.json')).toBe(stateOf('other'));
});

test('a write whose answer was lost, and that the client sent again, is ours', async () => {
  await putState('a', 'one');
  await move('a');
  const { context, place, folder } = await machine('a');
  const shared = sharedPlace(place, folder)!;
  bucket.sendsTwice = true;
  await withShared(context, shared, { folder, command: 'apply' }, async () =>
    writeFileSync(statePaths(folder).checkpoint, stateOf('two'), { mode: 0o600 }),
  );
  expect(bucket.textOf('state.json')).toBe(stateOf('two'));
  expect(bucket.textOf('lock.json')).toBeUndefined();
  expect(readCopyRecord(folder)?.digest).toBe(digestOf(stateOf('two')));
});

test('a working copy whose state was moved away does not bring the file back to the bucket', async () => {
  await putState('a', 'one');
  await move('a');
  mkdirSync(join(root, 'b', accountId), { recursive: true, mode: 0o700 });
  await stateSeenBy('b');
  const { context, file, place } = await machine('a');
  await moveToFolder(context, file, place);
  await expect(move('b')).rejects.toMatchObject({ code: 'StateMoved', exitCode: 3 });
  expect(readFileSync(join(root, 'bootstrap-account.yaml'), 'utf8')).toBe(text);
});

test('a lock that somebody else has taken between look and removal stays, for release and for unlock', async () => {
  await putState('a', 'one');
  await move('a');
  const { place, folder, context } = await machine('a');
  const shared = sharedPlace(place, folder)!;
  const key = `bootstrap-account/${accountId}/lock.json`;
  const lockOf = (host: string) =>
    JSON.stringify({ nonce: host, pid: 1, start: 's', host, command: 'apply', since: '2026-11-26' });
  const takeIt = (name: string, at: string) => {
    if (name !== 'DeleteObjectCommand' || at !== key) return;
    bucket.objects.set(key, { text: lockOf('quick'), etag: '"quick"' });
  };
  bucket.objects.set(key, { text: lockOf('away'), etag: '"away"' });
  bucket.seen = takeIt;
  await expect(breakSharedLock(shared)).rejects.toMatchObject({
    code: 'StateLocked',
    message: expect.stringContaining('quick'),
  });
  expect(bucket.textOf('lock.json')).toBe(lockOf('quick'));
  bucket.seen = undefined;
  expect(await breakSharedLock(shared)).toContain('quick');
  const lock = await holdSharedLock(shared, { command: 'apply', now: context.now });
  bucket.seen = takeIt;
  await lock.release();
  expect(bucket.textOf('lock.json')).toBe(lockOf('quick'));
});

test('a move that was broken off, then an apply here: both ways out that are named lead out', async () => {
  await putState('a', 'one');
  await move('a');
  const calls = bucket.calls;
  let refused = 0;
  for (const way of ['of this machine', 'in the bucket'] as const) {
    for (let call = 1; call <= calls; call += 1) {
      writeFileSync(join(root, 'bootstrap-account.yaml'), text);
      for (const name of ['a', 'a-old']) rmSync(join(root, name), { recursive: true, force: true });
      bucket = new FakeBucket();
      await putState('a', 'one');
      bucket.killAt = { call, after: true };
      await move('a').catch(() => undefined);
      bucket.killAt = undefined;
      bucket.objects.delete(`bootstrap-account/${accountId}/lock.json`);
      // Where the machine remembers the bucket, an apply works there.
      if (readCopyRecord((await machine('a')).folder) !== undefined) continue;
      await putState('a', 'two');
      const error = await move('a').then(
        () => undefined,
        (thrown: RefusedError) => thrown,
      );
      if (error === undefined) {
        expect(bucket.textOf('state.json')).toBe(stateOf('two'));
        continue;
      }
      refused += 1;
      expect(error.code).toBe('OtherStateThere');
      const [, key = '', name = ''] =
        /aws s3 rm s3:\/\/[^/]+\/(\S+) .*`state: s3:\/\/([^`]+)`/s.exec(error.fix ?? '') ?? [];
      if (way === 'of this machine') {
        expect(bucket.objects.delete(key)).toBe(true);
        await move('a');
        expect(bucket.textOf('state.json')).toBe(stateOf('two'));
        expect(await stateSeenBy('a')).toBe(stateOf('two'));
      } else {
        writeFileSync(join(root, 'bootstrap-account.yaml'), `${text}state: s3://${name}\n`);
        renameSync(join(root, 'a'), join(root, 'a-old'));
        mkdirSync(join(root, 'a', accountId), { recursive: true, mode: 0o700 });
        expect(await stateSeenBy('a')).toBe(stateOf('one'));
        expect((await move('a')).moved).toBe(false);
      }
    }
  }
  expect(refused).toBeGreaterThan(2);
});

test('beside another state nothing is written, its passphrase neither', async () => {
  await putState('a', 'one');
  bucket.objects.set(`bootstrap-account/${accountId}/state.json`, { text: stateOf('other'), etag: '"s"' });
  await expect(move('a')).rejects.toMatchObject({ code: 'OtherStateThere', exitCode: 3 });
  expect(bucket.textOf('passphrase')).toBeUndefined();
});
