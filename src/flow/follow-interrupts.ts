import type { Context } from '../context.ts';
import { forwardInterrupt } from '../engine/run.ts';
import type { OpenStack } from '../engine/workspace.ts';

/**
 * While the engine runs: a press in the terminal reaches it by itself and is only told about; anything else
 * that stops us is passed on once; a second press is passed on too, with a warning.
 * @returns the way to stop following
 */
export function followInterrupts(context: Context, stack: OpenStack): () => void {
  const { signal, onSecondPress } = context.interrupts;
  const { host } = context;
  const first = (): void => {
    host.tell({
      level: 'warning',
      text: 'Stopping: the running steps are finished and recorded. Press Ctrl-C again to break off at once.',
    });
    if (signal.reason === 'told') forwardInterrupt(stack);
  };
  signal.addEventListener('abort', first, { once: true });
  const stopListening = onSecondPress(() => {
    host.tell({
      level: 'warning',
      text: 'Breaking off. Steps that were running may be half recorded; the next run looks for them.',
    });
    forwardInterrupt(stack);
  });
  return () => {
    signal.removeEventListener('abort', first);
    stopListening();
  };
}
