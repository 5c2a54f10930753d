import type { Operation } from './operation-name.ts';

/** Calls that came in, by `service:action`; those that a fault struck count too. */
export interface Counters {
  readonly reads: Readonly<Record<string, number>>;
  /** Calls that may change the account. */
  readonly changes: Readonly<Record<string, number>>;
  /** All reads. */
  readonly reading: number;
  /** All calls that may change the account. */
  readonly changing: number;
}
export interface CallCounters {
  readonly count: (operation: Operation) => void;
  readonly snapshot: () => Counters;
  readonly reset: () => void;
}

export function createCallCounters(): CallCounters {
  const reads = new Map<string, number>();
  const changes = new Map<string, number>();
  return {
    count: ({ service, action, mutating }) => {
      const counts = mutating ? changes : reads;
      const key = `${service}:${action}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    snapshot: () => ({
      reads: sorted(reads),
      changes: sorted(changes),
      reading: total(reads),
      changing: total(changes),
    }),
    reset: () => {
      reads.clear();
      changes.clear();
    },
  };
}

function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
