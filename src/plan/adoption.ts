import type { StateIndex, Tags } from '../model/plan.ts';
import { isMadeByUs, planTags } from './origin.ts';

/**
 * Collects, while the parts are planned, which resources the account holds already. What the state knows
 * needs no import; what it does not know and the account holds is imported under the same logical name.
 */
export class Adoption {
  readonly adopt: Record<string, string> = {};
  readonly #retain = new Set<string>();
  readonly #state: StateIndex;

  readonly #wanted: Tags;

  /** @param wanted tags that the file wants on everything */
  constructor(state: StateIndex, wanted: Tags = {}) {
    this.#state = state;
    this.#wanted = wanted;
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

  /** Tags for a planned thing: foreign ones as they were when it was taken over or made. */
  tags(name: string, live: Tags | undefined, own: Readonly<Record<string, string | undefined>>): Tags {
    const recorded = this.#state.get(name)?.properties?.tags;
    return planTags(
      live,
      { ...this.#wanted, ...own },
      typeof recorded === 'object' && recorded !== null ? (recorded as Tags) : undefined,
    );
  }

  /** Properties that the state records of a thing; undefined where it has none of it. */
  recorded(name: string): Readonly<Record<string, unknown>> | undefined {
    return this.#state.get(name)?.properties;
  }

  /** True when the state has it: a run of ours made or adopted it before. */
  knows(name: string): boolean {
    return this.#state.has(name);
  }

  /** What follows this beginning in the names that the state has. */
  endings(beginning: string): readonly string[] {
    return [...this.#state.keys()].flatMap((name) =>
      name.startsWith(beginning) ? [name.slice(beginning.length)] : [],
    );
  }

  get retain(): readonly string[] {
    return [...this.#retain].sort();
  }

  /** True when the thing was there before us: what hangs on it may have been, too. */
  isRetained(name: string): boolean {
    return this.#retain.has(name);
  }
}
