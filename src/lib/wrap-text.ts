// East Asian wide and emoji: two cells. https://www.unicode.org/reports/tr11/
const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const combining = /\p{Mark}/u;

/** Cells that a text takes in a terminal. */
export function textWidth(text: string): number {
  let cells = 0;
  for (const character of text) cells += combining.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return cells;
}

/**
 * Breaks a text into lines of at most `width` cells, at spaces. A line's own indentation is kept for its
 * continuation; a word longer than the line (an ARN, a command) stays whole, so that it can be copied.
 * @param options.indent least spaces before continuation lines
 */
export function wrapText(
  text: string,
  options: { readonly width: number; readonly indent?: number },
): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line.trimEnd(), options.width, options.indent ?? 0));
}

/** A line of a source with its number, and the caret below it: they stand one above the other, or say nothing. */
export function isDrawn(line: string): boolean {
  return /^ *\d* \| /.test(line);
}

function wrapLine(line: string, width: number, least: number): readonly string[] {
  if (textWidth(line) <= width || isDrawn(line)) return [line];
  const own = /^ */.exec(line)?.[0] ?? '';
  const below = ' '.repeat(Math.min(Math.max(own.length, least), Math.floor(width / 2)));
  const [first = '', ...words] = line.trimStart().split(' ');
  const lines: string[] = [];
  let current = own + first;
  for (const word of words) {
    const longer = `${current} ${word}`;
    if (textWidth(longer) > width) {
      lines.push(current);
      current = below + word;
    } else current = longer;
  }
  return [...lines, current];
}

/** Cuts a text to at most `width` cells, the last of them «…». */
export function truncateText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = '';
  let cells = 0;
  for (const character of text) {
    cells += textWidth(character);
    if (cells > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
