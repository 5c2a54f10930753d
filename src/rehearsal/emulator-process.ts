import { type ChildProcess, spawn } from 'node:child_process';
import { EngineError } from '../errors.ts';
import { emulatorProgram } from './emulator-program.ts';

export interface RunningEmulator {
  /** Like `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly pid: number;
  /** Resolves when the process is gone. */
  readonly stop: () => Promise<void>;
}
export interface EmulatorStart {
  /** The account that calls with unknown keys land in. */
  readonly accountId: string;
  /** `bin/python` of the emulator's virtual environment. */
  readonly python: string;
  /** @default a free one */
  readonly port?: number;
}

/** Starting takes about 1 s; a machine under load may need many times that. */
const startLimitMs = 60_000;

/**
 * Starts the emulator on 127.0.0.1. It ends with `stop`, and by itself when this process dies.
 * @throws EngineError when it does not come up.
 */
export async function startEmulator(options: EmulatorStart): Promise<RunningEmulator> {
  // A whitelist: the emulator needs nothing of ours, least of all credentials.
  const env = {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: process.env.HOME ?? '/',
    TMPDIR: process.env.TMPDIR ?? '/tmp',
    MOTO_ACCOUNT_ID: options.accountId,
    MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
  };
  const child = spawn(options.python, ['-I', '-c', emulatorProgram, String(options.port ?? 0)], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    // A process group of its own: Ctrl-C in the terminal stops the run, not the account it works on.
    detached: true,
  });
  // When the emulator is gone, writing to its input must not end us too.
  child.stdin.on('error', () => undefined);
  const port = await readPort(child);
  const { pid } = child;
  if (pid === undefined) throw new EngineError('EmulatorNotStarted', 'The emulator did not start.');
  return { url: `http://127.0.0.1:${port}`, pid, stop: () => stop(child) };
}

function readPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    const fail = (why: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(
        new EngineError(
          'EmulatorNotStarted',
          `The emulator did not start: ${why} ${stderr.trim().slice(-600)}`.trim(),
          {
            fix: 'Run `bootstrap-account doctor`; removing the emulator-… folder from the cache has it installed afresh.',
          },
        ),
      );
    };
    const timer = setTimeout(() => fail(`no answer within ${startLimitMs / 1000} seconds.`), startLimitMs);
    child.on('error', (error) => fail(error.message));
    child.on('exit', (code) => fail(`it ended with code ${code ?? 'none'}.`));
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-4_000);
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const line = /^(\d+)\n/.exec(stdout);
      if (line === null) return;
      clearTimeout(timer);
      child.removeAllListeners('exit');
      resolve(Number(line[1]));
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.stdin?.destroy();
    child.kill('SIGKILL');
  });
}
