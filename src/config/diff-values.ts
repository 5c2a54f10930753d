import type { FileEdit } from './edit-text.ts';

type PlainMap = Readonly<Record<string, unknown>>;

/** The edits that make the first value the second; removals from the end on, so that positions stay true. */
export function diffValues(
  before: unknown,
  after: unknown,
  path: FileEdit['path'] = [],
): readonly FileEdit[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isMap(before) && isMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => diffValues(before[key], after[key], [...path, key]));
  }
  if (!isNamedList(before) || !isNamedList(after)) return [{ path, value: after }];
  return diffNamed(before, after, path);
}

/** Entries are told by name; where the order of the kept ones changed, the list is written anew. */
function diffNamed(
  before: readonly PlainMap[],
  after: readonly PlainMap[],
  path: FileEdit['path'],
): readonly FileEdit[] {
  const kept = before.filter((entry) => after.some((next) => next.name === entry.name));
  const inOrder = kept.every((entry, index) => after[index]?.name === entry.name);
  const unique = [before, after].every((list) => new Set(list.map(({ name }) => name)).size === list.length);
  if (!inOrder || !unique || after.length === 0) return [{ path, value: after }];
  const removed = before.flatMap((entry, index) =>
    kept.includes(entry) ? [] : [{ path: [...path, index], value: undefined }],
  );
  return [
    ...removed.reverse(),
    ...kept.flatMap((entry, index) => diffValues(entry, after[index], [...path, index])),
    ...after.slice(kept.length).map((value, index) => ({ path: [...path, kept.length + index], value })),
  ];
}

function isMap(value: unknown): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function isNamedList(value: unknown): value is readonly PlainMap[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => isMap(item) && typeof item.name === 'string')
  );
}
