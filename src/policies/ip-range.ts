/**
 * Whether an address lies in a range, or equals a single address.
 * @param range `203.0.113.0/24`, `2001:db8::/32`, or one address
 * @returns undefined where either cannot be read
 */
export function isInRange(address: string, range: string): boolean | undefined {
  const [base = '', length, ...rest] = range.split('/');
  const from = readAddress(base);
  const asked = readAddress(address);
  if (from === undefined || asked === undefined || rest.length > 0) return undefined;
  const prefix = length === undefined ? from.bits : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if (!(prefix <= from.bits)) return undefined;
  if (from.bits !== asked.bits) return false;
  const shift = BigInt(from.bits - prefix);
  return from.value >> shift === asked.value >> shift;
}

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

function readAddress(text: string): Address | undefined {
  return text.includes(':') ? readV6(text) : readV4(text);
}

function readV4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255))
    return undefined;
  return { bits: 32, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
}

function readV6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { bits: 128, value: groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n) };
}
