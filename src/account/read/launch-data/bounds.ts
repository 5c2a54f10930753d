import { cleanLine } from '../../../lib/clean-text.ts';

/**
 * How much is unpacked at most. EC2 takes 16 KiB of user data, so that anything honest stays far below; what
 * goes beyond is said to be undecoded, never to be clean.
 */
export interface Bounds {
  /** Bytes of one text, and of all texts of one user data together, after unpacking. */
  readonly bytes: number;
  /** Packings inside each other: base64 of gzip of MIME of … */
  readonly depth: number;
  /** Texts of one user data. */
  readonly texts: number;
}

export const ownBounds: Bounds = { bytes: 4 * 1024 * 1024, depth: 6, texts: 200 };

/** Names come out of the data: one line, and no more of it than a person reads. */
const longestName = 200;
const nameOf = (part: string): string => cleanLine(part).slice(0, longestName);

/** A text that was found, and where. */
export interface FoundText {
  readonly text: string;
  /** Empty for the user data itself, else like `/etc/app.env` or `part 2 (text/x-shellscript)`. */
  readonly part: string;
}

export interface Unpacked {
  readonly texts: readonly FoundText[];
  /** What could not be looked into, and why: one phrase each. */
  readonly undecoded: readonly string[];
}

/** Collects texts within the bounds; shared by everything that unpacks one user data. */
export interface Basket {
  readonly bounds: Bounds;
  readonly texts: FoundText[];
  readonly undecoded: string[];
  bytesLeft: number;
}

export function openBasket(bounds: Bounds): Basket {
  return { bounds, texts: [], undecoded: [], bytesLeft: bounds.bytes };
}

/** Names where it is: `gzip data in part 2`. */
export function sayUndecoded(basket: Basket, part: string, why: string): void {
  const phrase = cleanLine(part === '' ? why : `${nameOf(part)}: ${why}`);
  if (!basket.undecoded.includes(phrase)) basket.undecoded.push(phrase);
}

export function putText(basket: Basket, part: string, text: string): void {
  if (basket.texts.length >= basket.bounds.texts) {
    sayUndecoded(basket, '', `more than ${basket.bounds.texts} texts inside each other`);
    return;
  }
  basket.texts.push({ text, part: nameOf(part) });
}
