import { gunzipSync } from 'node:zlib';
import { type Basket, sayUndecoded } from './bounds.ts';

/** Packings that cloud-init does not unpack either, by their first bytes. */
const packings: readonly (readonly [name: string, start: readonly number[]])[] = [
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
];

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Unpacks as much as the bounds allow, so that a small bomb does not become gigabytes. Undefined: it said why. */
export function gunzip(basket: Basket, part: string, bytes: Uint8Array): Uint8Array | undefined {
  try {
    const unpacked = gunzipSync(bytes, { maxOutputLength: Math.max(1, basket.bytesLeft) });
    basket.bytesLeft -= unpacked.length;
    return unpacked;
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    sayUndecoded(
      basket,
      part,
      tooLarge ? `gzip data of more than ${basket.bounds.bytes} bytes` : 'gzip data that is damaged',
    );
    return undefined;
  }
}

/** UTF-8, or UTF-16 with its mark (PowerShell writes that). Undefined for what is no text. */
export function readText(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return isReadable(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Control characters beside tab, line ends and escape make it data. */
function isReadable(text: string): boolean {
  let strange = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0) return false;
    if (code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 27) strange += 1;
  }
  return strange * 50 <= text.length;
}

/** What data that is no text is called. */
export function nameOfData(bytes: Uint8Array): string {
  const packing = packings.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  return packing === undefined
    ? `${bytes.length} bytes that are no text`
    : `data packed with ${packing[0]}, which is not unpacked`;
}
