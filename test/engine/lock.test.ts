import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listEngineLocks } from '../../src/engine/engine-locks.ts';
import { holdLock, readLock, takeLock } from '../../src/engine/lock.ts';
import { identifyProcess } from '../../src/engine/process-identity.ts';
import { recoverState } from '../../src/engine/recovery.ts';
import { unlockState } from '../../src/engine/state.ts';
import { ensureStateFolder, statePaths } from '../../src/engine/state-folder.ts';
import { RefusedError } from '../../src/errors.ts';

let root: string;
let folder: string;
let path: string;
const options = { command: 'apply', now: () => new Date('2026-01-02T03:04:05Z') };
// Above the highest pid that Linux (4 194 304) and macOS (99 999) hand out.
const deadPid = 4_999_999;
const record = {
  nonce: 'n1',
  pid: deadPid,
  start: 's',
  host: hostname(),
  command: 'apply',
  since: '2026-01-01T00:00:00.000Z',
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'engine-lock-'));
  folder = ensureStateFolder(join(root, '111122223333'));
  path = statePaths(folder).lock;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('our lock', () => {
  test('is held once, says who holds it, and leaves nothing behind', async () => {
    const lock = await holdLock(folder, options);
    expect(readLock(path)).toMatchObject({
      kind: 'live',
      record: { pid: process.pid, command: 'apply', host: hostname() },
    });
    const error: unknown = await holdLock(folder, { ...options, command: 'destroy' }).catch(
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(RefusedError);
    expect(error).toMatchObject({
      code: 'StateLocked',
      message: expect.stringContaining(`"apply", pid ${process.pid} on ${hostname()}, since 2026-01-02`),
    });
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
    (await holdLock(folder, options)).release();
  });

  test('of a dead process is taken over', () => {
    writeFileSync(path, JSON.stringify(record));
    expect(readLock(path).kind).toBe('dead');
    const lock = takeLock(path, options);
    expect(readLock(path)).toMatchObject({ kind: 'live', record: { pid: process.pid } });
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('of a living process with another start time was another process', () => {
    writeFileSync(path, JSON.stringify({ ...record, pid: process.pid, start: 'another boot' }));
    takeLock(path, options).release();
    expect(existsSync(path)).toBe(false);
  });

  test('whoever comes late to a take-over steps back', () => {
    writeFileSync(path, JSON.stringify(record));
    writeFileSync(`${path}.after-n1`, JSON.stringify({ ...record, nonce: 'n2', pid: process.pid }));
    expect(() => takeLock(path, options)).toThrow(RefusedError);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(record);
  });

  test('of another host, or unreadable, is refused with the way out', () => {
    writeFileSync(path, JSON.stringify({ ...record, host: 'elsewhere' }));
    expect(() => takeLock(path, options)).toThrow(/elsewhere/);
    writeFileSync(path, '');
    expect(() => takeLock(path, options)).toThrow(/cannot be read as a lock/);
  });

  test("releasing never removes somebody else's lock", () => {
    const lock = takeLock(path, options);
    writeFileSync(path, JSON.stringify({ ...record, host: 'elsewhere' }));
    lock.release();
    expect(existsSync(path)).toBe(true);
  });
});

describe("the engine's lock", () => {
  const put = (name: string, content: unknown) => {
    const { engineLocks } = statePaths(folder);
    mkdirSync(engineLocks, { recursive: true });
    writeFileSync(join(engineLocks, name), typeof content === 'string' ? content : JSON.stringify(content));
  };
  const engineLock = {
    pid: deadPid,
    username: 'u',
    hostname: hostname(),
    timestamp: new Date().toISOString(),
  };

  test('of a dead engine is removed by the next run', async () => {
    put('a.json', engineLock);
    await expect(recoverState(folder)).resolves.toEqual({
      removedLocks: [`engine lock of pid ${deadPid} on ${hostname()}`],
      waited: false,
      pending: [],
    });
    expect(listEngineLocks(folder)).toEqual([]);
  });

  test('of a living engine, of another host, or unreadable is not', async () => {
    put('a.json', { ...engineLock, pid: process.pid });
    await expect(recoverState(folder)).rejects.toMatchObject({ code: 'StateLocked' });
    put('a.json', { ...engineLock, hostname: 'elsewhere' });
    await expect(recoverState(folder)).rejects.toMatchObject({
      code: 'StateLocked',
      message: expect.stringContaining('elsewhere'),
    });
    put('a.json', '{');
    await expect(recoverState(folder)).rejects.toMatchObject({ code: 'StateLocked' });
    expect(listEngineLocks(folder)).toHaveLength(1);
  });

  test('whose process number was handed out again is dead', () => {
    const started = identifyProcess(process.pid)?.startedAt.getTime() ?? 0;
    put('a.json', { ...engineLock, pid: process.pid, timestamp: new Date(started - 60_000).toISOString() });
    expect(listEngineLocks(folder)[0]?.state).toBe('dead');
  });

  test('`state unlock` removes what is dead or vouched for, and refuses while a process lives', () => {
    put('a.json', { ...engineLock, hostname: 'elsewhere' });
    put('b.json', '{');
    writeFileSync(path, JSON.stringify({ ...record, host: 'elsewhere' }));
    expect(unlockState(folder)).toHaveLength(3);
    expect(listEngineLocks(folder)).toEqual([]);
    expect(existsSync(path)).toBe(false);
    expect(unlockState(folder)).toEqual([]);
    const lock = takeLock(path, options);
    expect(() => unlockState(folder)).toThrow(`Process ${process.pid} on this machine still works`);
    lock.release();
    put('a.json', { ...engineLock, pid: process.pid });
    expect(() => unlockState(folder)).toThrow(/still works/);
  });
});
