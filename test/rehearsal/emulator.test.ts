import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheRootOf } from '../../src/lib/folders.ts';
import { ensureEmulator, inspectEmulator } from '../../src/rehearsal/emulator.ts';
import { startEmulator } from '../../src/rehearsal/emulator-process.ts';
import { accountId, emulatorPython, temporaryFolder } from './front-fixture.ts';

const packageRoot = new URL('../..', import.meta.url).pathname;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

/** A PATH on which `python3` answers as given. */
async function pathWith(script: string): Promise<string> {
  const bin = join(folder.path, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'python3'), `#!/bin/sh\n${script}\n`);
  await chmod(join(bin, 'python3'), 0o755);
  return bin;
}
const place = (env: Record<string, string | undefined>, root = packageRoot) => ({
  packageRoot: root,
  cacheRoot: join(folder.path, 'cache'),
  env,
});
const quiet = { tell: () => undefined };

describe('ensureEmulator', () => {
  it('says that Python is missing, or too old', async () => {
    const none = place({ PATH: join(folder.path, 'nothing') });
    expect(await inspectEmulator(none)).toEqual({ kind: 'no-python', seen: [] });
    await expect(ensureEmulator({ ...none, ...quiet })).rejects.toMatchObject({ code: 'PythonMissing' });
    const old = place({ PATH: await pathWith('echo 3.9.2') });
    expect(await inspectEmulator(old)).toEqual({ kind: 'no-python', seen: ['3.9.2'] });
    await expect(ensureEmulator({ ...old, ...quiet })).rejects.toThrow(/3\.9\.2/);
  });
  it('says that only the venv module is missing', async () => {
    const without = place({
      PATH: await pathWith('case "$*" in *ensurepip*) exit 1;; *) echo 3.12.1;; esac'),
    });
    expect(await inspectEmulator(without)).toEqual({ kind: 'no-venv', pythonVersion: '3.12.1' });
    await expect(ensureEmulator({ ...without, ...quiet })).rejects.toMatchObject({
      code: 'PythonVenvMissing',
      fix: expect.stringContaining('python3.12-venv'),
    });
  });
  it('takes no package whose hash differs, and leaves nothing half done', async () => {
    const root = join(folder.path, 'package');
    await mkdir(join(root, 'src', 'rehearsal'), { recursive: true });
    const text = await readFile(join(packageRoot, 'src/rehearsal/requirements.txt'), 'utf8');
    const six = /six==[\s\S]*?(?=\n[a-z])/.exec(text)?.[0] ?? '';
    expect(six).toContain('sha256:');
    const tampered = six.replace(/sha256:\w{8}/g, 'sha256:00000000');
    await writeFile(join(root, 'src/rehearsal/requirements.txt'), `${tampered}\n`);
    const here = place(process.env, root);
    await expect(ensureEmulator({ ...here, ...quiet })).rejects.toMatchObject({
      code: 'EmulatorPackageChanged',
      message: expect.stringContaining('six'),
    });
    expect(await readdir(here.cacheRoot)).toEqual([]);
    expect(await inspectEmulator(here)).toMatchObject({ kind: 'installable' });
  });
  it('does nothing and says nothing when it is there', async () => {
    await emulatorPython();
    const told: string[] = [];
    const here = { packageRoot, cacheRoot: cacheRootOf(process.env), env: { PATH: '' } };
    const { python } = await ensureEmulator({ ...here, tell: (text) => told.push(text) });
    expect(told).toEqual([]);
    expect(await inspectEmulator(here)).toEqual({ kind: 'ready', python });
  });
});

describe('startEmulator', () => {
  it('tells why it did not start', async () => {
    await expect(startEmulator({ accountId, python: '/no/such/python' })).rejects.toThrow(/no\/such\/python/);
    await expect(startEmulator({ accountId, python: '/bin/false' })).rejects.toMatchObject({
      code: 'EmulatorNotStarted',
    });
  });
  it('ends when told, and gives its child no credentials', async () => {
    process.env.AWS_SECRET_ACCESS_KEY = 'canary';
    try {
      const emulator = await startEmulator({ accountId, python: await emulatorPython() });
      expect(await readFile(`/proc/${emulator.pid}/environ`, 'utf8').catch(() => '')).not.toContain('canary');
      await emulator.stop();
      expect(() => process.kill(emulator.pid, 0)).toThrow();
    } finally {
      delete process.env.AWS_SECRET_ACCESS_KEY;
    }
  });
});
