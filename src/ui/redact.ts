import { scrubSecrets } from '../lib/scrub-secrets.ts';

// Shorter ones would blank ordinary words; nothing secret of ours is that short.
const leastSecret = 8;

export interface Redactor {
  /** From now on this exact text is taken out of everything; texts under 8 characters are ignored. */
  readonly register: (secret: string) => void;
  readonly scrub: (text: string) => string;
}

/** Scrubs by pattern, and what was registered when it was learnt. */
export function makeRedactor(): Redactor {
  const secrets = new Set<string>();
  return {
    register: (secret) => {
      if (secret.length >= leastSecret) secrets.add(secret);
    },
    scrub: (text) => {
      // Longest first: one secret may be the beginning of another.
      const known = [...secrets].sort((a, b) => b.length - a.length);
      return scrubSecrets(known.reduce((rest, secret) => rest.replaceAll(secret, '[removed]'), text));
    },
  };
}
