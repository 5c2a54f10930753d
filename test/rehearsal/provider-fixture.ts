import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type EngineEvent,
  LocalWorkspace,
  type ProjectSettings,
  PulumiCommand,
  type PulumiFn,
  type Stack,
} from '@pulumi/pulumi/automation/index.js';
import { build } from 'esbuild';
import { makeClients } from '../../src/account/clients.ts';
import { providerSettings } from '../../src/engine/provider-settings.ts';
import { ensureEngine } from '../../src/engine/pulumi-cli.ts';
import { cacheRootOf } from '../../src/lib/folders.ts';
import { ensureEmulator } from '../../src/rehearsal/emulator.ts';
import { startEmulator } from '../../src/rehearsal/emulator-process.ts';
import { type Front, startFront } from '../../src/rehearsal/front.ts';
import type { CallHook } from '../../src/rehearsal/handle-call.ts';
import { writePluginFolder } from '../../src/rehearsal/provider/launcher.ts';

export const packageRoot = join(import.meta.dirname, '..', '..');
export const accountId = '123456789012';
export const region = 'eu-west-1';
export const defaultTags = { 'managed-by': 'bootstrap-account' };

/** What the engine did with the resources of one type. */
export interface Step {
  /** In the order they ended. */
  readonly ops: readonly string[];
  /** Top-level properties that differ. */
  readonly changed: readonly string[];
  /** Those of them that force a replacement. */
  readonly forcing: readonly string[];
}
export type Steps = ReadonlyMap<string, Step>;

export interface ProviderBench {
  readonly front: Front;
  readonly clients: ReturnType<typeof makeClients>;
  readonly root: string;
  readonly pluginFolder: string;
  /** Bundle that every plug-in process of this bench runs. */
  readonly script: string;
  readonly open: (name: string, program: PulumiFn, more?: OpenOptions) => Promise<Stack>;
  readonly close: () => Promise<void>;
}
export interface OpenOptions {
  /** Replaces entries of the provider's settings; undefined takes one out. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Emulator with its front, bundled plug-in, and a throw-away place for stacks. */
export async function openProviderBench(onCall?: CallHook): Promise<ProviderBench> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'provider-test-')));
  const pluginFolder = join(root, "plug 'in");
  // Beside node_modules: a bundle finds the packages it leaves outside from where it lies.
  const cache = join(packageRoot, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const bundle = mkdtempSync(join(cache, 'provider-test-'));
  const script = join(bundle, 'provider.js');
  await bundleProvider(script);
  await writePluginFolder(pluginFolder, { node: process.execPath, script });
  const { env } = process;
  const { python } = await ensureEmulator({ env, packageRoot, cacheRoot: cacheRootOf(env), tell: () => {} });
  const emulator = await startEmulator({ accountId, python });
  const front = await startFront({
    emulatorUrl: emulator.url,
    accountId,
    now: () => new Date(),
    ...(onCall === undefined ? {} : { onCall }),
  });
  const clients = makeClients({ region, endpoint: front.url, credentials: async () => credentials });
  const engine = await ensureEngine({ env, packageRoot, home: homedir(), tell: () => {} });
  const pulumiCommand = await PulumiCommand.get({ root: dirname(dirname(engine.path)) });
  return {
    front,
    clients,
    root,
    pluginFolder,
    script,
    open: (name, program, more) =>
      openStack({ name, program, root, pluginFolder, pulumiCommand, url: front.url, ...more }),
    close: async () => {
      clients.close();
      await front.stop();
      await emulator.stop();
      rmSync(bundle, { recursive: true, force: true });
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function bundleProvider(outfile: string): Promise<void> {
  await build({
    absWorkingDir: packageRoot,
    entryPoints: ['src/rehearsal/provider/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
}

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** A stack on a file backend of its own, so that no two tests meet in a lock. */
async function openStack(
  options: OpenOptions & {
    readonly name: string;
    readonly program: PulumiFn;
    readonly root: string;
    readonly pluginFolder: string;
    readonly pulumiCommand: PulumiCommand;
    readonly url: string;
  },
): Promise<Stack> {
  const backend = join(options.root, 'state', options.name);
  const workDir = join(options.root, 'work', options.name);
  for (const folder of [backend, workDir]) mkdirSync(folder, { recursive: true });
  const settings = { ...providerSettings({ accountId, region, endpoint: options.url, tags: defaultTags }) };
  const config = Object.entries({ ...settings, ...options.config }).filter(
    ([, value]) => value !== undefined,
  );
  return LocalWorkspace.createOrSelectStack(
    { stackName: options.name, projectName: 'provider-test', program: options.program },
    {
      workDir,
      pulumiCommand: options.pulumiCommand,
      secretsProvider: 'passphrase',
      projectSettings: projectSettings(options.pluginFolder),
      stackSettings: { [options.name]: { config: Object.fromEntries(config) as never } },
      envVars: {
        PULUMI_BACKEND_URL: pathToFileURL(backend).href,
        PULUMI_CONFIG_PASSPHRASE: 'test',
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
        PULUMI_SKIP_UPDATE_CHECK: 'true',
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_EC2_METADATA_DISABLED: 'true',
        ...options.env,
      },
    },
  );
}

/** `plugins` is in the engine's schema of Pulumi.yaml, and not in the Automation API's types. */
function projectSettings(path: string): ProjectSettings {
  const plugins = { providers: [{ name: 'aws', path }] };
  return { name: 'provider-test', runtime: 'nodejs', ...{ plugins } };
}

/** Gathers what the engine says it does, by type token. */
export function recordSteps(): { readonly onEvent: (event: EngineEvent) => void; readonly steps: Steps } {
  const steps = new Map<string, Step>();
  const onEvent = (event: EngineEvent): void => {
    // Announced steps are left out: a refresh knows only at its end what it has found.
    const metadata = event.resOutputsEvent?.metadata;
    if (metadata === undefined || metadata.type.startsWith('pulumi:')) return;
    const known = steps.get(metadata.type) ?? { ops: [], changed: [], forcing: [] };
    const detailed = Object.entries(metadata.detailedDiff ?? {});
    const forcing = detailed
      .filter(([, { diffKind }]) => diffKind.endsWith('-replace'))
      .map(([path]) => path);
    const changed = [...(metadata.diffs ?? []), ...detailed.map(([path]) => path)];
    steps.set(metadata.type, {
      ops: known.ops.includes(metadata.op) ? known.ops : [...known.ops, metadata.op],
      changed: tops([...known.changed, ...changed]),
      forcing: tops([...known.forcing, ...(metadata.keys ?? []), ...forcing]),
    });
  };
  return { onEvent, steps };
}

function tops(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => path.split(/[.[]/, 1)[0] ?? path))].sort();
}

/** One `up`; a failure carries the engine's whole text. */
export async function up(stack: Stack, options: Parameters<Stack['up']>[0] = {}) {
  const { onEvent, steps } = recordSteps();
  const result = await stack.up({ ...options, onEvent });
  return { steps, outputs: result.outputs, summary: result.summary.resourceChanges ?? {} };
}
export async function previewRefresh(stack: Stack) {
  const { onEvent, steps } = recordSteps();
  const result = await stack.previewRefresh({ onEvent });
  return { steps, summary: result.changeSummary };
}
