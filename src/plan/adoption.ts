import type { StateIndex, Tags } from '../model/plan.ts';
import { isMadeByUs } from './origin.ts';

/**
 * Collects, while the parts are planned, which resources the account holds already. What the state knows
 * needs no import; what it does not know and the account holds is imported under the same logical name.
 */
export class Adoption {
  readonly adopt: Record<string, string> = {};
  readonly #retain = new Set<string>();
  readonly #state: StateIndex;

  constructor(state: StateIndex) {
    this.#state = state;
    for (const entry of state.values()) if (entry.retained) this.#retain.add(entry.name);
  }

  /**
   * @param name logical name
   * @param importId id the engine imports by; undefined where the account does not hold it
   * @param before whether the thing was there before us, so that `destroy` keeps it
   */
  found(name: string, importId: string | undefined, before: boolean): void {
    if (importId === undefined || this.#state.has(name)) return;
    this.adopt[name] = importId;
    if (before) this.#retain.add(name);
  }

  /** The same for a thing whose tags tell its origin. */
  foundTagged(name: string, importId: string | undefined, tags: Tags | undefined): void {
    this.found(name, importId, tags !== undefined && !isMadeByUs(tags));
  }

  get retain(): readonly string[] {
    return [...this.#retain].sort();
  }

  /** True when the thing was there before us: what hangs on it may have been, too. */
  isRetained(name: string): boolean {
    return this.#retain.has(name);
  }
}
