import type { Host } from './model/host.ts';
import type { Target } from './model/target.ts';

/** What only the edge knows: time, randomness, environment, places. Built once in main, passed down. */
export interface Context {
  readonly host: Host;
  readonly now: () => Date;
  /** Cryptographically secure random bytes. */
  readonly randomBytes: (size: number) => Uint8Array;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths and `handover/` hang on. */
  readonly cwd: string;
  /** Root of this package: `templates/`, `engine/`, `dist/` live below it. */
  readonly packageRoot: string;
  readonly interrupts: Interrupts;
  /** Folder that holds one state folder per account. */
  readonly stateRoot: string;
  readonly flags: GlobalFlags;
  /** Decides once where this run works. */
  readonly openTarget: (wish: TargetWish) => Promise<Target>;
}

/** How the person, or the system, stops a run. */
export interface Interrupts {
  /**
   * Aborted once. Its reason is `pressed` for Ctrl-C in a terminal, which the engine hears by itself, and
   * `told` for everything that has to be passed on to it.
   */
  readonly signal: AbortSignal;
  /** Called for every later press; returns the way to stop listening. */
  readonly onSecondPress: (listener: () => void) => () => void;
}

/** Region and profile in the order flag > environment > file; the target's maker resolves the rest. */
export interface TargetWish {
  readonly profile?: string;
  readonly region?: string;
}

/** Flags that every command knows. */
export interface GlobalFlags {
  readonly file?: string;
  readonly profile?: string;
  readonly region?: string;
  /** Expected account id. */
  readonly account?: string;
  readonly yes: boolean;
  readonly json: boolean;
  readonly color: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
}
