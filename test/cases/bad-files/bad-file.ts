/** A file with mistakes, and each of them as `line:column path: message`; no other is told. */
export interface BadFile {
  readonly name: string;
  readonly text: string;
  readonly mistakes: readonly string[];
}
