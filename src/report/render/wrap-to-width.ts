/**
 * Breaks a line for a drawing, where nothing wraps by itself. Widths are those of a common sans-serif, rather
 * too wide than too narrow: no font is asked, so that the same text gives the same lines everywhere.
 * @param room width in em
 * @returns at most `most` lines; what is too long ends in an ellipsis
 */
export function wrapToWidth(text: string, room: number, most: number): readonly string[] {
  const lines: string[] = [];
  let rest = [...text];
  while (rest.length > 0 && lines.length < most) {
    const fits = fitting(rest, room);
    if (fits === rest.length) return [...lines, rest.join('').trim()];
    if (lines.length === most - 1) {
      const short = fitting(rest, room - widthOf('…'));
      return [...lines, `${rest.slice(0, short).join('').trimEnd()}…`];
    }
    const cut = goodBreak(rest, fits);
    lines.push(rest.slice(0, cut).join('').trim());
    rest = [...rest.slice(cut).join('').trimStart()];
  }
  return lines;
}

/** How many characters fit; at least one, so that it ends. */
function fitting(characters: readonly string[], room: number): number {
  let used = 0;
  const over = characters.findIndex((character) => {
    used += widthOf(character);
    return used > room;
  });
  return over === -1 ? characters.length : Math.max(1, over);
}

/** After a space or a mark of a name in the latter half; else where the room ends. */
function goodBreak(characters: readonly string[], fits: number): number {
  if (characters[fits] === ' ') return fits;
  for (const mark of [/\s/, /[-_/.:,]/]) {
    for (let end = fits; end > fits / 2; end -= 1) {
      if (mark.test(characters[end - 1] ?? '')) return end;
    }
  }
  return fits;
}

function widthOf(character: string): number {
  if (/[ilj.,:;'|!()[\]frtI-]/.test(character)) return 0.4;
  if (/[mwMW@%…]/.test(character)) return 1;
  if (/[A-Z&_=+<>]/.test(character)) return 0.76;
  return (character.codePointAt(0) ?? 0) < 0x2e80 ? 0.64 : 1.1;
}
