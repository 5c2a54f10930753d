/** Many readers or one writer, first come, first served: a waiting writer holds later readers back. */
export interface CallLock {
  readonly shared: <T>(work: () => Promise<T>) => Promise<T>;
  readonly exclusive: <T>(work: () => Promise<T>) => Promise<T>;
}

export function createCallLock(): CallLock {
  let readers: Promise<unknown>[] = [];
  let lastWriter: Promise<unknown> = Promise.resolve();
  return {
    shared: (work) => {
      const run = lastWriter.then(work);
      const settled = run.catch(() => undefined);
      readers.push(settled);
      void settled.then(() => {
        readers = readers.filter((reader) => reader !== settled);
      });
      return run;
    },
    exclusive: (work) => {
      const run = Promise.all([lastWriter, ...readers]).then(work);
      lastWriter = run.catch(() => undefined);
      // Later readers wait for this writer, and it for the readers before: nobody else need.
      readers = [];
      return run;
    },
  };
}
