import type { Properties, ResourceType } from './resource-type.ts';
import { sameValue } from './same-value.ts';
import { containsUnknown } from './wire.ts';

export interface Difference {
  readonly property: string;
  readonly kind: 'add' | 'delete' | 'update';
  readonly replaces: boolean;
}

/**
 * Wanted inputs against the recorded properties. What an input must be when it is omitted is its default; an
 * omitted one that the cloud fills is no difference.
 */
export function compareProperties(
  type: ResourceType,
  olds: Properties,
  news: Properties,
): readonly Difference[] {
  return comparedInputs(type).flatMap((property) => {
    const [before, after] = [olds[property] ?? type.defaults?.[property], news[property]];
    if (after === undefined && type.computed?.includes(property) === true) return [];
    if (!containsUnknown(after) && sameValue(type, property, before, after)) return [];
    const kind = olds[property] === undefined ? 'add' : after === undefined ? 'delete' : 'update';
    return [{ property, kind, replaces: property === 'region' || type.replaces.includes(property) }];
  });
}

/** `tagsAll` is the program's tags over the plug-in's default ones: what the cloud gets. */
function comparedInputs(type: ResourceType): readonly string[] {
  return type.inputs.includes('tags') ? [...type.inputs, 'tagsAll'] : type.inputs;
}

/** What a read found becomes the record: texts that mean the same stay as they were, so that nothing is noise. */
export function mergeRead(type: ResourceType, before: Properties, found: Properties): Properties {
  const unread = (type.writeOnly ?? []).map((key) => [key, before[key] ?? type.defaults?.[key]] as const);
  const read = Object.entries(found).map(([key, value]) => {
    const known = before[key];
    return [key, known !== undefined && sameValue(type, key, known, value) ? known : value] as const;
  });
  return definedOf([...unread, ...read]);
}

/** Inputs as a read leaves them: those known before, brought up to date, and those that somebody else has set. */
export function inputsOf(type: ResourceType, known: Properties, record: Properties): Properties {
  const { __defaults: defaulted } = known;
  const inputs = comparedInputs(type).map((key) => {
    const value = record[key];
    if (key in known) return [key, value] as const;
    const isSet = type.computed?.includes(key) !== true && !sameValue(type, key, value, undefined);
    return [key, isSet ? value : undefined] as const;
  });
  return definedOf([...inputs, ['__defaults', defaulted]]);
}

function definedOf(entries: readonly (readonly [string, unknown])[]): Properties {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
