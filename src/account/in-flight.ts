import type { IAMClient, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-iam';
import type { FinalizeRequestMiddleware } from '@smithy/types';

/** Runs `work` when fewer than the limit are running; the others wait, first come first served. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export function createGate(limit: number): Gate {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= limit) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
    try {
      return await work();
    } finally {
      // Whoever waits takes over the place, so that nobody slips in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

type Middleware = FinalizeRequestMiddleware<ServiceInputTypes, ServiceOutputTypes>;

/**
 * At most `limit` calls of a client on their way at once, whoever makes them: readers need not know of each other.
 * A call that waits before its next try holds no place.
 */
export function limitInFlight(client: IAMClient, limit: number): void {
  const gate = createGate(limit);
  const limited: Middleware = (next) => (args) => gate(() => next(args));
  client.middlewareStack.addRelativeTo(limited, {
    name: 'limitInFlight',
    relation: 'after',
    toMiddleware: 'retryMiddleware',
  });
}
