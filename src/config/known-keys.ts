import * as z from 'zod';
import { accountFileSchema } from '../model/account-file.ts';
import type { Path } from './read-yaml.ts';

/** The keys that a map at this path may have, read from the schema; empty where keys are free. */
export function knownKeys(path: Path): readonly string[] {
  let schema: unknown = accountFileSchema;
  for (const step of path) {
    const here = asObject(schema) ?? unwrap(schema);
    if (here instanceof z.ZodObject) schema = here.shape[String(step)];
    else if (here instanceof z.ZodRecord) schema = here.def.valueType;
    else if (here instanceof z.ZodArray) schema = here.def.element;
    else return [];
  }
  return Object.keys(asObject(schema)?.shape ?? {});
}

function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? unwrap(schema.unwrap())
    : schema;
}

/** The object in a schema, also as one choice of a union. */
function asObject(schema: unknown): z.ZodObject | undefined {
  const bare = unwrap(schema);
  if (bare instanceof z.ZodObject) return bare;
  if (!(bare instanceof z.ZodUnion)) return undefined;
  return bare.options.map((option) => asObject(option)).find((option) => option !== undefined);
}
