import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureEngine } from '../../src/engine/pulumi-cli.ts';
import { openOperatorSession } from '../../src/rehearsal/operator-session.ts';
import { writePluginFolder } from '../../src/rehearsal/provider/launcher.ts';
import { accountId, type Bench, region } from '../../test/helpers/bench.ts';
import { commandEnv } from '../../test/helpers/command-env.ts';
import { type Command, runMeasured, type Sample } from './measure.ts';
import type { PlainRun } from './plain-run.ts';

export const packageRoot = join(import.meta.dirname, '..', '..');
export const say = (text: string): void => void process.stderr.write(`${text}\n`);
/** Milliseconds that the front lets each call wait, as a real account's round trips do. */
export const roundTrip = 50;

/** What every part of the benchmark needs, made once. */
export interface Tools {
  readonly engineRoot: string;
  readonly enginePath: string;
  readonly pluginFolder: string;
  /** Bundled `plain-run.ts`. */
  readonly plainRun: string;
  readonly scratch: string;
}

export async function prepareTools(): Promise<Tools> {
  const { HOME: home = homedir() } = process.env;
  const engine = await ensureEngine({ env: process.env, packageRoot, home, tell: say });
  const scratch = mkdtempSync(join(tmpdir(), 'bootstrap-account-speed-'));
  const pluginFolder = join(scratch, 'plug-in');
  await writePluginFolder(pluginFolder, {
    node: process.execPath,
    script: join(packageRoot, 'dist', 'provider.js'),
  });
  // Where its packages are found, and nobody packs it.
  const plainRun = join(packageRoot, 'node_modules', '.cache', 'bootstrap-account', 'plain-run.js');
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: packageRoot,
    entryPoints: ['bench/speed/plain-run.ts'],
    outfile: plainRun,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return { engineRoot: engine.root, enginePath: engine.path, pluginFolder, plainRun, scratch };
}

export const quietEnv = (home: string): Command['env'] => ({
  ...commandEnv(home),
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
});

/** Our command in that world's account. */
export function runOurs(bench: Bench, ...words: readonly string[]): Promise<Sample> {
  return runMeasured({
    file: process.execPath,
    args: [join(packageRoot, 'dist', 'main.js'), 'rehearse', '--endpoint', bench.front.url, '--', ...words],
    cwd: join(bench.home, 'work'),
    env: quietEnv(bench.home),
    memory: true,
  });
}

/** The other side's command, with credentials for an hour. */
export async function runPlain(
  tools: Tools,
  bench: Bench,
  mode: 'preview+up' | 'up' | 'refresh',
  state: Pick<PlainRun, 'backendFolder' | 'passphraseFile' | 'planFile'>,
): Promise<Sample> {
  const place = { url: bench.front.url, accountId, region };
  const session = await openOperatorSession(place, () => new Date())();
  const settings: PlainRun = {
    ...state,
    engineRoot: tools.engineRoot,
    pluginFolder: tools.pluginFolder,
    endpoint: bench.front.url,
    region,
    accountId,
  };
  return runMeasured({
    file: process.execPath,
    args: [tools.plainRun, mode],
    cwd: tools.scratch,
    env: {
      ...quietEnv(bench.home),
      AWS_ACCESS_KEY_ID: session.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
      AWS_SESSION_TOKEN: session.sessionToken,
      PLAIN_RUN: JSON.stringify(settings),
    },
    memory: true,
  });
}

/** A state folder of the other side's own, empty. */
export function plainState(bench: Bench): Pick<PlainRun, 'backendFolder' | 'passphraseFile' | 'planFile'> {
  const backendFolder = join(bench.home, 'plain-state');
  mkdirSync(backendFolder, { recursive: true });
  const passphraseFile = join(bench.home, 'plain-passphrase');
  writeFileSync(passphraseFile, 'only-for-a-benchmark\n', { mode: 0o600 });
  return { backendFolder, passphraseFile, planFile: join(bench.home, 'work', 'plan.json') };
}

/** Ours, as the other side may use it too. */
export function ourState(bench: Bench): Pick<PlainRun, 'backendFolder' | 'passphraseFile' | 'planFile'> {
  return {
    backendFolder: bench.stateFolder,
    passphraseFile: join(bench.stateFolder, 'passphrase'),
    planFile: join(bench.home, 'work', 'plan.json'),
  };
}

/** Lets every call wait, or none. */
export function setLatency(bench: Bench, ms: number): void {
  bench.front.setRules(ms === 0 ? [] : [{ fault: { kind: 'latency', ms } }]);
}
