/** A text as one word of a POSIX shell: as it stands where nothing in it means anything, else in quotes. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_+=,.@:/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
