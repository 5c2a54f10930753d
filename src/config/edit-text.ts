import {
  type Document,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { keyOf, startOf } from './read-yaml.ts';
import { renderInline, renderItem, renderPair } from './render-value.ts';

/** One change: `undefined` removes; a position behind the end of a list appends. Missing maps on the way are made. */
export interface FileEdit {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/**
 * Applies edits to a YAML text. Touches only the lines concerned wherever it can; where it cannot, the text is
 * written out again by the YAML library, which keeps comments but not every space.
 */
export function editText(text: string, edits: readonly FileEdit[]): string {
  return edits.reduce(applyEdit, text);
}

function applyEdit(text: string, edit: FileEdit): string {
  const wanted = parseDocument(text);
  setIn(wanted, edit);
  const spliced = splice(text, edit);
  // The cut is only trusted when it reads back as exactly what was wanted.
  if (spliced !== undefined && JSON.stringify(readBack(spliced)) === JSON.stringify(wanted.toJS()))
    return spliced;
  return wanted.toString({ lineWidth: 0 });
}

function readBack(text: string): unknown {
  const document = parseDocument(text);
  return document.errors.length > 0 ? undefined : document.toJS();
}

function setIn(document: Document, { path, value }: FileEdit): void {
  if (value === undefined) {
    document.deleteIn(path);
    return;
  }
  // An empty «[]» or a bare «key:» on the way grows into block style.
  for (let length = path.length - 1; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isCollection(node) && node.items.length === 0) node.flow = false;
    else if (isScalar(node) && node.value === null)
      document.setIn(path.slice(0, length), document.createNode(typeof path[length] === 'number' ? [] : {}));
  }
  document.setIn(path, document.createNode(value));
}

/** The text with the edit cut in, or undefined where it is too entangled for that. */
function splice(text: string, { path, value }: FileEdit): string | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const column = (node: unknown): number => lines.linePos(startOf(node)).col - 1;
  const [parent, rest] = deepestCollection(document, path);
  const [step, ...below] = rest;
  if (parent === undefined || step === undefined) return undefined;
  const present = parent.has(step);
  const existing = present ? parent.get(step, true) : undefined;
  if (value === undefined)
    return !present || below.length > 0 ? (present ? undefined : text) : removeEntry(text, parent, step);
  if (present && below.length === 0) return replaceValue(text, existing, value);
  if (present || parent.items.length === 0) return undefined;
  const nested = [...below]
    .reverse()
    .reduce<unknown>((inner, key) => (typeof key === 'number' ? [inner] : { [key]: inner }), value);
  const end = endOfContent(parent.items.at(-1));
  if (parent.flow === true) {
    const entry = isMap(parent)
      ? `${renderInline(String(step))}: ${renderInline(nested)}`
      : renderInline(nested);
    return `${text.slice(0, end)}, ${entry}${text.slice(end)}`;
  }
  const rendered = isMap(parent) ? renderPair(String(step), nested) : renderItem(nested);
  const indent = ' '.repeat(isMap(parent) ? column(parent.items[0]?.key) : column(parent));
  return insertLines(
    text,
    end,
    rendered.map((line) => `${indent}${line}`),
  );
}

/** Follows the path through collections; the rest of it begins with the step that leads out of the last one. */
function deepestCollection(
  document: Document,
  path: FileEdit['path'],
): readonly [YAMLMap | YAMLSeq | undefined, FileEdit['path']] {
  let node: unknown = document.contents;
  let parent: YAMLMap | YAMLSeq | undefined;
  for (const [index, step] of path.entries()) {
    if (!isMap(node) && !isSeq(node)) return [parent, path.slice(index - 1)];
    parent = node;
    node = node.get(step, true);
    if (index === path.length - 1 || node === undefined) return [parent, path.slice(index)];
  }
  return [parent, []];
}

function replaceValue(text: string, existing: unknown, value: unknown): string | undefined {
  const isInline =
    (isScalar(existing) && existing.value !== null) || (isCollection(existing) && existing.flow === true);
  const range = (existing as Node | undefined)?.range;
  if (!isInline || range === undefined || range === null) return undefined;
  return `${text.slice(0, range[0])}${renderInline(value)}${text.slice(range[1])}`;
}

/** Takes the whole lines of one entry out of a block collection. */
function removeEntry(text: string, parent: YAMLMap | YAMLSeq, step: string | number): string | undefined {
  if (parent.flow === true || parent.items.length < 2) return undefined;
  const index = isMap(parent) ? parent.items.findIndex((pair) => keyOf(pair) === String(step)) : Number(step);
  const item = parent.items[index];
  const first = isPair(item) ? item.key : item;
  const start = text.lastIndexOf('\n', startOf(first) - 1) + 1;
  const end = endOfContent(item);
  // Something else on the line, like the «- » of a list around it: not ours to cut.
  if (
    !/^\s*(- )?$/.test(text.slice(start, startOf(first))) ||
    (isMap(parent) && text.slice(start, startOf(first)).includes('-'))
  )
    return undefined;
  return `${text.slice(0, start)}${text.slice(endOfLine(text, end))}`;
}

/** Offset behind the last character of a node that is no comment and no blank. */
function endOfContent(node: unknown): number {
  if (isPair(node)) return Math.max(endOfContent(node.key), endOfContent(node.value));
  if (isCollection(node) && node.flow !== true && node.items.length > 0)
    return endOfContent(node.items.at(-1));
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  if (!Array.isArray(range)) return 0;
  return Number(range[1]);
}

function insertLines(text: string, after: number, lines: readonly string[]): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const at = endOfLine(text, after);
  const glue = at > 0 && text[at - 1] !== '\n' ? newline : '';
  return `${text.slice(0, at)}${glue}${lines.join(newline)}${newline}${text.slice(at)}`;
}

/** Offset behind the line break that ends the line of an offset; a block text brings its break along. */
function endOfLine(text: string, offset: number): number {
  if (text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}
