import type { Interrupts } from './context.ts';

/** Within this many milliseconds a second SIGINT is the same press: npm and npx send it twice. */
const samePressMs = 500;

/**
 * The one owner of Ctrl-C. A press in a terminal reaches the engine by itself, for it is in our process
 * group, so it is only noted; every other way to be stopped has to be passed on once.
 */
export function watchSignals(source: NodeJS.Process): Interrupts {
  const controller = new AbortController();
  const again = new Set<() => void>();
  let last = Number.NEGATIVE_INFINITY;
  const heard = (signal: NodeJS.Signals) => {
    const now = performance.now();
    const samePress = now - last < samePressMs;
    last = now;
    if (samePress) return;
    if (controller.signal.aborted) {
      for (const listener of again) listener();
      return;
    }
    const fromTerminal = signal === 'SIGINT' && source.stdin.isTTY === true;
    controller.abort(fromTerminal ? 'pressed' : 'told');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) source.on(signal, heard);
  return {
    signal: controller.signal,
    onSecondPress: (listener) => {
      again.add(listener);
      return () => again.delete(listener);
    },
  };
}
