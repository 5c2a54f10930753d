import type { Properties, ResourceType } from './resource-type.ts';
import { sameValue } from './same-value.ts';
import { containsUnknown } from './wire.ts';

export interface Difference {
  readonly changed: readonly string[];
  readonly replaces: readonly string[];
}

/** Inputs against the recorded properties; `tags` are judged with the plug-in's default tags in. */
export function compareProperties(type: ResourceType, olds: Properties, news: Properties): Difference {
  const changed = type.inputs.filter((key) => {
    if (key === 'tags') return !sameValue(type, key, olds.tagsAll, news.tagsAll);
    if (news[key] === undefined && type.computed?.includes(key) === true) return false;
    if (containsUnknown(news[key])) return true;
    return !sameValue(type, key, olds[key] ?? type.defaults?.[key], news[key]);
  });
  const forcing = new Set([...type.replaces, ...(type.regional === true ? ['region'] : [])]);
  return { changed, replaces: changed.filter((key) => forcing.has(key)) };
}

/** What a read found becomes the record: texts that mean the same stay as they were, so that nothing is noise. */
export function mergeRead(type: ResourceType, before: Properties, found: Properties): Properties {
  const kept = Object.fromEntries(
    (type.writeOnly ?? []).filter((key) => before[key] !== undefined).map((key) => [key, before[key]]),
  );
  const same = Object.entries(found).map(([key, value]) => [
    key,
    before[key] !== undefined && sameValue(type, key, before[key], value) ? before[key] : value,
  ]);
  return { ...kept, ...Object.fromEntries(same) };
}

/** Inputs as a read leaves them: those known before, brought up to date, and those that somebody else has set. */
export function inputsOf(type: ResourceType, known: Properties, found: Properties): Properties {
  const entries = type.inputs.map((key) => {
    const value = found[key];
    if (type.writeOnly?.includes(key) === true) return [key, known[key] ?? type.defaults?.[key]];
    if (key in known) return [key, value];
    const matters =
      type.computed?.includes(key) !== true && !sameValue(type, key, value, type.defaults?.[key]);
    return [key, matters ? value : undefined];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
