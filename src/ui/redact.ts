const accessKeyId = /\b(A[KS]IA)[A-Z0-9]{12,28}([A-Z0-9]{4})\b/g;
// A secret key has no mark of its own: 40 characters of base64 are one only next to a word that says so.
const keyWord = `(?:secret|aws_secret_access_key|secretaccesskey|secret[ _-]?(?:access[ _-]?)?key|password|signature)`;
const secretNextToWord = new RegExp(
  `(${keyWord}["']?\\s*(?:[:=]|is)?\\s*["']?)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])`,
  'gi',
);
const tokenNextToWord =
  /((?:session[ _-]?token|security[ _-]?token|aws_session_token)["']?\s*(?:[:=]|is)?\s*["']?)[A-Za-z0-9/+=%]{40,}/gi;
// Session tokens are hundreds of characters of base64; ARNs and paths break off earlier at a `:`, `-` or `.`.
const longToken = /[A-Za-z0-9/+]{180,}={0,2}/g;
// Shorter ones would blank ordinary words; nothing secret of ours is that short.
const leastSecret = 8;

/**
 * Takes credentials out of a text: access key ids keep their last four characters, secret keys beside a word
 * that names them and session tokens go entirely.
 */
export function scrubSecrets(text: string): string {
  return text
    .replace(tokenNextToWord, '$1[removed]')
    .replace(longToken, '[removed]')
    .replace(secretNextToWord, '$1[removed]')
    .replace(accessKeyId, '$1…$2');
}

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
