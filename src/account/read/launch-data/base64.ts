/** The bytes of a text that is base64 and nothing else, white space left aside. */
export function decodeWhole(text: string): Uint8Array | undefined {
  const dense = text.replace(/\s+/g, '');
  if (dense.length < 24 || dense.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(dense)) return undefined;
  return Buffer.from(dense, 'base64');
}

/** A run of base64 inside a text, and the line (from 1) it begins on. */
export interface Base64Run {
  readonly line: number;
  readonly bytes: Uint8Array;
}

/** Shorter ones are names, hashes and secret keys themselves; an access key and its secret need 84. */
const leastRun = 60;

/**
 * Base64 inside a script, like a here-document that is piped through `base64 -d`: on one line, or wrapped over
 * several lines of one length, the last of them shorter.
 */
export function findBase64(text: string): readonly Base64Run[] {
  const runs: Base64Run[] = [];
  let block: { line: number; width: number; text: string } | undefined;
  const close = () => {
    if (block !== undefined) runs.push(...decode(block.line, block.text));
    block = undefined;
  };
  for (const [index, line] of text.split('\n').entries()) {
    const bare = line.trim();
    const pure =
      /^[A-Za-z0-9+/]{20,}={0,2}$/.test(bare) || (block !== undefined && isTail(bare, block.width));
    if (!pure) {
      close();
      for (const [found] of line.matchAll(/[A-Za-z0-9+/]{60,}={0,2}/g))
        runs.push(...decode(index + 1, found));
      continue;
    }
    if (block !== undefined && bare.length <= block.width) {
      block.text += bare;
      if (bare.length < block.width) close();
    } else {
      close();
      block = { line: index + 1, width: bare.length, text: bare };
    }
  }
  close();
  return runs;
}

function isTail(line: string, width: number): boolean {
  return line.length <= width && /^[A-Za-z0-9+/]+={0,2}$/.test(line);
}

function decode(line: number, text: string): readonly Base64Run[] {
  if (text.length < leastRun) return [];
  return [{ line, bytes: Buffer.from(text, 'base64') }];
}
