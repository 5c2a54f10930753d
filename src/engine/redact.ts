const accessKeyId = /\b(A[KS]IA[A-Z0-9]{12})([A-Z0-9]{4})\b/g;
// Session tokens are long base64; ARNs, URNs and hashes in hex never reach this length without another sign.
const sessionToken = /[A-Za-z0-9/+]{100,}={0,2}/g;
const secretKey = /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;
const signature =
  /((?:X-Amz-Signature|X-Amz-Security-Token|Signature|aws_secret_access_key|aws_session_token)["']?\s*[=:]\s*["']?)[^\s"'&,]+/gi;

/**
 * Takes credentials out of a text that came from the engine or from AWS: access key ids keep their last
 * four characters, secret keys, session tokens and signatures are replaced. A 40-digit hex hash that is no
 * secret goes too where it could be one: rather a hole in a message than a key in a log.
 */
export function redactText(text: string): string {
  return text
    .replace(signature, '$1[removed]')
    .replace(sessionToken, '[removed]')
    .replace(secretKey, (found) => (looksLikePath(found) ? found : '[removed]'))
    .replace(accessKeyId, (_, head: string, tail: string) => `${head.slice(0, 4)}…${tail}`);
}

/** `/` is legal in a secret key and common in paths: words between slashes without a digit are a path. */
function looksLikePath(text: string): boolean {
  return text.includes('/') && !/\d/.test(text);
}
