const accessKeyId = /\b(A[KS]IA)[A-Z0-9]{12,28}([A-Z0-9]{4})\b/g;
// A secret key has no mark of its own: 40 characters of base64 are one only next to a word that says so.
const keyWord = `(?:secret|aws_secret_access_key|secretaccesskey|secret[ _-]?(?:access[ _-]?)?key|password|signature)`;
const secretNextToWord = new RegExp(
  `(${keyWord}["']?\\s*(?:[:=]|is)?\\s*["']?)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])`,
  'gi',
);
const tokenNextToWord =
  /((?:session[ _-]?token|security[ _-]?token|aws_session_token)["']?\s*(?:[:=]|is)?\s*["']?)[A-Za-z0-9/+=%]{40,}/gi;
// The secret half of an age key, pasted where the public one belongs.
const ageSecret = /AGE-SECRET-KEY-[A-Z0-9-]*/gi;
// Session tokens are hundreds of characters of base64; ARNs and paths break off earlier at a `:`, `-` or `.`.
const longToken = /[A-Za-z0-9/+]{180,}={0,2}/g;

/**
 * Takes credentials out of a text: access key ids keep their last four characters, secret keys beside a word
 * that names them and session tokens go entirely.
 */
export function scrubSecrets(text: string): string {
  return text
    .replace(ageSecret, 'AGE-SECRET-KEY-[removed]')
    .replace(tokenNextToWord, '$1[removed]')
    .replace(longToken, '[removed]')
    .replace(secretNextToWord, '$1[removed]')
    .replace(accessKeyId, '$1…$2');
}
