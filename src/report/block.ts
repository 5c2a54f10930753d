/**
 * The document between data and markup: HTML and Markdown are both made of these, so that they cannot
 * disagree. Texts are plain; escaping is the renderers' task.
 */
export type Inline =
  | string
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: `https://${string}` }
  /** A word that carries a judgement; colour only repeats it. */
  | {
      readonly kind: 'badge';
      readonly tone: Tone;
      readonly text: string;
      /** Shown on hover; says nothing that does not stand in text too. */
      readonly hint?: string;
    }
  /** Never broken into lines: a date. Short, as a long one would not fit. */
  | { readonly kind: 'day'; readonly text: string }
  /** Smaller and on a line of its own, inside a cell or an item. */
  | { readonly kind: 'note'; readonly text: string };
export type Tone = 'good' | 'bad' | 'warn' | 'plain';
export type Line = readonly Inline[];

export type Block =
  | { readonly kind: 'text'; readonly line: Line }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Line[] }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [string, Line])[] }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly head: readonly string[];
      readonly rows: readonly (readonly Line[])[];
    }
  | { readonly kind: 'code'; readonly label: string; readonly text: string }
  | { readonly kind: 'picture'; readonly picture: Picture };

/** A box of a picture. `id` is unique in its picture and never shown. */
export interface PictureNode {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  /** Something about it is open; the note says what. */
  readonly open?: boolean;
}
export interface PictureColumn {
  readonly title: string;
  readonly nodes: readonly PictureNode[];
}
/** Boxes in columns, with arrows from left to right. Where they stand on paper is the renderer's task. */
export interface Picture {
  readonly title: string;
  readonly columns: readonly PictureColumn[];
  /** Ids, from and to. */
  readonly arrows: readonly (readonly [string, string])[];
  /** The same in sentences: for whoever does not see it, and for Markdown. */
  readonly words: readonly Line[];
}

export interface Section {
  /** Anchor: a-z and `-`. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export const code = (text: string): Inline => ({ kind: 'code', text });
export const day = (text: string): Inline => ({ kind: 'day', text: text.slice(0, 12) });
export const note = (text: string): Inline => ({ kind: 'note', text });
export const badge = (tone: Tone, text: string, hint?: string): Inline => ({
  kind: 'badge',
  tone,
  text,
  ...(hint === undefined ? {} : { hint }),
});
export const text = (...line: Line): Block => ({ kind: 'text', line });
export const heading = (title: string): Block => ({ kind: 'heading', text: title });
export const list = (items: readonly Line[], ordered = false): Block => ({ kind: 'list', ordered, items });
export const facts = (...rows: (readonly [string, Line])[]): Block => ({ kind: 'facts', rows });

/** A table, or a sentence where it would be empty. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Line[])[],
  empty: string,
): Block {
  return rows.length === 0 ? text(empty) : { kind: 'table', caption, head, rows };
}
