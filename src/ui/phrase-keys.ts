import { phraseHolder, phrasePlace } from '../lib/phrase-place.ts';
import { phraseThing } from '../lib/phrase-thing.ts';
import { wrapText } from '../lib/wrap-text.ts';
import type { KeyReach } from '../model/key-reach.ts';
import type { KeyScan, ScannedKey } from '../model/key-scan.ts';
import type { KeyOwner, KeyUse, RootKeys } from '../model/keys.ts';

/** Everything that a scan found, in lines of at most `width` cells. */
export function phraseScan(scan: KeyScan, width: number): readonly string[] {
  const lines = [
    ...(scan.root === undefined ? [] : ['The root user’s keys', ...phraseRoot(scan.root), '']),
    ...scan.keys.flatMap((key) => [...phraseKey(key), '']),
    ...scan.strays.flatMap((stray) => [
      `…${stray.idEnd}  ${phraseStray(stray.owner)}`,
      ...stray.places.map(
        (place) => `  lies in   ${phrasePlace(place)}${place.withSecret ? ', with its secret' : ''}`,
      ),
      '',
    ]),
    ...(scan.undecoded.length === 0
      ? []
      : [
          'Could not be looked into, so nobody can say whether a key is in there:',
          ...scan.undecoded.map((each) => `  ${phraseHolder(each)}: ${each.why.join('; ')}`),
          '',
        ]),
    ...scan.notRead.map((each) => `Not read: ${each.action} (${each.why})`),
    conclude(scan),
  ];
  return lines.flatMap((line) => wrapText(line, { width, indent: 12 }));
}

function conclude(scan: KeyScan): string {
  const onMachines = scan.keys.filter(({ places }) => places.length > 0).length + scan.strays.length;
  const where = scan.regions.length === 1 ? scan.regions[0] : `${scan.regions.length} regions`;
  const looked = `looked into ${count(scan.looked, 'text')} in ${where}`;
  const found = [scan.keys, scan.strays, scan.undecoded, scan.notRead].some((each) => each.length > 0);
  if (!found && scan.root === undefined)
    return `No user has an access key, and none lies on a machine (${looked}).`;
  return `${count(scan.keys.length, 'key')} of users, ${onMachines} on machines; ${looked}.`;
}

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;

export function phraseKey(key: ScannedKey): readonly string[] {
  return [
    `…${key.idEnd}  ${key.owner}, ${key.active ? 'active' : 'off'}, ${count(key.ageDays, 'day')} old`,
    ...(key.places.length === 0
      ? ['  lies in   no user data or template that was looked into']
      : key.places.map(
          (place) => `  lies in   ${phrasePlace(place)}${place.withSecret ? ', with its secret' : ''}`,
        )),
    `  last use  ${phraseUse(key.lastUse)}`,
    `  may       ${phraseReach(key.reach)}`,
    `  stage     ${key.stage.replaceAll('-', ' ')}: ${key.detail}`,
    ...(key.next === undefined ? [] : [`  next      ${key.next}`]),
  ];
}

export function phraseUse(use: KeyUse | undefined): string {
  if (use === undefined) return 'never';
  const what = [use.service, use.region].filter((each) => each !== undefined).join(' in ');
  return `${use.at.slice(0, 16).replace('T', ' ')} UTC${what === '' ? '' : `, ${what}`}`;
}

export function phraseReach(reach: KeyReach): string {
  if (reach.everything) return 'everything: it is an administrator’s key';
  const buckets = reach.buckets.map(
    ({ name, access, prefix, delete: deletes }) =>
      `${name}${prefix === undefined ? '' : `/${prefix}`} (${access}${deletes ? ', delete' : ''})`,
  );
  const parts = [
    ...(reach.anyBucket ? ['every bucket'] : []),
    ...(buckets.length === 0 ? [] : [buckets.join(', ')]),
    ...(reach.strangeBuckets.length === 0
      ? []
      : [`buckets that this account does not have: ${reach.strangeBuckets.join(', ')}`]),
    ...reach.things.map(phraseThing),
    ...(reach.others.length === 0
      ? []
      : [
          `also ${reach.others.slice(0, 8).join(', ')}${reach.others.length > 8 ? ` and ${reach.others.length - 8} more` : ''}`,
        ]),
    ...(reach.unread.length === 0 ? [] : [`not judged: ${reach.unread.join(', ')}`]),
  ];
  return parts.length === 0 ? 'nothing without MFA' : parts.join('; ');
}

export function phraseRoot(root: RootKeys): readonly string[] {
  return [
    ...root.keys.map(({ number, lastUse, rotatedAt }) => {
      const made = rotatedAt === undefined ? '' : `, of ${rotatedAt.slice(0, 10)}`;
      return `  key ${number}${made}: last use ${phraseUse(lastUse)}`;
    }),
    ...(root.keyEnds.length === 0
      ? []
      : [`  seen in the event history: ${root.keyEnds.map((end) => `…${end}`).join(', ')}`]),
    ...(root.callers.length === 0
      ? ['  used by   nobody, by the event history of 90 days (calls on objects never stand there)']
      : []),
    ...root.callers.map(
      (each) =>
        `  used by   ${each.instance === undefined ? each.address : `instance ${each.instance} (${each.address})`}, ${each.userAgent}: ${count(each.calls, 'call')}, last ${each.lastAt.slice(0, 16).replace('T', ' ')} (${each.events.join(', ')})`,
    ),
    ...root.incomplete.map((each) => `  not known ${each}`),
    '  next      bootstrap-account keys migrate root',
  ];
}

function phraseStray(owner: KeyOwner): string {
  switch (owner.kind) {
    case 'user':
      return `${owner.name}, deleted: the text is worthless and goes at the next stop`;
    case 'foreign':
      return `of another account, ${owner.accountId}: tell them, only they can switch it off`;
    case 'own-account':
      return 'of this account, but of none of its users: the root user’s, or of a user who is gone';
    case 'deleted':
      return 'of this account, deleted: the text is worthless and goes at the next stop';
    case 'temporary':
      return 'of a session: it has ended, or ends by itself';
    case 'unknown':
      return 'nobody says whose it is';
  }
}
