/** Clock and sleep of a pace; tests bring their own. */
export interface Timing {
  /** Milliseconds, never going back. */
  readonly clock: () => number;
  /** Ends early, without a word, when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Lets callers through one at a time, `gap` milliseconds apart at least. */
export interface Pace {
  readonly turn: (signal?: AbortSignal) => Promise<void>;
}

/** @param gap milliseconds between two turns */
export function createPace(gap: number, { clock, sleep }: Timing): Pace {
  let next = Number.NEGATIVE_INFINITY;
  return {
    turn: async (signal) => {
      const now = clock();
      const mine = Math.max(now, next);
      next = mine + gap;
      if (mine > now) await sleep(mine - now, signal);
    },
  };
}
