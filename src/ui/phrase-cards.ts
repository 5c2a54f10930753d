import { textWidth, wrapText } from '../lib/wrap-text.ts';
import { printable } from './phrase.ts';

/**
 * Rows as a table where the terminal is wide enough for it, else as cards: the first cell, and below it what each
 * other cell is. Nothing is cut off: a name that is cut is another name.
 * @param heads column titles; an empty one belongs to remarks, which stand behind the table's row, or last in the card
 */
export function phraseCards(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly string[] {
  const clean = rows.map((row) => row.map(printable));
  const widths = heads.map((head, column) =>
    Math.max(textWidth(head), ...clean.map((row) => textWidth(row[column] ?? ''))),
  );
  const needed = widths.reduce((sum, each) => sum + each, 0) + 2 * (heads.length - 1);
  if (needed <= width) return [heads, ...clean].map((row) => line(row, widths));
  return clean.flatMap(([first = '', ...rest]) => [
    first,
    ...rest.flatMap((cell, index) => {
      if (cell === '') return [];
      const head = heads[index + 1] ?? '';
      return wrapText(`  ${head === '' ? '' : `${head}: `}${cell}`, { width, indent: 4 });
    }),
  ]);
}

function line(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - textWidth(cell))))
    .join('  ')
    .trimEnd();
}
