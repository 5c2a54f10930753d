import { truncateText, wrapText } from '../lib/wrap-text.ts';
import type { Progress, ProgressRow } from '../model/host.ts';
import type { Paint } from './paint.ts';
import { isEnded, openRowBook, phraseRow, phraseSeconds, type RowFact } from './progress-row.ts';

export interface LiveProgress extends Progress {
  /** Shows lines above the running list, and leaves them there. */
  readonly notice: (lines: readonly string[]) => void;
}
export interface LiveProgressOptions {
  readonly stderr: NodeJS.WriteStream;
  readonly paint: Paint;
  readonly now: () => number;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * The redrawn list of a terminal. listr2 owns the screen and the timing of frames; what a row says comes from
 * our own book, and so does the outcome: listr calls a parent done whose child failed.
 */
export function startLiveProgress(rows: readonly ProgressRow[], options: LiveProgressOptions): LiveProgress {
  const notices: string[] = [];
  const endings = new Map<string, () => void>();
  const ended = new Map(rows.map(({ id }) => [id, new Promise<void>((resolve) => endings.set(id, resolve))]));
  const book = openRowBook(rows, options.now, (row) => {
    if (isEnded(row.state)) endings.get(row.id)?.();
  });
  const draw = (final: boolean) =>
    [...notices, ...book.rows().flatMap((row) => drawRow(row, book.elapsed(row.id), final, options))].join(
      '\n',
    );
  const tasks = [...ended.values()];
  const shown = runList(tasks, draw, options.stderr).catch(() => {
    // A screen that cannot be drawn must not fail the work: the list is printed once, at the end.
    return Promise.all(tasks).then(() => void options.stderr.write(`${draw(true)}\n`));
  });
  return {
    start: (id) => book.move(id, 'running'),
    note: (id, text) => book.move(id, 'running', text),
    done: (id, text) => book.move(id, 'done', text),
    fail: (id, text) => book.move(id, 'failed', text),
    skip: (id, text) => book.move(id, 'skipped', text),
    notice: (lines) => notices.push(...lines),
    close: async () => {
      for (const { id, state } of book.rows()) {
        if (state === 'waiting') book.move(id, 'skipped', 'not begun');
        if (state === 'running') book.move(id, 'stopped');
      }
      await shown;
    },
  };
}

async function runList(
  tasks: readonly Promise<void>[],
  draw: (final: boolean) => string,
  stderr: NodeJS.WriteStream,
): Promise<void> {
  const { DefaultRenderer, Listr, ListrLogger, ProcessOutput } = await import('listr2');
  class Rows extends DefaultRenderer {
    // It draws on stderr: whether stdout is a terminal, which is what listr2 asks, says nothing here.
    static override nonTTY = true;
    override create(options?: { readonly prompt?: boolean }): string {
      return draw(options?.prompt === false);
    }
  }
  const output = new ProcessOutput(stderr, stderr, { leaveEmptyLine: false });
  const list = new Listr(
    tasks.map((done) => ({ title: 'row', task: () => done })),
    {
      concurrent: true,
      // main owns Ctrl-C; listr2's own listener would end the process.
      registerSignalListeners: false,
      renderer: Rows,
      rendererOptions: { logger: new ListrLogger({ processOutput: output }) },
    },
  );
  await list.run();
}

function drawRow(
  row: RowFact,
  elapsed: number | undefined,
  final: boolean,
  { stderr, paint, now }: LiveProgressOptions,
): readonly string[] {
  const width = Math.max(20, stderr.columns);
  if (isEnded(row.state)) {
    const [head = '', ...rest] = final
      ? wrapText(phraseRow(row), { width, indent: 2 })
      : [truncateText(phraseRow(row), width)];
    return [paintSign(row, head, paint), ...rest];
  }
  if (row.state === 'waiting') return [paint('dim', truncateText(phraseRow(row, '·'), width))];
  const frame = frames[Math.floor(now() / 100) % frames.length] ?? '▸';
  const time = elapsed === undefined || elapsed === 0 ? '' : ` (${phraseSeconds(elapsed)})`;
  const line = truncateText(`${frame} ${row.title}${time}`, width);
  const room = width - line.length;
  const note = row.text === '' || room < 8 ? '' : truncateText(`: ${row.text}`, room);
  return [paint('cyan', line.slice(0, 1)) + line.slice(1) + paint('dim', note)];
}

function paintSign(row: RowFact, line: string, paint: Paint): string {
  const style = row.state === 'done' ? 'green' : row.state === 'failed' ? 'red' : 'yellow';
  return paint(style, line.slice(0, 1)) + line.slice(1);
}
