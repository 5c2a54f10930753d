import { textWidth, wrapText } from '../lib/wrap-text.ts';
import { printable } from './phrase.ts';

/**
 * Rows as a table where the terminal is wide enough for it, else as cards: the first cell, and below it what each
 * other cell is. Nothing is cut off: a name that is cut is another name.
 * @param heads column titles; an empty last one belongs to remarks, which stand behind the table's row, or below it
 * where they do not fit
 */
export function phraseCards(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly string[] {
  const clean = rows.map((row) => row.map(printable));
  const columns = heads.at(-1) === '' ? heads.length - 1 : heads.length;
  const widths = heads
    .slice(0, columns)
    .map((head, column) => Math.max(textWidth(head), ...clean.map((row) => textWidth(row[column] ?? ''))));
  const needed = widths.reduce((sum, each) => sum + each, 0) + 2 * (columns - 1);
  if (needed <= width)
    return [heads, ...clean].flatMap((row) =>
      tableRow(row.slice(0, columns), row[columns] ?? '', widths, width),
    );
  return clean.flatMap(([first = '', ...rest]) => [
    first,
    ...rest.flatMap((cell, index) => {
      if (cell === '') return [];
      const head = heads[index + 1] ?? '';
      return wrapText(`  ${head === '' ? '' : `${head}: `}${cell}`, { width, indent: 4 });
    }),
  ]);
}

function tableRow(
  cells: readonly string[],
  remark: string,
  widths: readonly number[],
  width: number,
): readonly string[] {
  const padded = cells
    .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - textWidth(cell)))
    .join('  ');
  const whole = `${padded}  ${remark}`.trimEnd();
  if (textWidth(whole) <= width) return [whole];
  return [padded.trimEnd(), ...wrapText(`  ${remark}`, { width, indent: 4 })];
}
