import type { KeyPlace, LaunchHolder, PlantedKeyFact, PlantedKeys, UndecodedFact } from '../../model/keys.ts';
import type { InstanceFact, UserFact } from '../../model/snapshot.ts';
import { mapBounded } from '../bounded.ts';
import { type Clients, iamConcurrency } from '../clients.ts';
import type { Gather } from './gather.ts';
import { readKeyOwner } from './key-owner.ts';
import { findKeyIds } from './launch-data/find-key-ids.ts';
import { readLaunchTexts, type TextWish } from './launch-data/read-texts.ts';
import { unpackUserData } from './launch-data/unpack.ts';

export interface PlantedKeysWish extends TextWish {
  readonly regions: readonly string[];
  readonly instances: readonly InstanceFact[];
  readonly accountId: string;
  /** Needed only where a key is found: the texts are read meanwhile. */
  readonly owners: KnownOwners | Promise<KnownOwners>;
}
export interface KnownOwners {
  readonly users: readonly Pick<UserFact, 'name' | 'accessKeys'>[];
  /** Then a key of this account that no user has may be root's; else it is deleted. */
  readonly rootHasKeys: boolean;
}

/** Regions at a time: each makes a few calls side by side. */
const regionConcurrency = 4;
/** Ids of one user data at most: each costs a call or two, and whoever may start a machine writes as many as fit. */
const mostIds = 100;

/**
 * Access keys in the user data of instances, launch templates and launch configurations, each with its owner.
 * Ids are cut to their end here, and secrets are never taken out of a text.
 */
export async function readPlantedKeys(
  clients: Clients,
  gather: Gather,
  wish: PlantedKeysWish,
): Promise<PlantedKeys> {
  const places = new Map<string, KeyPlace[]>();
  const undecoded: UndecodedFact[] = [];
  const regions = [...new Set(wish.regions)].sort();
  const counts = await mapBounded(regions, regionConcurrency, async (region) => {
    const here = wish.instances.filter((instance) => instance.region === region);
    const texts = await readLaunchTexts(clients.forRegion(region), gather, here, wish);
    for (const { holder, bytes } of texts) {
      const unpacked = unpackUserData(bytes);
      const found = findKeyIds(unpacked.texts);
      const more = found.length - mostIds;
      const why = [
        ...unpacked.undecoded,
        ...(more > 0 ? [`${more} more access key ids than the ${mostIds} that are looked up`] : []),
      ];
      if (why.length > 0) undecoded.push({ ...holder, why });
      for (const { id, part, line, withSecret } of found.slice(0, mostIds))
        places.set(id, [...(places.get(id) ?? []), { ...holder, part, line, withSecret }]);
    }
    return texts.length;
  });
  const about = { accountId: wish.accountId, ...(await wish.owners) };
  const keys = await mapBounded(
    [...places.keys()].sort(),
    iamConcurrency,
    async (id): Promise<PlantedKeyFact> => {
      const owner = await readKeyOwner(clients, gather, id, about);
      return { idEnd: id.slice(-4), owner, places: (places.get(id) ?? []).sort(byHolder) };
    },
  );
  return {
    keys: [...keys].sort((a, b) => (a.idEnd < b.idEnd ? -1 : 1)),
    undecoded: undecoded.sort(byHolder),
    looked: counts.reduce((sum, each) => sum + each, 0),
  };
}

function byHolder(a: LaunchHolder, b: LaunchHolder): number {
  const [left, right] = [a, b].map((each) => `${each.region} ${each.kind} ${each.id} ${each.version ?? ''}`);
  return (left ?? '') < (right ?? '') ? -1 : 1;
}
