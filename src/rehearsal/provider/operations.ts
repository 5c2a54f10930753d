import type { Connection } from './account.ts';
import { compareProperties, inputsOf, mergeRead } from './compare.ts';
import type { Made, Properties, ResourceType } from './resource-type.ts';
import { unknownValue } from './wire.ts';

/** The resource was made, and then something failed: the engine must record it all the same. */
export class HalfMade extends Error {
  readonly made: Made;
  constructor(made: Made, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'HalfMade';
    this.made = made;
  }
}

/** What a preview can say of a resource that is not there yet. */
export function previewCreate(type: ResourceType, inputs: Properties): Properties {
  const later = [...type.outputs, ...(type.computed ?? [])].filter((key) => inputs[key] === undefined);
  return { ...Object.fromEntries(later.map((key) => [key, unknownValue])), ...recordable(inputs) };
}

/** @throws HalfMade when the resource is there, though not as it should be */
export async function create(type: ResourceType, inputs: Properties, connection: Connection): Promise<Made> {
  const aws = await connection.aws(regionOf(inputs));
  let made: string | undefined;
  try {
    const id = await type.create(aws, inputs, (known) => {
      made = known;
    });
    made = id;
    const found = await type.read(aws, id, recordable(inputs));
    if (found === undefined) throw new Error(`${type.token} ${id} is not there after it was made`);
    return { id, properties: recordOf(type, inputs, found.properties, connection) };
  } catch (error) {
    if (made === undefined) throw error;
    throw new HalfMade({ id: made, properties: recordable(inputs) }, error);
  }
}

/** @returns undefined when the resource is gone */
export async function read(
  type: ResourceType,
  id: string,
  known: { readonly state: Properties; readonly inputs: Properties },
  connection: Connection,
): Promise<(Made & { readonly inputs: Properties }) | undefined> {
  const [plainId, region] = importRegion(type, id, known.state);
  const found = await type.read(await connection.aws(region), plainId, known.state);
  if (found === undefined) return undefined;
  const before = region === undefined ? known.state : { ...known.state, region };
  const properties = recordOf(type, before, found.properties, connection);
  return { id: found.id, properties, inputs: inputsOf(type, known.inputs, properties) };
}

/** A change in place may make outputs unknown: the ARN of a group that moves to another path. */
export function previewUpdate(type: ResourceType, olds: Properties, news: Properties): Properties {
  const changed = compareProperties(type, olds, news).map((each) => each.property);
  const later = changed.flatMap((property) => type.unsettled?.[property] ?? []);
  return { ...olds, ...recordable(news), ...Object.fromEntries(later.map((key) => [key, unknownValue])) };
}

export async function update(
  type: ResourceType,
  id: string,
  change: { readonly olds: Properties; readonly news: Properties },
  connection: Connection,
): Promise<Properties> {
  const { olds, news } = change;
  const aws = await connection.aws(regionOf(olds));
  const changed = compareProperties(type, olds, news).map((each) => each.property);
  await type.update?.(aws, id, { old: olds, next: news, changed: new Set(changed) });
  // A renamed user or group is looked up by its new name; the engine keeps the old id all the same.
  const isRenamed = type.idIsName === true && changed.includes('name');
  const found = await type.read(aws, isRenamed ? String(news.name) : id, { ...olds, ...recordable(news) });
  if (found === undefined) throw new Error(`${type.token} ${id} is not there after it was changed`);
  return recordOf(type, news, found.properties, connection);
}

export async function remove(
  type: ResourceType,
  id: string,
  state: Properties,
  connection: Connection,
): Promise<void> {
  await type.delete(await connection.aws(regionOf(state)), id, state);
}

/** Default tags are not the program's own: they stay in `tagsAll` only. */
function recordOf(
  type: ResourceType,
  before: Properties,
  found: Properties,
  { settings }: Connection,
): Properties {
  const merged = mergeRead(type, before, found);
  const region = type.inputs.includes('region') ? { region: regionOf(before) ?? settings.region } : {};
  if (!type.inputs.includes('tags')) return { ...merged, ...region };
  const all = (found.tagsAll ?? {}) as Readonly<Record<string, string>>;
  const given = (before.tags ?? {}) as Readonly<Record<string, string>>;
  const own = Object.entries(all).filter(
    ([key, value]) => key in given || settings.defaultTags[key] !== value,
  );
  return { ...merged, ...region, tags: Object.fromEntries(own), tagsAll: all };
}

function recordable(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith('__')));
}

function regionOf({ region }: Properties): string | undefined {
  return typeof region === 'string' && region !== '' ? region : undefined;
}

/** An import id may end in `@<region>`. */
function importRegion(
  type: ResourceType,
  id: string,
  state: Properties,
): readonly [string, string | undefined] {
  const known = regionOf(state);
  const [, plain, region] = /^(.+)@([a-z]{2}(?:-[a-z]+)+-\d)$/.exec(id) ?? [];
  if (known !== undefined || plain === undefined || !type.inputs.includes('region')) return [id, known];
  return [plain, region];
}
