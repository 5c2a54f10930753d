import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backupState, listBackups } from '../../src/engine/backups.ts';
import { stateMarker } from '../../src/engine/child-environment.ts';
import { listEngineLocks } from '../../src/engine/engine-locks.ts';
import { holdLock } from '../../src/engine/lock.ts';
import { findMarkedProcesses } from '../../src/engine/process-identity.ts';
import { recoverState } from '../../src/engine/recovery.ts';
import { destroyStack, previewDestroy, previewStack, upStack } from '../../src/engine/run.ts';
import { clearPending, describeState, pendingOperations, readStateIndex } from '../../src/engine/state.ts';
import { statePaths } from '../../src/engine/state-folder.ts';
import type { EngineEvent, Outcome } from '../../src/model/outcome.ts';
import {
  accountId,
  type Bench,
  makeBench,
  never,
  packageRoot,
  Thing,
  type ThingArgs,
  things,
} from './engine-fixture.ts';

let bench: Bench;
const children: ChildProcess[] = [];
beforeEach(() => {
  bench = makeBench();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await until(() => findMarkedProcesses(stateMarker(bench.folder)).length === 0);
  bench.remove();
});

type Wanted = Readonly<Record<string, ThingArgs & { readonly import?: string }>>;
async function run(
  act: typeof upStack,
  wanted: Wanted,
  more: { refresh?: boolean; targets?: string[]; region?: string } = {},
): Promise<Outcome> {
  const { region, ...options } = more;
  const open = await bench.open(things(wanted), region === undefined ? {} : { region });
  try {
    return await act(open, { signal: never, ...options });
  } finally {
    open.close();
  }
}
const steps = (outcome: Outcome) => outcome.steps.map((step) => `${step.operation} ${step.name}`).sort();
const cloud = () =>
  readdirSync(bench.cloud)
    .filter((name) => name.endsWith('.json'))
    .sort();
const urnOf = (name: string) => `urn:pulumi:${accountId}::bootstrap-account::aws:tiny/thing:Thing::${name}`;

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600 && !isSo(); tries++) await sleep(50);
  expect(isSo()).toBe(true);
}
/** A whole run in a process group of its own, as a terminal would start it. */
function startRun(wanted: Wanted) {
  const args = [
    '--import',
    'tsx',
    join(import.meta.dirname, 'engine-runner.ts'),
    bench.root,
    JSON.stringify(wanted),
  ];
  const child = spawn(process.execPath, args, {
    cwd: packageRoot,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let text = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (errors += part));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    pid: child.pid ?? 0,
    outcome: async (): Promise<Outcome> => {
      await ended;
      return JSON.parse(text);
    },
    refusal: async () => {
      await ended;
      return errors;
    },
    ended,
  };
}

