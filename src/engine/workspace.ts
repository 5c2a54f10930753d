import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { LocalWorkspace, type ProjectSettings, Stack } from '@pulumi/pulumi/automation/index.js';
import { EngineError } from '../errors.ts';
import { childEnvironment } from './child-environment.ts';
import type { EngineCommand } from './engine-command.ts';
import { createEngineProcess, EngineCommandError, type EngineProcess } from './engine-process.ts';
import { ensurePassphrase } from './passphrase.ts';
import { providerSettings } from './provider-settings.ts';
import { hasState, readOutputs, readSalt } from './state.ts';
import { ensureStateFolder, projectName } from './state-folder.ts';
import { translateError } from './translate-error.ts';
import { makeWorkFolder } from './work-folder.ts';

export interface OpenStackOptions {
  readonly engine: EngineCommand;
  /** State folder of the account; its last part is the account id. The caller holds its lock. */
  readonly folder: string;
  readonly accountId: string;
  readonly region: string;
  /** Base URL for every AWS call; loopback only. */
  readonly endpoint?: string;
  /** Folder with `pulumi-resource-aws`. Absent: the official plug-in, fetched by the engine. */
  readonly pluginFolder?: string;
  /** Our own environment; only a short list of names gets through to the engine. */
  readonly parentEnv: Readonly<Record<string, string | undefined>>;
  /** Credentials (and, in a rehearsal, what the stand-in needs) for engine and plug-in alone. */
  readonly env: Readonly<Record<string, string>>;
  /** Tags that the provider puts on everything that takes tags. */
  readonly tags: Readonly<Record<string, string>>;
  readonly program: () => Promise<Record<string, unknown>>;
  /** Cryptographically secure. */
  readonly randomBytes: (size: number) => Uint8Array;
}

/** A stack ready to run; `close` takes its work folder away. */
export interface OpenStack {
  readonly stack: Stack;
  readonly process: EngineProcess;
  readonly folder: string;
  readonly accountId: string;
  readonly close: () => void;
}

/**
 * Opens the account's stack on its file backend, making it on the first run.
 * @throws RefusedError on an unsafe folder, a missing passphrase or a damaged state; EngineError when the
 * engine cannot make the stack.
 */
export async function openStack(options: OpenStackOptions): Promise<OpenStack> {
  const folder = ensureStateFolder(options.folder);
  const exists = hasState(folder);
  const passphrase = ensurePassphrase(folder, options.randomBytes);
  const engineProcess = createEngineProcess({
    engine: options.engine,
    env: {
      ...childEnvironment({ parent: options.parentEnv, engine: options.engine, folder, extra: options.env }),
      PULUMI_BACKEND_URL: pathToFileURL(folder).href,
      PULUMI_CONFIG_PASSPHRASE_FILE: passphrase,
      // With a stand-in attached the engine would still try to fetch the official plug-in at every run.
      ...(options.pluginFolder === undefined ? {} : { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true' }),
    },
    answer: (args) => answerFromState(folder, args),
  });
  const workDir = makeWorkFolder(folder);
  const close = () => rmSync(workDir, { recursive: true, force: true });
  try {
    const workspace = await LocalWorkspace.create({
      workDir,
      pulumiCommand: engineProcess.pulumiCommand,
      program: options.program,
      secretsProvider: 'passphrase',
      projectSettings: projectSettings(options.pluginFolder),
      stackSettings: { [options.accountId]: stackSettings(options, folder) },
    });
    const stack = exists
      ? await Stack.select(options.accountId, workspace)
      : await Stack.create(options.accountId, workspace);
    return { stack, process: engineProcess, folder, accountId: options.accountId, close };
  } catch (error) {
    close();
    throw openingFailed(error);
  }
}

/**
 * Questions of the Automation API whose answers stand in the state file: each would start the engine once
 * more (0.5 s and above). `stack select` only checks that the stack is there; every later command names it.
 */
function answerFromState(folder: string, args: readonly string[]): string | undefined {
  if (args[0] !== 'stack') return undefined;
  if (args[1] === 'select' && hasState(folder)) return '';
  if (args[1] === 'output') return JSON.stringify(readOutputs(folder));
  if (args[1] === 'history') return '[]';
  return undefined;
}

function projectSettings(pluginFolder: string | undefined): ProjectSettings {
  const plugins =
    pluginFolder === undefined ? {} : { plugins: { providers: [{ name: 'aws', path: pluginFolder }] } };
  // `plugins` is in the file format, not in the SDK's type.
  return { name: projectName, runtime: 'nodejs', ...plugins };
}

function stackSettings(options: OpenStackOptions, folder: string) {
  const salt = readSalt(folder);
  return {
    config: { ...providerSettings(options) },
    ...(salt === undefined ? {} : { encryptionSalt: salt }),
  };
}

function openingFailed(error: unknown): unknown {
  if (!(error instanceof EngineCommandError)) return error;
  const { failure, message, fix } = translateError(error.stderr);
  return new EngineError(
    failure === 'Unknown' ? 'EngineFailed' : failure,
    `The state could not be opened: ${message}`,
    {
      ...(fix === undefined ? {} : { fix }),
      cause: error,
    },
  );
}
