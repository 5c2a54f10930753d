import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clients, makeClients } from '../../src/account/clients.ts';
import { cacheRootOf } from '../../src/lib/folders.ts';
import { ensureEmulator } from '../../src/rehearsal/emulator.ts';
import { startEmulator } from '../../src/rehearsal/emulator-process.ts';
import { type Front, startFront } from '../../src/rehearsal/front.ts';
import type { CallHook } from '../../src/rehearsal/handle-call.ts';
import type { Journal } from '../../src/rehearsal/journal.ts';
import { openOperatorSession, seedOperatorRole } from '../../src/rehearsal/operator-session.ts';
import type { ScenarioInput } from '../../src/rehearsal/scenario.ts';
import { commandEnv } from './command-env.ts';

const packageRoot = join(import.meta.dirname, '..', '..');
export const accountId = '123456789012';
export const region = 'eu-west-1';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** A whole world for one test: emulator and front in this process, a home folder, the built command. */
export interface Bench {
  readonly home: string;
  readonly front: Front;
  /** Straight to the account, as somebody with the operator's rights. */
  readonly clients: Clients;
  /** Where `rehearse` keeps the account's state. */
  readonly stateFolder: string;
  readonly writeFile: (text: string) => string;
  readonly start: (words: readonly string[], options?: StartOptions) => Running;
  /** Runs a command against this world's account. */
  readonly run: (words: readonly string[], options?: StartOptions) => Promise<Ended>;
  /** Runs a TypeScript program of the repository in this world, in its work folder. */
  readonly runScript: (path: string, words: readonly string[]) => Promise<Ended>;
  readonly stop: () => Promise<void>;
}
interface StartOptions {
  /** Without `rehearse --endpoint` before the words. */
  readonly plain?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

const forgetful: Journal = { entries: [], append: async () => undefined, close: async () => undefined };

export async function openBench(
  options: {
    readonly scenario?: ScenarioInput;
    readonly onCall?: CallHook;
    /** What time it is for changes in the account; absent: now. */
    readonly clock?: () => Date;
  } = {},
): Promise<Bench> {
  const home = mkdtempSync(join(tmpdir(), 'bootstrap-account-bench-'));
  const { python } = await ensureEmulator({
    env: process.env,
    packageRoot,
    cacheRoot: cacheRootOf(process.env),
    tell: () => undefined,
  });
  const emulator = await startEmulator({ accountId, python });
  const front = await startFront({
    emulatorUrl: emulator.url,
    accountId,
    now: options.clock ?? (() => new Date()),
    // The emulator takes the time of a call from the front only where the calls are kept.
    ...(options.clock === undefined ? {} : { journal: forgetful }),
    ...(options.scenario === undefined ? {} : { scenario: options.scenario }),
    ...(options.onCall === undefined ? {} : { onCall: options.onCall }),
  });
  const place = { url: front.url, accountId, region };
  await seedOperatorRole(place);
  // A person with other tools: what these clients change is no run of ours.
  const clients = makeClients(
    { region, endpoint: front.url, credentials: openOperatorSession(place, () => new Date()) },
    'by-hand',
  );
  const work = join(home, 'work');
  mkdirSync(work);
  const launch = (words: readonly string[], wish: StartOptions = {}): Running => {
    const env = { ...commandEnv(home), ...wish.env };
    const child = spawn(process.execPath, [...words], {
      cwd: work,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    return { child, ended: collect(child) };
  };
  const start = (words: readonly string[], wish: StartOptions = {}): Running => {
    const before = wish.plain === true ? [] : ['rehearse', '--endpoint', front.url, '--'];
    return launch([join(packageRoot, 'dist', 'main.js'), ...before, ...words], wish);
  };
  return {
    home,
    front,
    clients,
    stateFolder: join(home, 'state', 'bootstrap-account', 'rehearsal', 'state', accountId),
    writeFile: (text) => {
      const path = join(work, 'bootstrap-account.yaml');
      writeFileSync(path, text);
      return path;
    },
    start,
    run: (words, wish) => start(words, wish).ended,
    runScript: (path, words) => launch(['--import', import.meta.resolve('tsx'), path, ...words]).ended,
    stop: async () => {
      clients.close();
      await front.stop();
      await emulator.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function collect(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

/** Confirms an apply without a terminal. */
export const yes = ['--yes', '--account', accountId] as const;

/** The account file of most whole runs: the startup template with one person a group and the classic role. */
export const startupFile = `version: 1
extends: startup
account: { id: "${accountId}", alias: acme-test, region: ${region} }
# Two regions are tested in whole-regions; seventeen would make every whole run longer.
regions: home
people:
  - { name: ada, groups: [admins] }
  - { name: grace, groups: [admins] }
  - { name: finn, groups: [finance] }
  - { name: dev, groups: [developers] }
machines:
  - { name: ci-deployer, purpose: Deploys, groups: [api] }
roles:
  checkbot: { purpose: Checks uploads, buckets: [{ name: testbucket, access: read-write, create: true }] }
`;
