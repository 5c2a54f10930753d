import { cleanText } from '../../lib/clean-text.ts';

const markup = Symbol('markup');

/** Text that has been escaped, or was written in our own source. Only `html` makes it. */
export interface SafeHtml {
  readonly [markup]: string;
}
type Insert = string | number | SafeHtml | readonly (string | number | SafeHtml)[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** A template tag whose every insertion is escaped, and cleaned of control and bidirectional characters. */
export function html(parts: TemplateStringsArray, ...inserts: readonly Insert[]): SafeHtml {
  const text = parts.map((part, index) => part + insert(inserts[index])).join('');
  return { [markup]: text };
}

/** The markup as text, to be written. */
export function toMarkup(safe: SafeHtml): string {
  return safe[markup];
}

function insert(value: Insert | undefined): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map(insert).join('');
  if (typeof value === 'object') return value[markup];
  return cleanText(String(value)).replace(/[&<>"'`]/g, (character) => entities[character] ?? '');
}

function isList(value: Insert): value is readonly (string | number | SafeHtml)[] {
  return Array.isArray(value);
}
