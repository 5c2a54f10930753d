import type { Connection } from './account.ts';
import { compareProperties, inputsOf, mergeRead } from './compare.ts';
import type { Made, Properties, ResourceType } from './resource-type.ts';
import { unknownValue } from './wire.ts';

/** Adds defaults, all tags, and the region; names what the type does not take. */
export function checkInputs(
  type: ResourceType,
  news: Properties,
  { settings }: Connection,
): { readonly inputs: Properties; readonly unknown: readonly string[] } {
  const unknown = Object.keys(news).filter(
    (key) => !type.inputs.includes(key) && key !== 'tagsAll' && !key.startsWith('__'),
  );
  const given = Object.fromEntries(
    Object.entries(news).filter(
      ([key, value]) => value !== undefined && value !== null && type.inputs.includes(key),
    ),
  );
  const tags = { ...settings.defaultTags, ...((given.tags ?? {}) as object) };
  const inputs = {
    ...type.defaults,
    ...given,
    ...(type.tagged === true ? { tagsAll: tags } : {}),
    ...(type.regional === true ? { region: given.region ?? settings.region } : {}),
  };
  return { inputs, unknown };
}

/** What a preview can say of a resource that is not there yet. */
export function previewCreate(type: ResourceType, inputs: Properties): Properties {
  const unknown = type.outputs.filter((key) => inputs[key] === undefined).map((key) => [key, unknownValue]);
  return { ...Object.fromEntries(unknown), ...inputs };
}

export async function create(type: ResourceType, inputs: Properties, connection: Connection): Promise<Made> {
  const aws = await connection.aws();
  const id = await type.create(aws, inputs);
  const found = await type.read(aws, id, inputs);
  if (found === undefined) throw new Error(`${type.token} ${id} is not there after it was made`);
  return { id, properties: record(type, inputs, found.properties, connection) };
}

/** @returns undefined when the resource is gone */
export async function read(
  type: ResourceType,
  id: string,
  known: { readonly state: Properties; readonly inputs: Properties },
  connection: Connection,
): Promise<(Made & { readonly inputs: Properties }) | undefined> {
  const found = await type.read(await connection.aws(), id, known.state);
  if (found === undefined) return undefined;
  const properties = record(type, known.state, found.properties, connection);
  return { id: found.id, properties, inputs: inputsOf(type, known.inputs, properties) };
}

export function previewUpdate(olds: Properties, news: Properties): Properties {
  return { ...olds, ...news };
}

export async function update(
  type: ResourceType,
  id: string,
  olds: Properties,
  news: Properties,
  connection: Connection,
): Promise<Properties> {
  const aws = await connection.aws();
  const { changed } = compareProperties(type, olds, news);
  await type.update?.(aws, id, { old: olds, next: news, changed: new Set(changed) });
  // A renamed user or group is looked up by its new name; the engine keeps the old id all the same.
  const name =
    typeof news.name === 'string' && olds.name !== news.name && !type.replaces.includes('name')
      ? news.name
      : id;
  const found = await type.read(aws, name, { ...olds, ...news });
  if (found === undefined) throw new Error(`${type.token} ${id} is not there after it was changed`);
  return record(type, news, found.properties, connection);
}

/** Default tags are not the program's own: they stay in `tagsAll` only. */
function record(
  type: ResourceType,
  before: Properties,
  found: Properties,
  { settings }: Connection,
): Properties {
  const merged = mergeRead(type, before, found);
  const region = type.regional === true ? { region: before.region ?? settings.region } : {};
  if (type.tagged !== true) return { ...merged, ...region };
  const all = (found.tagsAll ?? {}) as Readonly<Record<string, string>>;
  const own = Object.entries(all).filter(([key, value]) => settings.defaultTags[key] !== value);
  return { ...merged, ...region, tags: Object.fromEntries(own), tagsAll: all };
}
