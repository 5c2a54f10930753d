import type { Clients } from '../account/clients.ts';
import { lookUpChanges } from '../account/read/event-history.ts';
import type { Context } from '../context.ts';
import { changeNotes, noteKey, readNotes } from '../handover/account-notes.ts';
import { mainRegion } from '../lib/partitions.ts';
import type { KeyNote } from '../model/keys.ts';
import type { AccessKeyFact } from '../model/snapshot.ts';
import type { Partition } from '../model/target.ts';

export interface OffKey {
  readonly clients: Clients;
  readonly partition: Partition;
  readonly folder: string;
  readonly user: string;
  readonly key: AccessKeyFact;
  /** Days, for a note that is made anew. */
  readonly waitDays: number;
}

/**
 * Since when a key is off, as noted; where the note was lost or the key was used after it, what the event history
 * says; where that says nothing, the waiting begins now.
 */
export async function keyOffSince(context: Context, off: OffKey): Promise<KeyNote> {
  const { clients, folder, key, waitDays } = off;
  const of = { user: off.user, idEnd: key.idEnd };
  const isIt = (each: KeyNote) => each.user === of.user && each.idEnd === of.idEnd;
  const known = (await readNotes(folder)).keys.find(isIt);
  // Used since then, it was switched on in between: what counts is when it went off the last time.
  const isAfterUse = (at: string) =>
    key.lastUsedAt === undefined || Date.parse(at) >= Date.parse(key.lastUsedAt);
  if (known?.offAt !== undefined && isAfterUse(known.offAt)) return known;
  const trace = {
    resources: [of.user],
    events: ['UpdateAccessKey'],
    undoneBy: [],
    mentions: [[of.user], ['Inactive']],
    regions: [mainRegion(off.partition)],
    busy: false,
    maybe: true,
    byRoot: false,
  };
  const { events } = await lookUpChanges(clients, [trace], { signal: context.interrupts.signal });
  const seen = events.find(
    ({ at, name, mentions }) =>
      name === 'UpdateAccessKey' &&
      mentions.includes('Inactive') &&
      mentions.some((each) => each.endsWith(key.idEnd)) &&
      isAfterUse(at),
  );
  const offAt = seen?.at ?? context.now().toISOString();
  const because = seen === undefined ? 'found off' : `event ${seen.id}`;
  const notes = await changeNotes(folder, (before) => noteKey(before, of, { offAt, because, waitDays }));
  return notes.keys.find(isIt) ?? { ...of, offAt };
}
