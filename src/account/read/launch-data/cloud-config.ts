import { isMap, isScalar, isSeq, Lexer, type Node, parseDocument } from 'yaml';

/** A file that cloud-init would write. */
export interface CloudFile {
  readonly path: string;
  /** As cloud-init names them: `b64`, `gzip+base64`… */
  readonly encoding: readonly string[];
  readonly content: string;
}

/** First line of a cloud-config; a jinja template names itself above it. */
export function isCloudConfig(text: string): boolean {
  return /^\s*(##\s*template:\s*jinja\s*\n\s*)?#cloud-config(?!-)\b/.test(text.slice(0, headCharacters));
}

/** Where the first lines are looked for: on a whole text of blanks the pattern would take hours. */
const headCharacters = 4096;

const isArchive = (text: string): boolean => /^\s*#cloud-config-archive\b/.test(text);

/** Far above what EC2 takes; parsing more costs seconds. */
const mostCharacters = 512 * 1024;

/**
 * The entries of `write_files`, and the texts of an archive. Scalars are read as written: an alias or a tag does
 * not unfold into anything.
 * @returns undefined where the text is no YAML that can be read
 * @see https://cloudinit.readthedocs.io/en/latest/reference/modules.html#write-files
 */
export function readCloudFiles(text: string): readonly CloudFile[] | undefined {
  if (text.length > mostCharacters || nestsDeep(text)) return undefined;
  const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: false, stringKeys: true });
  if (document.errors.length > 0) return undefined;
  const root = document.contents;
  if (isSeq(root)) {
    return root.items.flatMap((item, index) => entryOf(item as Node, `archive entry ${index + 1}`));
  }
  if (!isMap(root)) return [];
  const files = root.get('write_files', true);
  return isSeq(files) ? files.items.flatMap((item) => entryOf(item as Node, 'a file without path')) : [];
}

/** Levels inside each other; the parser calls itself once a level, and node ends without a word on a full stack. */
const mostLevels = 100;

/** Seen by the lexer, which does not call itself: brackets that are open, and how far right a line begins. */
function nestsDeep(text: string): boolean {
  let open = 0;
  let left = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') open += 1;
    else if (token === ']' || token === '}') open -= 1;
    else if (/^\r?\n$/.test(token)) left = 0;
    else if (open <= 0 && /^(?: +|[-?])$/.test(token)) left += token.length;
    if (open > mostLevels || left > 2 * mostLevels) return true;
  }
  return false;
}

function entryOf(item: Node, unnamed: string): readonly CloudFile[] {
  if (isScalar(item)) return [{ path: unnamed, encoding: [], content: String(item.value ?? '') }];
  if (!isMap(item)) return [];
  const text = (key: string): string => {
    const node = item.get(key, true);
    if (!isScalar(node)) return '';
    // `!!binary` is base64; the parser leaves bytes.
    return node.value instanceof Uint8Array
      ? Buffer.from(node.value).toString('latin1')
      : String(node.value ?? '');
  };
  const path = text('path');
  const encoding = text('encoding')
    .toLowerCase()
    .split('+')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  return [{ path: path === '' ? unnamed : path, encoding, content: text('content') }];
}

export function isCloudArchive(text: string): boolean {
  return isArchive(text);
}
