import { cleanLine } from '../lib/clean-text.ts';
import { scrubSecrets } from '../lib/scrub-secrets.ts';
import type { ProgressRow } from '../model/host.ts';

export type RowState = 'waiting' | 'running' | 'done' | 'failed' | 'skipped' | 'stopped';

/** What is known of one row of a running list. */
export interface RowFact {
  readonly id: string;
  readonly title: string;
  readonly state: RowState;
  /** What is being waited for, or how it ended. */
  readonly text: string;
  readonly seconds?: number;
}
export type RowSink = (row: RowFact) => void;

/** Changes of rows, in the order in which they come; a row that has ended stays as it ended. */
export interface RowBook {
  readonly rows: () => readonly RowFact[];
  readonly move: (id: string, state: RowState, text?: string) => void;
  /** Elapsed seconds of a running row. */
  readonly elapsed: (id: string) => number | undefined;
}

const ended: ReadonlySet<RowState> = new Set(['done', 'failed', 'skipped', 'stopped']);
const safe = (text: string) => scrubSecrets(cleanLine(text));

export function isEnded(state: RowState): boolean {
  return ended.has(state);
}

/**
 * @param now monotonic milliseconds
 * @param onChange heard after every change of a row's state; not for mere notes
 */
export function openRowBook(rows: readonly ProgressRow[], now: () => number, onChange: RowSink): RowBook {
  const facts = new Map<string, RowFact>(
    rows.map(({ id, title }) => [id, { id, title: safe(title), state: 'waiting', text: '' }]),
  );
  const began = new Map<string, number>();
  const elapsed = (id: string) => {
    const start = began.get(id);
    return start === undefined ? undefined : Math.floor((now() - start) / 1000);
  };
  return {
    rows: () => [...facts.values()],
    elapsed,
    move: (id, state, text) => {
      const before = facts.get(id);
      if (before === undefined || isEnded(before.state)) return;
      if (state === 'running' && !began.has(id)) began.set(id, now());
      const seconds = isEnded(state) ? elapsed(id) : undefined;
      const after = {
        ...before,
        state,
        text: safe(text ?? ''),
        ...(seconds === undefined ? {} : { seconds }),
      };
      facts.set(id, after);
      if (after.state !== before.state) onChange(after);
    },
  };
}

const signs: Readonly<Record<RowState, string>> = {
  waiting: ' ',
  running: '▸',
  done: '✔',
  failed: '✖',
  skipped: '-',
  stopped: '■',
};

/** One row as one line; the sign and the words say the same. */
export function phraseRow(row: RowFact, sign = signs[row.state]): string {
  const time = row.seconds === undefined || row.seconds === 0 ? '' : ` (${phraseSeconds(row.seconds)})`;
  const word = row.state === 'failed' && row.text === '' ? 'failed' : row.text;
  const skipped = row.state === 'skipped' ? 'skipped' : row.state === 'stopped' ? 'stopped' : '';
  const tail = [skipped, word].filter((part) => part !== '').join(', ');
  return `${sign} ${row.title}${time}${tail === '' ? '' : `: ${tail}`}`;
}

export function phraseSeconds(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
