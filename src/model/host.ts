/** What the core tells the person. Text is safe to print: no secrets, no control characters. */
export interface Telling {
  readonly level: 'debug' | 'info' | 'success' | 'warning' | 'error';
  readonly text: string;
}

interface QuestionBase {
  /** Stable key, used by tests and by the «missing answers» message. */
  readonly key: string;
  readonly message: string;
  /** Why it is asked and, where it costs money, how much. */
  readonly why: string;
  /** The flag and the file key that answer it without a terminal. */
  readonly flag?: string;
  readonly fileKey?: string;
}
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}
/** A question to a person. `validate` returns an error sentence, or undefined. */
export type Question =
  | (QuestionBase & {
      readonly kind: 'text';
      readonly default?: string;
      readonly validate?: (value: string) => string | undefined;
    })
  | (QuestionBase & {
      readonly kind: 'choice';
      readonly choices: readonly Choice[];
      readonly default?: string;
    })
  | (QuestionBase & { readonly kind: 'confirm'; readonly default?: boolean })
  /** Typed consent: only the exact text counts as yes. */
  | (QuestionBase & { readonly kind: 'typed'; readonly expected: string });

export type AnswerTo<Q extends Question> = Q extends { kind: 'confirm' | 'typed' } ? boolean : string;

export interface ProgressRow {
  readonly id: string;
  readonly title: string;
}
/** A running list of rows; rows are fixed when it starts. */
export interface Progress {
  readonly start: (id: string) => void;
  /** A short word on what is happening or being waited for in that row. */
  readonly note: (id: string, text: string) => void;
  readonly done: (id: string, text?: string) => void;
  readonly fail: (id: string, text: string) => void;
  readonly skip: (id: string, text: string) => void;
  /** Settles every open row and releases the screen. */
  readonly close: () => Promise<void>;
}

/** All talk with the person goes through here: the core never prints. */
export interface Host {
  /** True when questions can be asked. */
  readonly interactive: boolean;
  /** True when `show` has a terminal to show on; with `--yes` too. */
  readonly shows: boolean;
  /** Columns of the terminal; 80 when there is none. */
  readonly width: number;
  readonly tell: (telling: Telling) => void;
  /**
   * Shows a secret once, on the terminal only: it passes no redaction and reaches no log.
   * @throws InternalError when there is no terminal
   */
  readonly show: (secret: string) => void;
  /** Data for stdout: a document or a listing. */
  readonly write: (text: string) => void;
  /** @throws InterruptedError on Ctrl-C at a question; UserError naming the flag when not interactive. */
  readonly ask: <Q extends Question>(question: Q) => Promise<AnswerTo<Q>>;
  readonly progress: (rows: readonly ProgressRow[]) => Progress;
}
