import type { KeyReach } from './key-reach.ts';
import type { KeyRow, PlantedKeyFact, RootKeys, UndecodedFact } from './keys.ts';
import type { NotRead } from './snapshot.ts';

/** A key of a user of this account, with what its policies allow. */
export interface ScannedKey extends KeyRow {
  readonly reach: KeyReach;
  /** Days since it was made, and since its last use (or since it was made, where there was none). */
  readonly ageDays: number;
  readonly quietDays: number;
}

/** Everything that a scan found. */
export interface KeyScan {
  readonly keys: readonly ScannedKey[];
  /** Keys in user data that belong to no present key of a user: strangers', sessions', deleted ones. */
  readonly strays: readonly PlantedKeyFact[];
  readonly undecoded: readonly UndecodedFact[];
  /** User data, template versions and launch configurations that were looked into. */
  readonly looked: number;
  /** Absent where root has no key. */
  readonly root?: RootKeys;
  readonly regions: readonly string[];
  readonly notRead: readonly NotRead[];
}
