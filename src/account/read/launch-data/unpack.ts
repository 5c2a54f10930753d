import { decodeWhole, findBase64 } from './base64.ts';
import {
  type Basket,
  type Bounds,
  openBasket,
  ownBounds,
  putText,
  sayUndecoded,
  type Unpacked,
} from './bounds.ts';
import { type CloudFile, isCloudArchive, isCloudConfig, readCloudFiles } from './cloud-config.ts';
import { looksLikeMime, readMime } from './multipart.ts';
import { gunzip, isGzip, nameOfData, readText } from './read-bytes.ts';

/**
 * Every text inside user data, as cloud-init would unpack it: gzip, MIME multipart, the files of a cloud-config
 * with encodings of their own, and base64 inside scripts. Within bounds; what cannot be looked into is named.
 * Pure: the same bytes, the same texts.
 * @param bytes after the base64 that EC2's own answers are wrapped in
 * @see https://cloudinit.readthedocs.io/en/latest/explanation/format.html
 */
export function unpackUserData(bytes: Uint8Array, bounds: Bounds = ownBounds): Unpacked {
  const basket = openBasket(bounds);
  unpackBytes(basket, bytes, '', 0);
  return { texts: basket.texts, undecoded: basket.undecoded };
}

function unpackBytes(basket: Basket, bytes: Uint8Array, part: string, depth: number): void {
  if (bytes.length === 0) return;
  if (depth > basket.bounds.depth) {
    sayUndecoded(basket, part, 'packed too often inside each other');
    return;
  }
  if (bytes.length > basket.bounds.bytes) {
    sayUndecoded(basket, part, `more than ${basket.bounds.bytes} bytes`);
    return;
  }
  if (isGzip(bytes)) {
    const inner = gunzip(basket, part, bytes);
    if (inner !== undefined) unpackBytes(basket, inner, part, depth + 1);
    return;
  }
  const text = readText(bytes);
  if (text !== undefined) {
    unpackText(basket, text, part, depth);
    return;
  }
  // A key may still stand in it in clear, as in a tar archive.
  putText(basket, part, Buffer.from(bytes).toString('latin1'));
  sayUndecoded(basket, part, nameOfData(bytes));
}

function unpackText(basket: Basket, text: string, part: string, depth: number): void {
  const whole = decodeWhole(text);
  if (whole !== undefined && (isGzip(whole) || readText(whole) !== undefined)) {
    unpackBytes(basket, whole, part, depth + 1);
    return;
  }
  if (whole !== undefined && text.trim().length >= 200)
    sayUndecoded(basket, part, `base64 of ${nameOfData(whole)}`);
  if (looksLikeMime(text)) {
    const parts = readMime(text);
    if (parts !== undefined) {
      for (const [index, one] of parts.entries()) {
        const at = `${part === '' ? '' : `${part}, `}part ${index + 1} (${one.name ?? one.type})`;
        if (one.unknownEncoding !== undefined)
          sayUndecoded(basket, at, `transfer encoding ${one.unknownEncoding.slice(0, 20)}`);
        unpackBytes(basket, one.body, at, depth + 1);
      }
      return;
    }
    sayUndecoded(basket, part, 'a MIME message without a boundary');
  }
  putText(basket, part, text);
  if (/^\s*#include(-once)?\b/.test(text))
    sayUndecoded(basket, part, 'what its #include lines fetch when the machine starts');
  for (const { line, bytes } of findBase64(text)) {
    // Certificates and hashes are base64 of data; only what unpacks or reads is looked into.
    if (isGzip(bytes) || readText(bytes) !== undefined)
      unpackBytes(basket, bytes, `${part === '' ? '' : `${part}, `}base64 at line ${line}`, depth + 1);
  }
  // Last: the name of a file says more than a line of the text that it stands in.
  if (isCloudConfig(text) || isCloudArchive(text)) unpackFiles(basket, text, part, depth);
}

function unpackFiles(basket: Basket, text: string, part: string, depth: number): void {
  const files = readCloudFiles(text);
  if (files === undefined) {
    sayUndecoded(basket, part, 'a cloud-config that is no valid YAML');
    return;
  }
  for (const file of files) {
    const bytes = decodeFile(file);
    if (bytes === undefined)
      sayUndecoded(basket, file.path, `encoding ${file.encoding.join('+').slice(0, 30)}`);
    else unpackBytes(basket, bytes, file.path, depth + 1);
  }
}

/** gzip is seen by its first bytes; a file says only what is around it. */
function decodeFile({ content, encoding }: CloudFile): Uint8Array | undefined {
  if (!encoding.every((each) => ['b64', 'base64', 'gz', 'gzip', 'text/plain', 'text'].includes(each)))
    return undefined;
  if (encoding.includes('b64') || encoding.includes('base64'))
    return Buffer.from(content.replace(/\s+/g, ''), 'base64');
  return Buffer.from(content, encoding.length > 0 && !encoding[0]?.startsWith('text') ? 'latin1' : 'utf8');
}
