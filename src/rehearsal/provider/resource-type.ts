import type { Aws } from './aws-clients.ts';

/** Properties as they stand on the wire: plain JSON, unknowns as the engine's marker. */
export type Properties = Readonly<Record<string, unknown>>;

export interface Made {
  readonly id: string;
  readonly properties: Properties;
}

/**
 * How the official plug-in treats one type, as far as a plan of ours can meet it. Tables and their sources:
 * `aws-types.md` of the specification, summarised in ../SPEC.md.
 */
export interface ResourceType {
  readonly token: string;
  /** Inputs in the SDK's spelling; what is not here is refused as unknown. */
  readonly inputs: readonly string[];
  /** Inputs whose change replaces. */
  readonly replaces: readonly string[];
  /** Values that an omitted input takes. */
  readonly defaults?: Properties;
  /** `~`: filled from the cloud when omitted, and then no difference. */
  readonly computed?: readonly string[];
  /** Known only after the resource is made. */
  readonly outputs: readonly string[];
  /** Inputs that hold a policy document, compared by meaning. */
  readonly documents?: readonly string[];
  /** Lists without an order. */
  readonly sets?: readonly string[];
  /** Inputs that no read brings back. */
  readonly writeOnly?: readonly string[];
  /** Default: true, as for everything that is named explicitly. */
  readonly deleteBeforeReplace?: boolean;
  /** Type takes `tags`; `tagsAll` is among its outputs. */
  readonly tagged?: boolean;
  /** Type takes `region`; a change replaces. */
  readonly regional?: boolean;
  readonly create: (aws: Aws, inputs: Properties) => Promise<string>;
  /**
   * @param state properties of the last record; empty for an import
   * @returns undefined when the resource is gone
   */
  readonly read: (aws: Aws, id: string, state: Properties) => Promise<Made | undefined>;
  readonly update?: (aws: Aws, id: string, change: Change) => Promise<void>;
  /** Must count «gone» as done. */
  readonly delete: (aws: Aws, id: string, state: Properties) => Promise<void>;
}
export interface Change {
  readonly old: Properties;
  readonly next: Properties;
  /** Names of the inputs that differ. */
  readonly changed: ReadonlySet<string>;
}

/** A string property that must be there. */
export function text(properties: Properties, key: string): string {
  const value = properties[key];
  if (typeof value !== 'string') throw new Error(`property ${key} must be a string`);
  return value;
}
export function optionalText(properties: Properties, key: string): string | undefined {
  const value = properties[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
export function flag(properties: Properties, key: string): boolean {
  return properties[key] === true;
}
export function optionalNumber(properties: Properties, key: string): number | undefined {
  const value = properties[key];
  return typeof value === 'number' ? value : undefined;
}
export function record(properties: Properties, key: string): Properties {
  const value = properties[key];
  return typeof value === 'object' && value !== null ? (value as Properties) : {};
}
export function list<T>(properties: Properties, key: string): readonly T[] {
  const value = properties[key];
  return Array.isArray(value) ? (value as T[]) : [];
}
export function tagMap(properties: Properties, key = 'tagsAll'): Readonly<Record<string, string>> {
  return record(properties, key) as Readonly<Record<string, string>>;
}
