import { PassThrough } from 'node:stream';
import type { HostOptions } from '../../src/ui/host-options.ts';

export interface FakeScreen {
  readonly options: HostOptions;
  /** All that was written so far. */
  readonly out: () => string;
  readonly err: () => string;
  readonly type: (keys: string) => void;
  readonly hangUp: () => void;
}
type Change = Partial<{
  terminal: boolean;
  columns: number;
  env: Record<string, string>;
  flags: Partial<HostOptions['flags']>;
  signal: AbortSignal;
  clock: () => number;
}>;

/** Streams that claim to be a terminal, or not, and remember what was written. */
export function fakeScreen(change: Change = {}): FakeScreen {
  const terminal = change.terminal ?? true;
  const make = () =>
    Object.assign(new PassThrough(), {
      isTTY: terminal,
      columns: terminal ? (change.columns ?? 80) : undefined,
      rows: 50,
    });
  const [stdin, stdout, stderr] = [make(), make(), make()];
  const heard = { out: '', err: '' };
  // Like the real ones, they outlive whatever is piped into them.
  for (const stream of [stdout, stderr]) stream.end = () => stream;
  stdout.on('data', (chunk) => (heard.out += String(chunk)));
  stderr.on('data', (chunk) => (heard.err += String(chunk)));
  const options = {
    stdin,
    stdout,
    stderr,
    env: change.env ?? {},
    flags: { json: false, color: true, quiet: false, debug: false, yes: false, ...change.flags },
    ...(change.signal === undefined ? {} : { signal: change.signal }),
    ...(change.clock === undefined ? {} : { clock: change.clock }),
  };
  return {
    options: options as unknown as HostOptions,
    out: () => heard.out,
    err: () => heard.err,
    type: (keys) => void stdin.write(keys),
    hangUp: () => void stdin.end(),
  };
}

/** Waits for a text, without a clock of its own: the runner's time limit is the only one. */
export async function until(read: () => string, text: string): Promise<void> {
  while (!plain(read()).includes(text)) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Without colours and cursor movements. */
export function plain(text: string): string {
  return text.replace(new RegExp(`${String.fromCodePoint(27)}\\[[0-9;?]*[A-Za-z]`, 'g'), '');
}
