/** Admits so many calls a second for each key, and no more. */
export interface CallPace {
  /** @param perSecond 0 is without limit. */
  readonly admits: (key: string, perSecond: number) => boolean;
}

/** @param clock monotonic milliseconds: a rehearsal's own date may stand still. */
export function createCallPace(clock: () => number): CallPace {
  const admitted = new Map<string, readonly number[]>();
  return {
    admits: (key, perSecond) => {
      if (perSecond === 0) return true;
      const time = clock();
      const recent = (admitted.get(key) ?? []).filter((at) => at > time - 1000);
      const yes = recent.length < perSecond;
      admitted.set(key, yes ? [...recent, time] : recent);
      return yes;
    },
  };
}
