import type { FoundText } from './bounds.ts';

/** An access key id in a text. The secret part is never taken out of the text, only looked for. */
export interface FoundKeyId {
  /** The whole id: for AWS's own answers about it, never to be kept. */
  readonly id: string;
  readonly part: string;
  /** From 1, in that part. */
  readonly line: number;
  /** Something that looks like its secret stands within a few lines. */
  readonly withSecret: boolean;
}

// Ids are base32: 0, 1, 8 and 9 do not occur. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
const keyId = /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])/g;
const secret = /(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;
/** Lines above and below, in which a secret counts as belonging to the id. */
const near = 5;

/** Every access key id of the texts that may be real; each once, where it is deepest unpacked. */
export function findKeyIds(texts: readonly FoundText[]): readonly FoundKeyId[] {
  const found = new Map<string, FoundKeyId>();
  for (const { text, part } of texts) {
    const lines = text.split('\n');
    // A line is looked through once, however many ids stand near it.
    const secretOn = new Map<number, boolean>();
    const hasSecret = (at: number): boolean => {
      const known = secretOn.get(at) ?? holdsSecret(lines[at] ?? '');
      secretOn.set(at, known);
      return known;
    };
    for (const [index, line] of lines.entries()) {
      for (const [id] of line.matchAll(keyId)) {
        if (isPlaceholder(id)) continue;
        const around = Array.from({ length: 2 * near + 1 }, (_, step) => index - near + step);
        const withSecret = around.some(hasSecret);
        const known = found.get(id);
        // The file that cloud-init writes says more than the text that it stands in.
        if (known !== undefined && (known.part === part || part === '')) {
          if (withSecret && !known.withSecret) found.set(id, { ...known, withSecret });
          continue;
        }
        found.set(id, { id, part, line: index + 1, withSecret: withSecret || known?.withSecret === true });
      }
    }
  }
  return [...found.values()];
}

/** Keys of AWS's documentation end in EXAMPLE; others are typed in: one letter over and over, or the alphabet. */
function isPlaceholder(id: string): boolean {
  const tail = id.slice(4);
  return tail.includes('EXAMPLE') || new Set(tail).size < 6 || tail.includes('ABCDEFGHIJ');
}

/** Forty characters of base64 that are no hash: of all three kinds, and no example. */
export function holdsSecret(line: string): boolean {
  return [...line.matchAll(secret)].some(
    ([text]) => /[a-z]/.test(text) && /[A-Z]/.test(text) && /[0-9/+]/.test(text) && !text.includes('EXAMPLE'),
  );
}
