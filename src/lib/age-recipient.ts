const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3] as const;

const way = 'make a key pair with age-keygen and write its public key, age1…';

/**
 * What is wrong with an age public key, as a sentence that never repeats it; undefined where it is one. Native keys
 * (X25519) and hybrid ones (`age1pq1…`) are taken. The checksum is looked at: a password that is encrypted to a
 * mistyped key opens for nobody.
 * @see https://github.com/C2SP/C2SP/blob/main/age.md and BIP 173 for the encoding
 */
export function explainRecipient(text: string): string | undefined {
  if (/^AGE-SECRET-KEY-/i.test(text))
    return `that is the secret half of an age key: take it out of the file, ${way.replace('a key pair', 'a new pair')}`;
  if (/^(?:ssh-|ecdsa-|sk-ssh|sk-ecdsa)/.test(text)) return `an SSH key is not taken; ${way}`;
  if (text.startsWith('age1') && text !== text.toLowerCase())
    return `an age public key is written in small letters; ${way}`;
  const prefix = /^age1pq1/.test(text) ? 'age1pq' : 'age';
  const data = text.slice(prefix.length + 1);
  const known = prefix === 'age' ? data.length === 58 : data.length > 58;
  if (!text.startsWith(`${prefix}1`) || !known || [...data].some((each) => !alphabet.includes(each)))
    return `that is no age public key; ${way}`;
  return isChecked(prefix, data)
    ? undefined
    : 'the check digits of that age public key are wrong: a character was mistyped or lost; copy it again';
}

/** The checksum of bech32: the remainder over prefix and data is 1. */
function isChecked(prefix: string, data: string): boolean {
  const codes = [...prefix].map((each) => each.charCodeAt(0));
  const values = [
    ...codes.map((code) => code >> 5),
    0,
    ...codes.map((code) => code & 31),
    ...[...data].map((each) => alphabet.indexOf(each)),
  ];
  let remainder = 1;
  for (const value of values) {
    const top = remainder >>> 25;
    remainder = ((remainder & 0x1ffffff) << 5) ^ value;
    generator.forEach((term, bit) => {
      if (((top >> bit) & 1) === 1) remainder ^= term;
    });
  }
  return remainder === 1;
}
