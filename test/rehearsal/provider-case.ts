import type { CustomResource, CustomResourceOptions } from '@pulumi/pulumi';
import type { ProviderBench } from './provider-fixture.ts';

export type Clients = ProviderBench['clients'];

/** Things that are in the account before, made by hand: what the resources under test hang on. */
export interface Base {
  readonly policyA: string;
  readonly policyB: string;
  /** Key ids. */
  readonly keyA: string;
  readonly keyB: string;
}

/** The three programs of a life: made, changed in place, and changed in what replaces. */
export const phases = ['first', 'changed', 'replaced'] as const;
export type Phase = (typeof phases)[number];

/** One row of the table: how a type of the official plug-in lives, and what the account says of it. */
export interface TypeCase {
  readonly token: string;
  readonly make: (phase: Phase, base: Base, options: CustomResourceOptions) => CustomResource;
  /** Of the first phase. */
  readonly id: RegExp;
  /** Properties of the record after the first phase, beyond the inputs. */
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** What the account says, read past the plug-in; undefined means gone. */
  readonly look: (clients: Clients, base: Base) => Promise<unknown>;
  /** Answers of `look`; a phase that is missing changes nothing. */
  readonly found: (base: Base) => { readonly [P in Phase]?: unknown } & { readonly first: unknown };
  /** Inputs that differ in the second phase. */
  readonly inPlace?: readonly string[];
  /** Inputs that force the replacement of the third phase. */
  readonly forcing?: readonly string[];
  /** Made before the old one goes; otherwise the old one goes first. */
  readonly createFirst?: true;
  /** Somebody changes it past the plug-in, after the last phase. */
  readonly byHand: (clients: Clients, base: Base) => Promise<unknown>;
  /** What a refresh sees of that: properties, or that it is gone. */
  readonly seen: readonly string[] | 'gone' | 'same';
  /** `none`: the official type has no import. @default its id */
  readonly importId?: string;
  /** What `look` says after the destroy. @default undefined */
  readonly left?: unknown;
}

/** Undefined where the account says that the thing is not there. */
export async function lookFor<T>(ask: Promise<T>): Promise<T | undefined> {
  return ask.catch((error: { readonly $metadata?: { readonly httpStatusCode?: number } }) => {
    if (error.$metadata?.httpStatusCode === 404) return undefined;
    throw error;
  });
}

export function allow(action: string, resource = '*'): string {
  const statement = { Effect: 'Allow', Action: action, Resource: resource };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
export function trust(service: string): string {
  const statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
export const decoded = (document: string | undefined): unknown =>
  document === undefined ? undefined : JSON.parse(decodeURIComponent(document));
