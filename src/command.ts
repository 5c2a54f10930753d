import type { Interrupts, TargetWish } from './context.ts';
import type { ExitCode } from './errors.ts';
import type { Target } from './model/target.ts';

/** The outside world, as main found it; tests and `rehearse` bring their own. */
export interface Edge {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly packageRoot: string;
  readonly now: () => Date;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly interrupts: Interrupts;
  /** Folder that holds one state folder per account. Default: below XDG_STATE_HOME. */
  readonly stateRoot?: string;
  /** Runs another command line in another world; set by the command line itself. */
  readonly dispatch?: (argv: readonly string[], edge: Edge) => Promise<ExitCode>;
  /** Replaces the way to a real account; `rehearse` gives the emulator's. */
  readonly openTarget?: (wish: TargetWish) => Promise<Target>;
}

/** What a command gives back: its exit code and, for `--json`, its document. */
export interface CommandResult {
  readonly code: ExitCode;
  readonly document?: Readonly<Record<string, unknown>>;
}
