import type { Redactor } from './redact.ts';

/** What a host needs of the world; main passes the process's own. */
export interface HostOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags: {
    readonly json: boolean;
    readonly color: boolean;
    readonly quiet: boolean;
    readonly debug: boolean;
    readonly yes: boolean;
  };
  /** Ends an open question. */
  readonly signal?: AbortSignal;
  /** Knows the secrets of this run; default: patterns only. */
  readonly redactor?: Redactor;
  /** Monotonic milliseconds; default: the process's own. */
  readonly clock?: () => number;
}

/** Set to anything but nothing, `0` or `false`, it means that nobody watches. */
export function isContinuousIntegration(env: HostOptions['env']): boolean {
  const value = env.CI ?? '';
  return value !== '' && value !== '0' && value !== 'false';
}
