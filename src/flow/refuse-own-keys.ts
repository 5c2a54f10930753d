import { ownKeyEnds } from '../account/own-keys.ts';
import type { Context } from '../context.ts';
import { judgeOwnKeys } from '../findings/own-key.ts';
import type { Finding } from '../model/finding.ts';
import type { UserFact } from '../model/snapshot.ts';
import { type ConsentFlags, enforceGuards, readConsents } from './enforce.ts';
import type { Place } from './place.ts';

/** Keys of one user that are to be switched off or deleted. */
export type KeysToGo = Pick<UserFact, 'name' | 'accessKeys'>;

/** What speaks against it: the run stands on one of the keys, or may. */
export async function findOwnKeys(
  { now }: Pick<Context, 'now'>,
  { caller, clients }: Pick<Place, 'caller' | 'clients'>,
  { name, accessKeys }: KeysToGo,
): Promise<readonly Finding[]> {
  const ends = accessKeys.map(({ idEnd }) => idEnd);
  const own = await ownKeyEnds(clients, name, ends);
  return judgeOwnKeys(name, accessKeys, { caller, keysBehind: clients.keysBehind, own, now: now() });
}

/**
 * Never takes a key that the run stands on; one that may be needs consent by name.
 * @throws RefusedError `OwnKey`
 */
export async function refuseOwnKeys(
  context: Pick<Context, 'now'>,
  place: Pick<Place, 'caller' | 'clients'>,
  keys: KeysToGo,
  flags: Pick<ConsentFlags, 'iUnderstand'>,
): Promise<void> {
  enforceGuards(await findOwnKeys(context, place, keys), readConsents(flags));
}

/** The same of all keys of users who are to be deleted. */
export async function findOwnKeysOf(
  context: Pick<Context, 'now'>,
  place: Pick<Place, 'caller' | 'clients'>,
  users: readonly KeysToGo[],
  names: readonly string[],
): Promise<readonly Finding[]> {
  const leaving = users.filter(({ name }) => names.includes(name));
  return (await Promise.all(leaving.map((user) => findOwnKeys(context, place, user)))).flat();
}
