import type { AccountFile } from '../model/account-file.ts';

/**
 * Merges files, the later over the earlier: maps by key, lists of named things by `name`, `null` removes, any
 * other value replaces. `null` stands in place of an entry of a map, and in what an entry of a list cannot be without.
 * Pure; `extends` does not survive, for it has been followed.
 */
export function mergeFiles(layers: readonly AccountFile[]): AccountFile {
  const merged = layers.reduce<unknown>((earlier, later) => mergeValues(earlier, later), {});
  const { extends: _followed, ...file } = withoutNulls(merged) as AccountFile;
  return file;
}

type PlainMap = Readonly<Record<string, unknown>>;

function mergeValues(earlier: unknown, later: unknown): unknown {
  if (later === undefined) return earlier;
  if (isMap(earlier) && isMap(later)) {
    const keys = new Set([...Object.keys(earlier), ...Object.keys(later)]);
    return Object.fromEntries([...keys].map((key) => [key, mergeValues(own(earlier, key), own(later, key))]));
  }
  return isNamedList(earlier) && isNamedList(later) ? mergeNamed(earlier, later) : later;
}

/** Each later entry meets the first earlier one of its name that none has met before; the others follow. */
function mergeNamed(earlier: readonly PlainMap[], later: readonly PlainMap[]): readonly unknown[] {
  const rest = new Map<unknown, PlainMap[]>();
  for (const entry of later) rest.set(entry.name, [...(rest.get(entry.name) ?? []), entry]);
  const met = new Set<PlainMap>();
  const first = earlier.map((entry) => {
    const match = rest.get(entry.name)?.shift();
    if (match === undefined) return entry;
    met.add(match);
    return isRemoval(entry) ? match : mergeValues(entry, match);
  });
  return [...first, ...later.filter((entry) => !met.has(entry))];
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isRemoval(item)).map(withoutNulls);
  if (!isMap(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item)]));
}

/** An entry of a named list that takes out what an earlier file says under its name. */
export function isRemoval(entry: unknown): boolean {
  return isMap(entry) && typeof entry.name === 'string' && (entry.groups === null || entry.access === null);
}
function isMap(value: unknown): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function isNamedList(value: unknown): value is readonly PlainMap[] {
  return Array.isArray(value) && value.every((item) => isMap(item) && typeof item.name === 'string');
}
/** Keys come from files: `constructor` is a name like any other. */
function own(map: PlainMap, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
