const esc = String.fromCodePoint(0x1b);
const bell = String.fromCodePoint(0x07);
const csi = String.fromCodePoint(0x9b);
// Whole sequences go, not only their first byte: `ESC[31m` would leave `[31m` behind. OSC and its kin run to
// BEL or ESC \ (ECMA-48), or to the end of the line where the end is missing.
const sequences = new RegExp(
  [
    `${esc}[\\]PX^_][^\\n${bell}${esc}]*(?:${bell}|${esc}\\\\)?`,
    `(?:${esc}\\[|${csi})[0-?]*[ -/]*[@-~]?`,
    `${esc}[ -/]*[0-~]?`,
  ].join('|'),
  'g',
);
// Zero width and tag characters can hide text, bidirectional ones can reorder it.
const hidden = /[\p{Bidi_Control}\u{AD}\u{200B}\u{2060}\u{FEFF}\u{E0000}-\u{E007F}]/gu;

/**
 * Takes out of a text from outside whatever could forge what is shown: terminal sequences, control
 * characters but for newline and tab, bidirectional and invisible ones. Line separators become newlines.
 */
export function cleanText(text: string): string {
  return text
    .replace(sequences, '')
    .replace(/\r\n|[\u2028\u2029\u0085]/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .replace(hidden, '');
}

/** The same on one line: for names, titles and table cells. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}
