import {
  CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml';
import { type Mistake, printable, showValue } from './mistake.ts';

/** Limits of a file: far above any honest one, far below what costs a second or 200 MB. */
export const maxBytes = 256 * 1024;
const maxDepth = 20;
/** Values, keys and lists; 5,000 people make 45,000. */
const maxNodes = 50_000;
/** Mistakes of one file that are put into words; a hostile file makes 100,000. */
export const maxMistakes = 200;

export type Path = readonly (string | number)[];
/** A YAML text with its tree, and the plain data in it: maps have no prototype. */
export interface YamlSource {
  readonly file: string;
  readonly text: string;
  readonly document: Document;
  readonly lines: LineCounter;
  /** `undefined` when the text is no YAML, or empty. */
  readonly value: unknown;
  readonly mistakes: readonly Mistake[];
}

/**
 * Reads a text as YAML 1.2, core schema. Refuses aliases, tags, merge keys, duplicate keys, control characters,
 * and more than 20 levels or 256 KiB. Never throws for the text's sake: what is wrong stands in `mistakes`.
 */
export function readYaml(input: string, file: string): YamlSource {
  const text = input.startsWith('\uFEFF') ? input.slice(1) : input;
  const lines = new LineCounter();
  const refusal = findRefusal(text, (offset) => placeInText(file, text, offset));
  if (refusal !== undefined) {
    return { file, text: '', document: parseDocument(''), lines, value: undefined, mistakes: [refusal] };
  }
  const document = parseQuietly(text, lines);
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (document.errors.length > 0) {
    const mistakes = document.errors
      .slice(0, 200)
      .map((error) => ({ ...at(error.pos[0]), path: '', message: syntaxMessage(error) }));
    return { file, text, document, lines, value: undefined, mistakes };
  }
  const plain = toPlain(document.contents, at);
  return { file, text, document, lines, ...plain };
}

type Place = Pick<Mistake, 'file' | 'line' | 'column'>;

/** Line and column of an offset, without the tree: the text may be one that was not parsed. */
function placeInText(file: string, text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { file, line: before.split('\n').length, column: offset - lineStart + 1 };
}

/** What has to be refused before the parser sees it, because parsing alone would cost too much or hide it. */
function findRefusal(text: string, at: (offset: number) => Place): Mistake | undefined {
  if (Buffer.byteLength(text) > maxBytes) {
    return {
      ...at(0),
      path: '',
      message: `the file has ${Buffer.byteLength(text)} bytes; at most ${maxBytes} are read.`,
    };
  }
  const hidden = text.search(/(?![\t\n\r])[\p{Cc}\p{Bidi_Control}]/u);
  if (hidden !== -1) {
    const code = (text.codePointAt(hidden) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return {
      ...at(hidden),
      path: '',
      message: `the invisible character U+${code} is not allowed; remove it.`,
    };
  }
  const excess = findExcess(text);
  return excess === undefined ? undefined : { ...at(excess.offset), path: '', message: excess.message };
}
const tooDeep = `nested deeper than ${maxDepth} levels; at most ${maxDepth} are read.`;
const tooMany = `more than ${maxNodes} keys and values; at most ${maxNodes} are read.`;

/** The parser recurses into `[[[[…` and `- - - …`, and builds a tree of every `1,1,1,…`; the lexer does not, so it goes first. */
function findExcess(text: string): { readonly offset: number; readonly message: string } | undefined {
  const count = { offset: 0, flow: 0, inLine: 0, nodes: 0 };
  let previous = '';
  for (const lexeme of new Lexer().lex(text)) {
    // The lexeme behind the mark is a scalar's text, whatever it looks like.
    countLexeme(count, previous === CST.SCALAR ? null : CST.tokenType(lexeme));
    previous = lexeme;
    if (count.flow + count.inLine > maxDepth) return { offset: count.offset, message: tooDeep };
    if (count.nodes > maxNodes) return { offset: count.offset, message: tooMany };
    if (!lexerMarks.has(lexeme)) count.offset += lexeme.length;
  }
  return undefined;
}

function countLexeme(
  count: { flow: number; inLine: number; nodes: number },
  type: CST.TokenType | null,
): void {
  switch (type) {
    case 'flow-map-start':
    case 'flow-seq-start':
      count.flow += 1;
      count.nodes += 1;
      break;
    case 'flow-map-end':
    case 'flow-seq-end':
      count.flow = Math.max(0, count.flow - 1);
      break;
    case 'newline':
      count.inLine = 0;
      break;
    case 'seq-item-ind':
    case 'explicit-key-ind':
      count.inLine += 1;
      count.nodes += 1;
      break;
    case 'scalar':
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
      count.nodes += 1;
      break;
  }
}
/** Lexemes that stand for no text. */
const lexerMarks: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);

function parseQuietly(text: string, lines: LineCounter): Document {
  // A hostile file makes 100,000 errors; without their stack traces they cost a tenth of the memory.
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return parseDocument(text, {
      lineCounter: lines,
      schema: 'core',
      merge: false,
      resolveKnownTags: false,
      prettyErrors: false,
      // The parser's own check compares every pair of keys; ours is linear and names the first place.
      uniqueKeys: false,
    });
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function syntaxMessage(error: { readonly code: string; readonly message: string }): string {
  if (error.code === 'MULTIPLE_DOCS')
    return 'a second document begins here; the file holds one. Remove the line.';
  if (error.code === 'TAB_AS_INDENT') return 'a tab is used as indentation; YAML takes spaces only.';
  return `not valid YAML: ${printable(error.message.split('\n')[0] ?? error.message)}.`;
}

function toPlain(
  contents: unknown,
  at: (offset: number) => Place,
): { value: unknown; mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  const report = (node: unknown, path: Path, message: string): undefined => {
    if (mistakes.length < maxMistakes) mistakes.push({ ...at(startOf(node)), path: path.join('.'), message });
    return undefined;
  };
  const plain = (node: unknown, path: Path, depth: number): unknown => {
    if (depth > maxDepth) return report(node, path, tooDeep);
    if (isAlias(node))
      return report(node, path, `the alias *${printable(node.source)} is not allowed; write the value out.`);
    if (hasTag(node))
      return report(
        node,
        path,
        `the tag ${printable(node.tag.replace(/^tag:yaml\.org,2002:/, '!!'))} is not allowed; remove it.`,
      );
    if (isScalar(node)) return node.value;
    if (isSeq(node)) return node.items.map((item, index) => plain(item, [...path, index], depth + 1));
    if (!isMap(node)) return null;
    const map: Record<string, unknown> = Object.create(null);
    const seen = new Map<string, unknown>();
    for (const pair of node.items) {
      const key = keyOf(pair);
      if (key === undefined) {
        report(pair.key, path, 'a key must be plain text.');
        continue;
      }
      const here = [...path, key];
      const first = seen.get(key);
      if (first !== undefined)
        report(
          pair.key,
          here,
          `the key ${showValue(key)} is there twice, first in line ${at(startOf(first)).line}; keep one.`,
        );
      else if (key === '__proto__') report(pair.key, here, 'the key "__proto__" is not allowed; remove it.');
      else if (key === '<<')
        report(pair.key, here, 'merge keys («<<») are not allowed; write the keys out, or use "extends".');
      else map[key] = plain(pair.value, here, depth + 1);
      seen.set(key, pair.key);
    }
    return map;
  };
  return { value: contents === null ? undefined : plain(contents, [], 0), mistakes };
}

function hasTag(node: unknown): node is Node & { tag: string } {
  return typeof node === 'object' && node !== null && 'tag' in node && typeof node.tag === 'string';
}

/** Keys are text as written: `007:` is "007", not 7. */
export function keyOf(pair: Pair): string | undefined {
  const { key } = pair;
  if (!isScalar(key) || hasTag(key) || isAlias(key)) return undefined;
  return typeof key.value === 'string' ? key.value : key.source;
}

export function startOf(node: unknown): number {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : 0;
}
