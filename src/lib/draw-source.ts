const shownColumns = 100;

/** Replaces control and bidirectional characters, which could forge what a terminal shows. */
export function printableSource(text: string): string {
  return text.replace(/(?!\t)[\p{Cc}\p{Bidi_Control}]/gu, '\uFFFD');
}

/**
 * A line of a text with its number, and a caret below the column; both count from 1. Of a long line only what is
 * around the column.
 */
export function drawSource(at: { readonly line: number; readonly column: number }, source: string): string {
  const start = Math.max(0, at.column - 1 - Math.floor(shownColumns / 2));
  const cut = printableSource(source.slice(start, start + shownColumns));
  const before = cut.slice(0, at.column - 1 - start).replace(/[^\t]/g, ' ');
  const number = String(at.line).padStart(4);
  return `${number} | ${cut}\n${' '.repeat(number.length)} | ${before}^`;
}
