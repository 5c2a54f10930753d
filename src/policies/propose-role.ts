import type { KeyReach, RoleProposal } from '../model/key-reach.ts';
import { nearestFreeName } from './free-role-name.ts';

/**
 * The narrowest role that a key's policies justify. Policies that give every bucket justify none of them:
 * then the buckets have to be named.
 * @param taken role names of the account that the file does not have
 */
export function proposeRole(user: string, reach: KeyReach, taken: readonly string[]): RoleProposal {
  const wide = reach.everything || reach.anyBucket;
  const buckets = wide ? [] : reach.buckets;
  const things = reach.everything ? [] : reach.things;
  const remarks = [
    ...(reach.everything ? ['Its policies allow everything: what the program needs has to be named.'] : []),
    ...(reach.anyBucket && !reach.everything
      ? ['Its policies allow every bucket: those that the program needs have to be named.']
      : []),
    ...(reach.strangeBuckets.length === 0
      ? []
      : [`Left out, as this account has no such bucket: ${reach.strangeBuckets.join(', ')}.`]),
    ...(reach.others.length === 0 || reach.everything
      ? []
      : [
          `Not carried over, as a role for named buckets, queues, secrets and log groups does not hold it: ${reach.others.join(', ')}.`,
        ]),
    ...(reach.unread.length === 0
      ? []
      : [`Not judged, as its text is not known: ${reach.unread.join(', ')}.`]),
    'It comes from the policies of the key, not from what was ever used: leave out what you know is not needed.',
  ];
  return { role: nearestFreeName(user, taken), buckets, things, remarks };
}
