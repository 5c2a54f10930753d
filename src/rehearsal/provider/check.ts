import { createHash } from 'node:crypto';
import type { ProviderSettings } from './provider-settings.ts';
import type { Properties, Refusal, ResourceType } from './resource-type.ts';
import { sameValue } from './same-value.ts';
import { containsUnknown, unknownValue } from './wire.ts';

export interface CheckWish {
  /** Pulumi's logical name of the resource. */
  readonly name: string;
  /** Inputs of the last run; undefined for a new resource. */
  readonly olds: Properties | undefined;
  readonly news: Properties;
  /** The engine's, the same in preview and run. */
  readonly seed: Uint8Array;
}

/**
 * Adds what the program left out: defaults, a name, all tags, the region. `__defaults` names what was added,
 * as the official plug-in notes it in its record.
 */
export function checkInputs(
  type: ResourceType,
  wish: CheckWish,
  settings: Pick<ProviderSettings, 'region' | 'defaultTags'>,
): { readonly inputs: Properties; readonly refusals: readonly Refusal[] } {
  const given = givenInputs(type, wish.news);
  const added = {
    ...type.defaults,
    ...nameOf(type, wish),
    ...(type.inputs.includes('region') ? { region: settings.region } : {}),
  };
  const defaulted = Object.keys(added).filter((key) => !(key in given));
  const inputs = {
    ...added,
    ...given,
    ...(type.inputs.includes('tags') ? { tagsAll: allTags(given.tags, settings.defaultTags) } : {}),
    __defaults: defaulted.sort(),
  };
  return { inputs, refusals: refusalsOf(type, wish, inputs) };
}

/** Documents may come as objects and become text here; an omitted input is as good as an empty one. */
function givenInputs(type: ResourceType, news: Properties): Properties {
  const entries = Object.entries(news).filter(
    ([key, value]) => type.inputs.includes(key) && value !== undefined && value !== null,
  );
  return Object.fromEntries(
    entries.map(([key, value]) => {
      const isObject = type.documents?.includes(key) === true && typeof value === 'object';
      return [key, isObject && !containsUnknown(value) ? JSON.stringify(value) : value];
    }),
  );
}

/** `<logical name>-<7 hexadecimal digits>`, kept from the last run. */
function nameOf(type: ResourceType, { name, olds, seed }: CheckWish): Properties {
  if (type.autoName === undefined) return {};
  const { property, maxLength, prefix = '', lowerCase = false } = type.autoName;
  const defaulted = olds?.__defaults;
  if (Array.isArray(defaulted) && defaulted.includes(property)) return { [property]: olds?.[property] };
  const suffix = `-${createHash('sha256').update(name).update(seed).digest('hex').slice(0, 7)}`;
  const start = `${prefix}${lowerCase ? name.toLowerCase() : name}`.slice(0, maxLength - suffix.length);
  return { [property]: `${start}${suffix}` };
}

function refusalsOf(type: ResourceType, wish: CheckWish, inputs: Properties): readonly Refusal[] {
  const foreign = Object.keys(wish.news)
    .filter((key) => !type.inputs.includes(key) && key !== 'tagsAll' && !key.startsWith('__'))
    .map((property) => ({
      property,
      reason: `the stand-in plug-in does not know ${property} of ${type.token}`,
    }));
  const fixed = (type.onlyDefault ?? [])
    .filter((key) => !sameValue(type, key, inputs[key], type.defaults?.[key]))
    .map((property) => ({
      property,
      reason: `the stand-in plug-in knows ${property} of ${type.token} as ${JSON.stringify(type.defaults?.[property])} only`,
    }));
  const own = type.refuse?.(inputs, wish.olds);
  return [...foreign, ...fixed, ...(own === undefined ? [] : [own])];
}

/** The resource's own tags win; as long as they are not known, no tag is. */
function allTags(own: unknown, defaults: Readonly<Record<string, string>>): unknown {
  return own === unknownValue ? own : { ...defaults, ...(own ?? {}) };
}
