import { gunzipSync, gzipSync } from 'node:zlib';
import { ownBounds } from './bounds.ts';
import { findKeyIds, holdsSecret } from './find-key-ids.ts';
import { isGzip } from './read-bytes.ts';
import { unpackUserData } from './unpack.ts';

/** User data without a key, or why a person has to take it out. */
export type WithoutKey =
  | { readonly kind: 'changed'; readonly bytes: Uint8Array; readonly lines: readonly number[] }
  | { readonly kind: 'by-hand'; readonly why: string };

const name = '(?<name>aws_access_key_id|aws_secret_access_key|aws_session_token)';
const value = '(?<quote>["\']?)(?<value>[^\\s"\'\\\\;]+)\\k<quote>';
/** A line that gives a credential its value and does nothing else; in a shell, a file of the environment or an ini file. */
const assignments: readonly RegExp[] = [
  new RegExp(`^(?:export |set |ENV |\\$env:)? *${name} *= *${value};?$`, 'i'),
  new RegExp(`^Environment= *"?${name}=(?<value>[^\\s"'\\\\;]+)"?$`, 'i'),
  new RegExp(`^echo +(?<outer>["']?)(?:export )?${name}=(?<value>[^\\s"'\\\\;]+)\\k<outer> *>> *\\S+$`, 'i'),
  new RegExp(`^(?:\\S*/)?aws configure set ${name} ${value}$`, 'i'),
];
const anyName = /aws_?access_?key_?id|aws_?secret_?access_?key|aws_?session_?token/i;
/** Between these two a shell wants a command: with nothing left there the script would not run at all. */
const opens = /(?:^|[\s;])(?:then|do|else|\{)$/;
const closes = /^(?:fi|done|else|elif\b.*|\}|;;)/;

/**
 * Leaves out the lines that set a key, and its secret, where it is plain what they are: each does that and nothing
 * else, nothing else in the text speaks of it, and no other key is there. Pure; text that was gzip is gzip again.
 * @param bytes as EC2 hands them to the machine
 * @param id the whole id of the key
 */
export function withoutKey(bytes: Uint8Array, id: string): WithoutKey {
  const byHand = (why: string): WithoutKey => ({ kind: 'by-hand', why });
  const packed = isGzip(bytes);
  const text = readPlain(bytes, packed);
  if (!text?.includes(id)) return byHand('the key is packed inside the user data');
  const lines = text.split('\n');
  const goes = lines.map((line) => isCredential(line.trim(), id));
  const kept = lines.filter((_, index) => goes[index] !== true);
  const left = Buffer.from(kept.join('\n'));
  const ids = findKeyIds(unpackUserData(left).texts);
  if (kept.some((line) => line.includes(id)))
    return byHand('a line with the key does more than give it its value');
  if (ids.length > 0) return byHand('another key stands in the user data');
  if (kept.some((line) => anyName.test(line)))
    return byHand('another line of the user data works with the key');
  if (lines.some((line, index) => goes[index] !== true && holdsSecret(line)))
    return byHand('another line of the user data looks like a secret');
  if (goes.some((each, index) => each && isTied(lines, goes, index)))
    return byHand('a line with the key belongs to the command around it');
  return {
    kind: 'changed',
    bytes: packed ? gzipSync(left) : left,
    lines: goes.flatMap((each, index) => (each ? [index + 1] : [])),
  };
}

function readPlain(bytes: Uint8Array, packed: boolean): string | undefined {
  try {
    const plain = packed ? gunzipSync(bytes, { maxOutputLength: ownBounds.bytes }) : bytes;
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain);
  } catch {
    return undefined;
  }
}

/** Sets this key's id, or any secret or session token: with one key in the text they are its own. */
function isCredential(line: string, id: string): boolean {
  const groups = assignments.map((form) => form.exec(line)?.groups).find((found) => found !== undefined);
  if (groups === undefined) return false;
  if (groups.name?.toLowerCase() === 'aws_access_key_id') return groups.value === id;
  return !/[$`]/.test(groups.value ?? '');
}

/** Goes on from the line before, or is all that a block of a shell script holds. */
function isTied(lines: readonly string[], goes: readonly boolean[], index: number): boolean {
  if (/\\\r?$/.test(lines[index - 1] ?? '')) return true;
  const rest = (step: 1 | -1): string => {
    let at = index + step;
    while (at in lines && (goes[at] === true || /^\s*(?:#.*)?$/.test(lines[at] ?? ''))) at += step;
    return (lines[at] ?? '').trim();
  };
  return opens.test(rest(-1)) && closes.test(rest(1));
}
