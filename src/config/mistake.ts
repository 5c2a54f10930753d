import { UserError } from '../errors.ts';
import { drawSource, printableSource as printable } from '../lib/draw-source.ts';

/** One thing wrong in an account file or a template. Lines and columns count from 1. */
export interface Mistake {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Keys and list positions joined by dots, like `people.0.groups`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong, the value, what is allowed. */
  readonly message: string;
}
/** Texts of the files that mistakes point into, by file name. */
export type Sources = ReadonlyMap<string, string>;

/** More would push the first one, which often causes the others, off the screen. */
const shownMistakes = 100;

/** Cuts a value to one short, printable line: a file may carry terminal escapes or a megabyte. */
export function showValue(value: unknown): string {
  const text =
    typeof value === 'string' ? JSON.stringify(value.slice(0, 200)) : String(JSON.stringify(value));
  const clean = printable(text);
  return clean.length > 70 ? `${clean.slice(0, 67)}…` : clean;
}

export { printableSource as printable } from '../lib/draw-source.ts';

/** `file:line:column path: message`, then the source line with a caret below the place. */
function describeMistake(mistake: Mistake, sources: Sources): string {
  const place = `${mistake.file}:${mistake.line}:${mistake.column}`;
  const path = mistake.path === '' ? '' : ` ${printable(mistake.path)}`;
  const source = sources.get(mistake.file)?.split('\n', mistake.line)[mistake.line - 1]?.replace(/\r$/, '');
  const head = `${place}${path}: ${mistake.message}`;
  return source === undefined || source === '' ? head : `${head}\n${drawSource(mistake, source)}`;
}

/** In the order of the files, then of the places; the same thing is said once. */
function sortMistakes(mistakes: readonly Mistake[], sources: Sources): readonly Mistake[] {
  const files = [...sources.keys()];
  const once = new Map(mistakes.map((mistake) => [JSON.stringify(mistake), mistake]));
  return [...once.values()].sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
}

/** The one error for a file with mistakes: all of them in the message, and as data in `details`. */
export function invalidFile(mistakes: readonly Mistake[], sources: Sources): UserError {
  const sorted = sortMistakes(mistakes, sources);
  const shown = sorted.slice(0, shownMistakes);
  const lines = shown.map((mistake) => describeMistake(mistake, sources));
  if (sorted.length > shown.length) lines.push(`… and ${sorted.length - shown.length} more.`);
  return new UserError('InvalidFile', lines.join('\n'), {
    details: shown,
    fix: sorted.length === 1 ? 'Correct the mistake and run again.' : 'Correct the mistakes and run again.',
  });
}
