import { type IPty, spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';

export interface Ending {
  readonly code: number;
  /** Number of the signal that ended it; 0 for none. */
  readonly signal: number;
}
/** A program in a real terminal, and what a person would see of it. */
export interface Screen {
  readonly pid: number;
  /** Everything shown so far, scrolled-away lines too; a line the terminal had to break is one line here. */
  readonly lines: () => readonly string[];
  readonly text: () => string;
  /** Every byte that came, for what must be restored and what must not be sent. */
  readonly raw: () => string;
  readonly type: (keys: string) => void;
  /** Waits until the text stands on the screen; fails when the program ends before. */
  readonly until: (text: string | RegExp) => Promise<void>;
  /** Waits for a text, then types; enter is added. */
  readonly answer: (prompt: string | RegExp, reply: string) => Promise<void>;
  readonly ended: Promise<Ending>;
  /** Ends it at once; nothing when it has ended. */
  readonly kill: () => void;
}
export interface ScreenOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** @default 80 */
  readonly columns?: number;
}

export const keys = { enter: '\r', down: '\u001b[B', interrupt: '\u0003' } as const;

export function openScreen(file: string, words: readonly string[], options: ScreenOptions): Screen {
  const cols = options.columns ?? 80;
  const rows = 50;
  const terminal = new headless.Terminal({ cols, rows, scrollback: 10_000, allowProposedApi: true });
  const pty: IPty = spawn(file, [...words], {
    cols,
    rows,
    cwd: options.cwd,
    env: { TERM: 'xterm-256color', ...options.env },
  });
  let raw = '';
  let ending: Ending | undefined;
  const listeners = new Set<() => void>();
  pty.onData((data) => {
    raw += data;
    terminal.write(data, () => {
      for (const listener of listeners) listener();
    });
  });
  const ended = new Promise<Ending>((resolve) =>
    pty.onExit(({ exitCode, signal }) =>
      terminal.write('', () => {
        ending = { code: exitCode, signal: signal ?? 0 };
        for (const listener of listeners) listener();
        resolve(ending);
      }),
    ),
  );
  const lines = () => readLines(terminal);
  const text = () => lines().join('\n');
  const shows = (wanted: string | RegExp) =>
    typeof wanted === 'string' ? text().includes(wanted) : wanted.test(text());
  const until = (wanted: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        const seen = shows(wanted);
        if (!seen && ending === undefined) return;
        listeners.delete(look);
        if (seen) resolve();
        else reject(new Error(`Ended with ${ending?.code} before ${String(wanted)} was shown:\n${text()}`));
      };
      listeners.add(look);
      look();
    });
  const type = (typed: string) => pty.write(typed);
  return {
    pid: pty.pid,
    lines,
    text,
    raw: () => raw,
    type,
    until,
    answer: async (prompt, reply) => {
      await until(prompt);
      type(reply + keys.enter);
    },
    ended,
    kill: () => {
      if (ending === undefined) pty.kill('SIGKILL');
    },
  };
}

function readLines(terminal: InstanceType<typeof headless.Terminal>): readonly string[] {
  const { active } = terminal.buffer;
  const lines: string[] = [];
  for (let index = 0; index < active.length; index += 1) {
    const line = active.getLine(index);
    if (line === undefined) continue;
    const next = active.getLine(index + 1);
    const text = line.translateToString(next?.isWrapped !== true);
    if (line.isWrapped) lines.push(`${lines.pop() ?? ''}${text}`);
    else lines.push(text);
  }
  while (lines.at(-1)?.trim() === '') lines.pop();
  return lines;
}
