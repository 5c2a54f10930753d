import { type ChildProcess, spawn } from 'node:child_process';
import type { PulumiCommand } from '@pulumi/pulumi/automation/index.js';
import { type EngineCommand, engineVersion } from './engine-command.ts';

/** An engine command that ended with another code than 0. Its text is raw: translate before showing. */
export class EngineCommandError extends Error {
  readonly code: number;
  readonly stderr: string;
  constructor(code: number, stderr: string) {
    super(`The engine ended with code ${code}.`);
    this.name = 'EngineCommandError';
    this.code = code;
    this.stderr = stderr;
  }
}

/** What the Automation API wants back from a command. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Our own way of starting the engine, in place of the Automation API's. */
export interface EngineProcess {
  /** Stands in for the Automation API's own command object. */
  readonly pulumiCommand: PulumiCommand;
  /** Sends one SIGINT to the running engine child; false when none runs. */
  readonly interrupt: () => boolean;
  readonly pid: () => number | undefined;
}

interface Options {
  readonly engine: EngineCommand;
  /** The child's whole environment but for what the Automation API adds to a single call. */
  readonly env: Readonly<Record<string, string>>;
  /** Answers a command without starting the engine, or undefined. */
  readonly answer: (args: readonly string[]) => string | undefined;
}

/**
 * The Automation API's own command starts the engine by execa, which lays our whole environment under the
 * child's and hides the child. This one gives the child the environment it is told and no more, and keeps
 * hold of it, so that an interrupt can be passed on.
 */
export function createEngineProcess(options: Options): EngineProcess {
  let running: ChildProcess | undefined;
  const run = async (
    args: readonly string[],
    cwd: string,
    additionalEnv: Readonly<Record<string, string>>,
    onOutput?: (text: string) => void,
    onError?: (text: string) => void,
  ): Promise<CommandResult> => {
    const known = options.answer(args);
    if (known !== undefined) return { stdout: known, stderr: '', code: 0 };
    // Every call names its stack: a selection would only leave a file in the home folder for each work folder.
    const unselected = args[0] === 'stack' && args[1] === 'init' ? ['--no-select'] : [];
    const child = spawn(options.engine.path, [...args, ...unselected, '--non-interactive'], {
      cwd,
      env: { ...additionalEnv, ...options.env },
      // Not detached: the engine stays in our process group, where a terminal's Ctrl-C reaches it.
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running = child;
    try {
      return await collect(child, onOutput, onError);
    } finally {
      running = undefined;
    }
  };
  // Only its text is ever asked for; `semver` itself is no dependency of ours.
  const version = { toString: () => engineVersion } as PulumiCommand['version'];
  const pulumiCommand = { command: options.engine.path, version, run };
  return {
    pulumiCommand,
    interrupt: () => running?.kill('SIGINT') ?? false,
    pid: () => running?.pid,
  };
}

function collect(
  child: ChildProcess,
  onOutput?: (text: string) => void,
  onError?: (text: string) => void,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      onOutput?.(text);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      onError?.(text);
    });
    child.once('error', reject);
    // `exit`, not `close`: a plug-in that outlives a killed engine keeps the pipes open.
    child.once('exit', (code, signal) => {
      const status = code ?? -1;
      const settle = () => {
        if (status === 0) resolve({ stdout, stderr, code: 0 });
        else
          reject(new EngineCommandError(status, signal === null ? stderr : `${stderr}\nkilled by ${signal}`));
      };
      const patience = setTimeout(settle, drainMs);
      child.once('close', () => {
        clearTimeout(patience);
        settle();
      });
    });
  });
}

/** How long to wait, after the engine has ended, for what still stands in its pipes. */
const drainMs = 1_000;
