import type { Unwrap } from '@pulumi/pulumi';
import type { Aws } from './aws-clients.ts';

/** Properties as they stand on the wire: plain JSON, unknowns as the engine's marker. */
export type Properties = Readonly<Record<string, unknown>>;

export interface Made {
  readonly id: string;
  readonly properties: Properties;
}
export interface Refusal {
  readonly property: string;
  readonly reason: string;
}

/** An input that gets a name of its own where the program gives none. */
export interface AutoName<K extends string> {
  readonly property: K;
  /** Longest name, the suffix included. */
  readonly maxLength: number;
  readonly prefix?: string;
  readonly lowerCase?: boolean;
}

/** What the core of the plug-in knows of a type; types write it with `defineType`. */
export interface ResourceType {
  readonly token: string;
  readonly inputs: readonly string[];
  readonly refused?: readonly string[];
  readonly replaces: readonly string[];
  readonly defaults?: Properties;
  readonly onlyDefault?: readonly string[];
  readonly computed?: readonly string[];
  readonly outputs: readonly string[];
  readonly unsettled?: Readonly<Record<string, readonly string[]>>;
  readonly documents?: readonly string[];
  readonly sets?: readonly string[];
  readonly keyIds?: readonly string[];
  readonly writeOnly?: readonly string[];
  readonly autoName?: AutoName<string>;
  readonly deleteFirst?: boolean;
  readonly idIsName?: boolean;
  readonly refuse?: (inputs: Properties, olds: Properties | undefined) => Refusal | undefined;
  readonly create: (aws: Aws, inputs: Properties, made: (id: string) => void) => Promise<string>;
  readonly read: (aws: Aws, id: string, state: Properties) => Promise<Made | undefined>;
  readonly update?: (aws: Aws, id: string, change: Change<Properties, Properties>) => Promise<void>;
  readonly delete: (aws: Aws, id: string, state: Properties) => Promise<void>;
}
export interface Change<Inputs, State> {
  /** The record before. */
  readonly old: State;
  readonly next: Inputs;
  /** Names of the inputs that differ; `tagsAll` where the tags do. */
  readonly changed: ReadonlySet<string>;
}

export type Key<T> = keyof T & string;
type AllTags = { readonly tagsAll?: Readonly<Record<string, string>> };
/** The SDK's own shape of a type's arguments, with nothing left to wait for. */
export type Inputs<Args> = Readonly<Partial<Unwrap<Args>>> & AllTags;
export type State<S> = Readonly<Partial<Unwrap<S>>>;

/**
 * How the official plug-in treats one type, as far as a plan of ours can meet it; `Args` and `S` are the
 * official SDK's. Names and their sources: the section on the stand-in plug-in in ../SPEC.md.
 */
export interface TypeTable<Args, S> {
  readonly token: string;
  /** Inputs whose change replaces; `region` always does. */
  readonly replaces: readonly Key<Args>[];
  /** Values that an omitted input takes. */
  readonly defaults?: Inputs<Args>;
  /** Inputs of which the stand-in knows the default only. */
  readonly onlyDefault?: readonly Key<Args>[];
  /** Filled from the cloud when omitted, and then no difference. */
  readonly computed?: readonly Key<Args>[];
  /** Known only after the resource is made. */
  readonly outputs: readonly Key<S>[];
  /** Outputs that a change in place of an input makes unknown in a preview. */
  readonly unsettled?: { readonly [K in Key<Args>]?: readonly Key<S>[] };
  /** Inputs that hold a policy document, compared by meaning. */
  readonly documents?: readonly Key<Args>[];
  /** Lists without an order. */
  readonly sets?: readonly Key<Args>[];
  /** Inputs where a KMS key's id and its ARN are the same. */
  readonly keyIds?: readonly Key<Args>[];
  /** Inputs that no read brings back. */
  readonly writeOnly?: readonly Key<Args>[];
  readonly autoName?: AutoName<Key<Args>>;
  /** A replacement always deletes first, not only where the program gave the name. */
  readonly deleteFirst?: boolean;
  /** A rename in place changes what it is looked up by. */
  readonly idIsName?: boolean;
  /** Says no to inputs before anything is done. */
  readonly refuse?: (inputs: Inputs<Args>, olds: State<S> | undefined) => Refusal | undefined;
  /** @param made called as soon as the resource is there, for the record of a create that fails after it */
  readonly create: (aws: Aws, inputs: Inputs<Args>, made: (id: string) => void) => Promise<string>;
  /**
   * @param state properties of the last record; empty for an import
   * @returns undefined when the resource is gone
   */
  readonly read: (
    aws: Aws,
    id: string,
    state: State<S>,
  ) => Promise<{ readonly id: string; readonly properties: State<S> } | undefined>;
  readonly update?: (aws: Aws, id: string, change: Change<Inputs<Args>, State<S>>) => Promise<void>;
  /** Must count «gone» as done. */
  readonly delete: (aws: Aws, id: string, state: State<S>) => Promise<void>;
}

/** An input that stands in neither list shows up here as a property that is missing. */
export type Complete<Args, Listed> =
  Exclude<Key<Args>, Listed> extends never ? unknown : { readonly missing: Exclude<Key<Args>, Listed> };

/**
 * Makes a type of which the compiler proves that every input of the official SDK is either taken or openly
 * refused, and that every property has the SDK's name and shape.
 */
export function defineType<Args, S>() {
  return <const Taken extends Key<Args>, const Refused extends Key<Args> = never>(
    table: TypeTable<Args, S> & {
      readonly inputs: readonly Taken[];
      /** Inputs that no plan of ours gives; a check refuses them. */
      readonly refused?: readonly Refused[];
    } & Complete<Args, Taken | Refused>,
    // The core handles all types alike, by names; what the compiler could prove, it has proved above.
  ): ResourceType => table as unknown as ResourceType;
}

/** A string property that must be there. */
export function text<P extends object>(properties: P, key: Key<P>): string {
  const value = properties[key];
  if (typeof value !== 'string') throw new Error(`property ${key} must be a string`);
  return value;
}
export function optionalText<P extends object>(properties: P, key: Key<P>): string | undefined {
  const value = properties[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
export function flag<P extends object>(properties: P, key: Key<P>): boolean {
  return properties[key] === true;
}
export function optionalNumber<P extends object>(properties: P, key: Key<P>): number | undefined {
  const value = properties[key];
  return typeof value === 'number' ? value : undefined;
}
export function tagMap(properties: AllTags): Readonly<Record<string, string>> {
  return properties.tagsAll ?? {};
}
