/** A Markdown table; bars inside cells are escaped, line breaks become spaces. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();
}

/** First lines of every generated page. */
export function generatedPage(title: string, opening: string, parts: readonly string[]): string {
  const note = '<!-- Generated from the code by `npm run reference`; a test holds it against the code. -->';
  return `${[`# ${title}`, note, opening, ...parts].join('\n\n')}\n`;
}
