import type { Tags } from '../model/plan.ts';

/**
 * What was there before us carries `Origin=adopted`, what we made `Origin=made`: after a lost state this is
 * the only memory of which of the two a thing is, and `destroy` keeps the adopted ones.
 */
const managedBy = 'bootstrap-account';

/** IAM groups carry no tags: the ones we make are known by this path. */
export const ownPath = '/bootstrap-account/';

/** True when the live tags say that an earlier run of ours made the thing. */
export function isMadeByUs(live: Tags): boolean {
  return live.ManagedBy === managedBy && live.Origin === 'made';
}

/**
 * Tags for a planned thing.
 * @param live the thing's present tags, or undefined when it does not exist yet
 * @param own purpose and the like
 * @param recorded what the state knows: a tag somebody added since is theirs, and no change of ours
 */
export function planTags(
  live: Tags | undefined,
  own: Readonly<Record<string, string | undefined>>,
  recorded?: Tags,
): Tags {
  const foreign = Object.entries(recorded ?? live ?? {}).filter(
    // The console tags a user with the ids of the keys they described: those belong into no file of ours.
    ([key]) => !key.startsWith('aws:') && !/^A[KS]IA[A-Z0-9]{16}$/.test(key),
  );
  const origin = live === undefined || isMadeByUs(live) ? 'made' : 'adopted';
  const wanted = Object.entries(own).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries([...foreign, ['ManagedBy', managedBy], ['Origin', origin], ...wanted]);
}
