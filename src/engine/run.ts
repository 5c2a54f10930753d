import type { EngineEvent as PulumiEvent } from '@pulumi/pulumi/automation/index.js';
import type { Diagnostic, EngineEvent, Outcome } from '../model/outcome.ts';
import { EngineCommandError } from './engine-process.ts';
import { type EventRecord, recordEvent, startRecord } from './events.ts';
import { readOutputs } from './state.ts';
import { translateError } from './translate-error.ts';
import type { OpenStack } from './workspace.ts';

export interface RunOptions {
  /** URNs to keep to; absent: everything. */
  readonly targets?: readonly string[];
  /** Read what is in the account before comparing. Without it the engine compares with its record only. */
  readonly refresh?: boolean;
  /**
   * Aborted by the first Ctrl-C. It is not passed on: the terminal has told the engine already. The run
   * then waits for the running steps to end.
   */
  readonly signal: AbortSignal;
  readonly onEvent?: (event: EngineEvent) => void;
  /** Raw output of the engine, for a debug log; not redacted. */
  readonly onRawOutput?: (text: string) => void;
  /** Parallel steps at most. @default 5: IAM throttles early. */
  readonly parallel?: number;
}
export interface DestroyOptions extends RunOptions {
  /** URNs to leave alone, with everything they depend on. */
  readonly exclude?: readonly string[];
}

/** What `up` would do. Read `steps`, not `kind`: an import that needs a replacement previews as done. */
export function previewStack(open: OpenStack, options: RunOptions): Promise<Outcome> {
  return watchRun(open, 'preview', options, (common) => open.stack.preview(common));
}

/** Makes the account what the program says. Independent steps go on after a failure. */
export function upStack(open: OpenStack, options: RunOptions): Promise<Outcome> {
  return watchRun(open, 'up', options, (common) => open.stack.up({ ...common, continueOnError: true }));
}

/** What `destroyStack` would take down. */
export function previewDestroy(open: OpenStack, options: DestroyOptions): Promise<Outcome> {
  return watchRun(open, 'preview', options, (common) =>
    open.stack.previewDestroy({ ...common, ...destroyWishes(options) }),
  );
}

/** Takes down what the state holds, but for what it says is retained. The stack itself stays, empty. */
export function destroyStack(open: OpenStack, options: DestroyOptions): Promise<Outcome> {
  return watchRun(open, 'destroy', options, (common) =>
    open.stack.destroy({ ...common, ...destroyWishes(options), continueOnError: true }),
  );
}

/**
 * Passes one interrupt on to the engine, for signals that it did not get itself: SIGTERM, SIGHUP, or SIGINT
 * without a terminal. A second one tells it to stop at once, which may leave a step half recorded.
 * @returns False when no engine is running.
 */
export function forwardInterrupt(open: OpenStack): boolean {
  return open.process.interrupt();
}

interface CommonOptions {
  readonly target?: string[];
  readonly refresh?: boolean;
  readonly parallel: number;
  readonly color: 'never';
  readonly suppressProgress: true;
  readonly onEvent: (event: PulumiEvent) => void;
  readonly onOutput: (text: string) => void;
  readonly onError: (text: string) => void;
}

async function watchRun(
  open: OpenStack,
  operation: Outcome['operation'],
  options: RunOptions,
  start: (common: CommonOptions) => Promise<unknown>,
): Promise<Outcome> {
  const began = performance.now();
  const record = startRecord();
  const listen = (event: PulumiEvent) => {
    const before = record.failures.size;
    const heard = recordEvent(record, event, operation === 'preview');
    if (heard !== undefined) options.onEvent?.(heard);
    // Every further step would fail alike, and each failure costs its retries.
    if (record.failures.size > before && record.failures.has('CredentialsExpired')) open.process.interrupt();
  };
  let failed: unknown;
  try {
    await start({
      ...(options.targets === undefined ? {} : { target: [...options.targets] }),
      ...(options.refresh === undefined ? {} : { refresh: options.refresh }),
      parallel: options.parallel ?? 5,
      color: 'never',
      suppressProgress: true,
      onEvent: listen,
      onOutput: (text) => options.onRawOutput?.(text),
      onError: (text) => options.onRawOutput?.(text),
    });
  } catch (error) {
    failed = error;
  }
  const kind = judge(record, options.signal, failed);
  return {
    kind,
    operation,
    steps: [...record.steps.values()],
    diagnostics: kind === 'failed' ? withReason(record.diagnostics, failed) : record.diagnostics,
    outputs: failed === undefined && operation === 'up' ? readOutputs(open.folder) : {},
    seconds: (performance.now() - began) / 1000,
  };
}

function judge(record: EventRecord, signal: AbortSignal, failed: unknown): Outcome['kind'] {
  if (failed === undefined) return 'done';
  if (record.failures.has('CredentialsExpired')) return 'failed';
  return signal.aborted || record.cancelled ? 'interrupted' : 'failed';
}

/**
 * Some failures come before the first event (a held lock, a missing plug-in): their reason stands in what
 * the engine wrote only. A surprise of ours is not swallowed.
 */
function withReason(diagnostics: readonly Diagnostic[], failed: unknown): readonly Diagnostic[] {
  if (diagnostics.some((one) => one.severity === 'error')) return diagnostics;
  if (!(failed instanceof EngineCommandError)) throw failed;
  const { failure: _, ...reason } = translateError(lastLines(failed.stderr));
  return [...diagnostics, reason];
}

function lastLines(text: string): string {
  return text.split('\n').slice(-12).join('\n');
}

/** The program runs too: without it the provider gets the settings of the last `up`, an old endpoint for one. */
function destroyWishes(options: DestroyOptions): { exclude?: string[]; runProgram: true } {
  return { ...(options.exclude === undefined ? {} : { exclude: [...options.exclude] }), runProgram: true };
}
