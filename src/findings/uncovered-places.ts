import { phraseHolder } from '../lib/phrase-place.ts';
import type { KeyPlace } from '../model/keys.ts';
import type { InstanceFact } from '../model/snapshot.ts';

/**
 * Where a key lies and no role takes its place: instances without the role, and whatever machines are made of later,
 * which would come with a key that is off. One phrase each.
 * @param places those of the newest and the default version of launch templates; older ones are not looked at
 * @param profile name of the role's instance profile; absent: no role took the key's place
 */
export function uncoveredPlaces(
  places: readonly KeyPlace[],
  instances: readonly InstanceFact[],
  profile: string | undefined,
): readonly string[] {
  const has = (id: string): string => {
    const arn = instances.find((instance) => instance.id === id)?.profileArn ?? '';
    return arn.slice(arn.lastIndexOf('/') + 1);
  };
  const open = places.filter(
    ({ kind, id }) => kind !== 'instance' || profile === undefined || has(id) !== profile,
  );
  return [...new Set(open.map(phraseHolder))];
}
