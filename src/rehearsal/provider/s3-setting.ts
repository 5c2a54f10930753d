import type { Aws } from './aws-clients.ts';
import type { Complete, Inputs, Key, ResourceType, State, TypeTable } from './resource-type.ts';

interface OfBucket {
  readonly bucket?: unknown;
  readonly region?: unknown;
}
/** What one setting of a bucket says of itself; the rest is the same for all of them. */
type SettingTable<Args, S> = Omit<
  TypeTable<Args, S>,
  'create' | 'read' | 'update' | 'replaces' | 'outputs'
> & {
  /** Beside the bucket. */
  readonly replaces?: readonly Key<Args>[];
  readonly put: (aws: Aws, inputs: Inputs<Args>, bucket: string) => Promise<unknown>;
  /** @returns undefined when the setting, or the bucket, is gone */
  readonly get: (aws: Aws, bucket: string) => Promise<State<S> | undefined>;
};

/**
 * `defineType` for the settings of a bucket, which are alike: the id is the bucket, create and update are one
 * call, and another bucket replaces.
 */
export function defineSetting<Args extends OfBucket, S extends OfBucket>() {
  return <const Taken extends Key<Args>, const Refused extends Key<Args> = never>(
    table: SettingTable<Args, S> & {
      readonly inputs: readonly Taken[];
      readonly refused?: readonly Refused[];
    } & Complete<Args, Taken | Refused>,
  ): ResourceType => {
    // What the core handles by names; the compiler has proved the names above.
    const { put, get, replaces = [], ...rest } = table as unknown as UntypedSetting;
    return {
      ...rest,
      replaces: ['bucket', ...replaces],
      outputs: [],
      create: async (aws, inputs) => {
        const bucket = String(inputs.bucket);
        await put(aws, inputs, bucket);
        return bucket;
      },
      read: async (aws, id) => {
        const properties = await get(aws, id);
        return properties === undefined ? undefined : { id, properties: { bucket: id, ...properties } };
      },
      update: async (aws, id, { next }) => {
        await put(aws, next, id);
      },
    };
  };
}

type UntypedSetting = Omit<ResourceType, 'create' | 'read' | 'update' | 'replaces' | 'outputs'> & {
  readonly replaces?: readonly string[];
  readonly put: (aws: Aws, inputs: Readonly<Record<string, unknown>>, bucket: string) => Promise<unknown>;
  readonly get: (aws: Aws, bucket: string) => Promise<Readonly<Record<string, unknown>> | undefined>;
};