describe('the life of a stack', () => {
  test('preview, up, nothing to do, change, destroy; every file closed', async () => {
    const wanted = { a: { name: 'a', value: '1' }, b: { name: 'b' } };
    expect(steps(await run(previewStack, wanted))).toEqual(['create a', 'create b']);
    expect(existsSync(join(bench.cloud, 'a.json'))).toBe(false);

    const made = await run(upStack, wanted);
    expect(made).toMatchObject({
      kind: 'done',
      operation: 'up',
      outputs: { names: ['a', 'b'] },
      diagnostics: [],
    });
    expect(steps(made)).toEqual(['create a', 'create b']);
    expect(steps(await run(upStack, wanted))).toEqual(['same a', 'same b']);

    const replace = await run(previewStack, {
      a: { name: 'other', value: '1' },
      b: { name: 'b', value: 'new' },
    });
    expect(replace.steps).toContainEqual(
      expect.objectContaining({ name: 'a', operation: 'replace', changed: ['name'], replaces: ['name'] }),
    );
    expect(replace.steps).toContainEqual(
      expect.objectContaining({ name: 'b', operation: 'update', changed: ['value'], replaces: [] }),
    );
    expect([...readStateIndex(bench.folder).values()].map((one) => `${one.name} ${one.id}`).sort()).toEqual([
      'a a',
      'b b',
    ]);

    for (const entry of readdirSync(bench.folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      expect(`${(statSync(path).mode & 0o777).toString(8)} ${path}`).toBe(
        `${entry.isDirectory() ? '700' : '600'} ${path}`,
      );
    }
    expect(readdirSync(bench.folder).filter((name) => name.startsWith('work-'))).toEqual([]);
    expect(
      readFileSync(join(bench.folder, '.pulumi/stacks/bootstrap-account', `${accountId}.json`), 'utf8'),
    ).toContain('"salt"');

    expect(steps(await run(previewDestroy, wanted))).toContain('delete a');
    expect(cloud()).toEqual(['a.json', 'b.json']);
    expect(steps(await run(destroyStack, wanted))).toEqual(expect.arrayContaining(['delete a', 'delete b']));
    expect(cloud()).toEqual([]);
    expect(readStateIndex(bench.folder).size).toBe(0);
  });

  test('the plug-in sees a short environment and the settings of this run, in destroy too', async () => {
    const open = await bench.open(things({ a: { name: 'a' } }), {
      parentEnv: {
        ...process.env,
        AWS_PROFILE: 'prod',
        NODE_OPTIONS: '--no-warnings',
        AWS_ACCESS_KEY_ID: 'ambient',
        PULUMI_CONFIG_PASSPHRASE: '',
      },
      endpoint: 'http://127.0.0.1:1',
    });
    await upStack(open, { signal: never });
    open.close();
    await run(destroyStack, { a: { name: 'a' } }, { region: 'eu-west-3' });
    const env = bench.calls().find((line) => line.startsWith('env'));
    for (const name of ['AWS_PROFILE', 'NODE_OPTIONS', 'AWS_ACCESS_KEY_ID', 'PULUMI_CONFIG_PASSPHRASE"'])
      expect(env).not.toContain(name);
    const settings = bench
      .calls()
      .filter((line) => line.startsWith('configure '))
      .map((line) => JSON.parse(line.slice(10)));
    expect(settings[0]).toMatchObject({
      region: 'eu-west-1',
      allowedAccountIds: `["${accountId}"]`,
      s3UsePathStyle: 'true',
    });
    expect(JSON.parse(settings[0].endpoints)[0].iam).toBe('http://127.0.0.1:1');
    expect(settings.at(-1)).toMatchObject({ region: 'eu-west-3' });
  });

  test('what the program retains stays when the stack is destroyed', async () => {
    const open = await bench.open(async () => {
      new Thing('kept', { name: 'kept' }, { retainOnDelete: true });
      new Thing('gone', { name: 'gone' });
      return {};
    });
    await upStack(open, { signal: never });
    expect(readStateIndex(bench.folder).get('kept')).toMatchObject({ retained: true });
    await destroyStack(open, { signal: never });
    open.close();
    expect(cloud()).toEqual(['kept.json']);
  });

  test('adoption, repair of one resource, and a failure that leaves the rest done', async () => {
    await run(upStack, { a: { name: 'a', value: '1' } });
    writeFileSync(join(bench.cloud, 'z.json'), JSON.stringify({ name: 'z', value: 'old' }));
    expect(
      steps(
        await run(upStack, { a: { name: 'a', value: '1' }, z: { name: 'z', value: 'new', import: 'z' } }),
      ),
    ).toEqual(['import z', 'same a', 'update z']);

    const both = { a: { name: 'a', value: '1' }, z: { name: 'z', value: 'new' } };
    rmSync(join(bench.cloud, 'a.json'));
    expect(steps(await run(upStack, both))).toEqual(['same a', 'same z']);
    expect(steps(await run(upStack, both, { refresh: true, targets: [urnOf('a')] }))).toEqual([
      'create a',
      'same z',
    ]);
    expect(cloud()).toContain('a.json');

    const heard: EngineEvent[] = [];
    const open = await bench.open(
      things({
        ...both,
        bad: { name: 'bad', fail: 'api error Throttling: Rate exceeded' },
        c: { name: 'c', slowMs: 500 },
      }),
    );
    const failed = await upStack(open, { signal: never, onEvent: (event) => heard.push(event) });
    open.close();
    expect(failed).toMatchObject({
      kind: 'failed',
      diagnostics: [{ name: 'bad', message: expect.stringContaining('slow down') }],
    });
    expect(steps(failed)).toContain('create c');
    expect(heard).toContainEqual({
      kind: 'failed',
      name: 'bad',
      type: 'aws:tiny/thing:Thing',
      operation: 'create',
    });
  });

  test('expired credentials stop the run instead of failing every further step', async () => {
    // A chain, so that the end of it would come long after the failure.
    const chain = async () => {
      new Thing('first', {
        name: 'first',
        fail: 'api error ExpiredToken: The security token included in the request is expired',
      });
      let before: Thing | undefined;
      for (let index = 0; index < 20; index++) {
        before = new Thing(
          `later-${index}`,
          { name: `later-${index}`, slowMs: 300 },
          before === undefined ? {} : { dependsOn: before },
        );
      }
      return {};
    };
    const open = await bench.open(chain);
    const outcome = await upStack(open, { signal: never, parallel: 2 });
    open.close();
    expect(outcome).toMatchObject({
      kind: 'failed',
      diagnostics: [{ message: expect.stringContaining('expired') }],
    });
    expect(cloud()).not.toContain('later-19.json');
  });
});

describe('failures before the first step', () => {
  test('a wrong passphrase, a missing plug-in and a held engine lock are outcomes with a fix', async () => {
    await run(upStack, { a: { name: 'a' } });
    const passphrase = join(bench.folder, 'passphrase');
    const right = readFileSync(passphrase, 'utf8');
    writeFileSync(passphrase, 'x'.repeat(43));
    expect(await run(upStack, { a: { name: 'a' } })).toMatchObject({
      kind: 'failed',
      diagnostics: [{ message: expect.stringContaining('passphrase') }],
    });
    writeFileSync(passphrase, right);

    const launcher = join(bench.plugin, 'pulumi-resource-aws');
    const script = readFileSync(launcher);
    rmSync(launcher);
    const missing = await run(upStack, { a: { name: 'a' } });
    expect(missing.kind).toBe('failed');
    expect(missing.diagnostics.at(-1)).toMatchObject({
      message: expect.stringContaining('no usable AWS plug-in'),
      fix: expect.any(String),
    });
    writeFileSync(launcher, script);
    chmodSync(launcher, 0o755);

    const forged = join(
      bench.folder,
      '.pulumi/locks/organization/bootstrap-account',
      accountId,
      'forged.json',
    );
    writeFileSync(
      forged,
      JSON.stringify({ pid: 1, username: 'u', hostname: 'elsewhere', timestamp: new Date() }),
    );
    expect(await run(upStack, { a: { name: 'a' } })).toMatchObject({
      kind: 'failed',
      diagnostics: [{ message: expect.stringContaining('Another run') }],
    });
  });

  test('a program that throws is no silent success', async () => {
    const open = await bench.open(async () => {
      throw new Error('surprise in the program');
    });
    const outcome = await upStack(open, { signal: never });
    open.close();
    expect(outcome.kind).toBe('failed');
    expect(JSON.stringify(outcome.diagnostics)).toContain('surprise in the program');
  });
});

describe('cut off', () => {
  const wanted = { quick: { name: 'quick' }, slow: { name: 'slow', slowMs: 1_500 } };

  test('Ctrl-C: the running step ends and is recorded, the next run has nothing to make', async () => {
    const first = startRun(wanted);
    await until(() => bench.calls().includes('create slow'));
    process.kill(-first.pid, 'SIGINT');
    expect(await first.outcome()).toMatchObject({ kind: 'interrupted', diagnostics: [] });
    expect(cloud()).toContain('slow.json');
    expect(listEngineLocks(bench.folder)).toEqual([]);
    expect((await run(upStack, wanted)).steps.filter((step) => step.name === 'slow')).toMatchObject([
      { operation: 'same' },
    ]);
  });

  test('SIGTERM to us alone is forwarded once, with the same end', async () => {
    const first = startRun(wanted);
    await until(() => bench.calls().includes('create slow'));
    process.kill(first.pid, 'SIGTERM');
    expect(await first.outcome()).toMatchObject({ kind: 'interrupted' });
    expect(cloud()).toContain('slow.json');
    expect(pendingOperations(bench.folder)).toEqual([]);
  });

  test('a second interrupt ends the engine at once; the step it left is found as pending', async () => {
    const first = startRun({ slow: { name: 'slow', slowMs: 20_000 } });
    await until(() => bench.calls().includes('create slow'));
    process.kill(first.pid, 'SIGTERM');
    await sleep(1_000);
    expect(listEngineLocks(bench.folder)).toHaveLength(1);
    process.kill(first.pid, 'SIGTERM');
    expect(await first.outcome()).toMatchObject({ kind: 'interrupted' });
    expect(bench.calls()).not.toContain('created slow');
    expect((await recoverState(bench.folder)).pending).toMatchObject([{ name: 'slow' }]);
  });

  test('kill -9 of both: lock and pending create are found, what exists is adopted, the run converges', async () => {
    const first = startRun(wanted);
    await until(() => bench.calls().includes('create slow') && bench.calls().includes('created quick'));
    await until(() => listEngineLocks(bench.folder)[0]?.record !== undefined);
    const engine = listEngineLocks(bench.folder)[0]?.record?.pid ?? 0;
    process.kill(first.pid, 'SIGKILL');
    process.kill(engine, 'SIGKILL');
    await first.ended;
    expect(describeState(bench.folder)).toMatchObject({
      condition: 'valid',
      pending: 1,
      lock: expect.stringContaining('dead'),
    });

    // As it is when the kill falls between the engine's opening this file and writing it.
    truncateSync(`${statePaths(bench.folder).checkpoint}.attrs`);
    const lock = await holdLock(bench.folder, { command: 'apply', now: () => new Date() });
    const recovery = await recoverState(bench.folder);
    expect(recovery).toMatchObject({
      removedLocks: [`engine lock of pid ${engine} on ${listHost()}`],
      pending: [{ name: 'slow', operation: 'creating' }],
    });
    expect(findMarkedProcesses(stateMarker(bench.folder))).toEqual([]);

    // The plug-in had reached the account before it ended: the next plain run would meet "already exists".
    writeFileSync(join(bench.cloud, 'slow.json'), JSON.stringify({ name: 'slow', slowMs: 1_500 }));
    backupState(bench.folder, new Date());
    clearPending(
      bench.folder,
      recovery.pending.map((one) => one.urn),
    );
    expect(await run(upStack, wanted)).toMatchObject({
      kind: 'failed',
      diagnostics: [{ name: 'slow', message: expect.stringContaining('exists in the account already') }],
    });
    const adopted = await run(upStack, { ...wanted, slow: { ...wanted.slow, import: 'slow' } });
    expect(adopted).toMatchObject({ kind: 'done', diagnostics: [] });
    expect(steps(await run(upStack, wanted))).toEqual(['same quick', 'same slow']);
    expect(listBackups(bench.folder).length).toBeGreaterThan(0);
    lock.release();
  });

  test('three at once: one works, the others are refused with who and since when', async () => {
    // Long enough that the last to start still meets the first.
    const runs = [1, 2, 3].map(() => startRun({ slow: { name: 'slow', slowMs: 8_000 } }));
    await until(() => bench.calls().includes('create slow'));
    const holder = JSON.parse(readFileSync(join(bench.folder, 'lock.json'), 'utf8')).pid;
    for (const one of runs.filter((other) => other.pid !== holder)) {
      expect(await one.refusal()).toContain(
        `Another run works on this account: "test run", pid ${holder} on `,
      );
    }
    expect(await runs.find((one) => one.pid === holder)?.outcome()).toMatchObject({ kind: 'done' });
    expect(bench.calls().filter((line) => line === 'create slow')).toHaveLength(1);
  });
});

function listHost(): string {
  return JSON.parse(readFileSync(join(bench.folder, 'lock.json'), 'utf8')).host;
}
