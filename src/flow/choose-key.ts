import { UserError } from '../errors.ts';
import type { AccessKeyFact, Snapshot, UserFact } from '../model/snapshot.ts';

export interface ChosenKey {
  readonly user: UserFact;
  readonly key: AccessKeyFact;
}

/**
 * The key that somebody means: by the end of its id, with or without dots before it, and by its user where two
 * end alike. A whole id is taken too; only its end is kept.
 * @throws UserError `NoSuchKey`, `KeyNotClear`
 */
export function chooseKey(snapshot: Snapshot, said: string, user?: string): ChosenKey {
  const end = said
    .replace(/^[….]+/, '')
    .slice(-4)
    .toUpperCase();
  const all = snapshot.users.flatMap((each) => each.accessKeys.map((key) => ({ user: each, key })));
  const found = all.filter(
    (each) => each.key.idEnd === end && (user === undefined || each.user.name === user),
  );
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const known = all.map((each) => `…${each.key.idEnd} (${each.user.name})`).sort();
  if (first === undefined) {
    throw new UserError(
      'NoSuchKey',
      `No user${user === undefined ? '' : ` ${user}`} of this account has a key that ends in ${end}.`,
      {
        fix:
          known.length === 0
            ? 'There is no access key of a user.'
            : `There are: ${known.slice(0, 20).join(', ')}.`,
      },
    );
  }
  throw new UserError('KeyNotClear', `${found.length} keys end in ${end}.`, {
    fix: `Say whose: ${found.map((each) => `--user ${each.user.name}`).join(' or ')}.`,
  });
}
