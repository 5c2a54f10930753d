import type { Progress, ProgressRow } from '../model/host.ts';
import { isEnded, openRowBook, phraseRow } from './progress-row.ts';

export interface PlainProgressOptions {
  readonly line: (text: string) => void;
  readonly now: () => number;
  /** Only failures are told. */
  readonly quiet: boolean;
  /** Notes are told, too. */
  readonly debug: boolean;
}

/** One line when a row starts and one when it ends: for logs, pipes and terminals that cannot redraw. */
export function startPlainProgress(rows: readonly ProgressRow[], options: PlainProgressOptions): Progress {
  const { line, quiet, debug } = options;
  const book = openRowBook(rows, options.now, (row) => {
    if (quiet && row.state !== 'failed') return;
    line(phraseRow(row));
  });
  return {
    start: (id) => book.move(id, 'running'),
    note: (id, text) => {
      book.move(id, 'running', text);
      const row = book.rows().find((each) => each.id === id);
      if (debug && row !== undefined && !isEnded(row.state)) line(phraseRow(row, ' '));
    },
    done: (id, text) => book.move(id, 'done', text),
    fail: (id, text) => book.move(id, 'failed', text),
    skip: (id, text) => book.move(id, 'skipped', text),
    close: async () => {
      for (const row of book.rows()) {
        if (row.state === 'running') book.move(row.id, 'stopped');
      }
    },
  };
}
