import type { Plan, StateIndex } from '../../model/plan.ts';
import type { Snapshot } from '../../model/snapshot.ts';

/** What the preflight judges. */
export interface PreflightInput {
  readonly snapshot: Snapshot;
  /** Absent while questions are still open. */
  readonly plan?: Plan;
  /** Account id of `--account`. */
  readonly expectedAccount?: string;
  /** Account id of the file. */
  readonly fileAccount?: string;
  /** Regions that the file names one by one. */
  readonly namedRegions?: readonly string[];
  readonly state: StateIndex;
  /** Of this machine; absent where none was ever needed. */
  readonly stateId?: string;
  /** ISO time at which the credentials end. */
  readonly credentialsExpireAt?: string;
}
