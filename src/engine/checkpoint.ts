import { readFileSync } from 'node:fs';
import * as z from 'zod';

/**
 * The engine's own file, as far as we read it. Everything else in it is carried through untouched.
 * Source: apitype.CheckpointV3, ResourceV3 and OperationV2 of pulumi sdk v3.248.0.
 */
const resourceSchema = z.looseObject({
  urn: z.string().startsWith('urn:pulumi:'),
  type: z.string().min(1),
  custom: z.boolean().optional(),
  id: z.string().optional(),
  parent: z.string().optional(),
  delete: z.boolean().optional(),
  retainOnDelete: z.boolean().optional(),
  outputs: z.record(z.string(), z.unknown()).nullish(),
});
const operationSchema = z.looseObject({ resource: resourceSchema, type: z.string() });
const deploymentSchema = z.looseObject({
  secrets_providers: z
    .looseObject({ type: z.string(), state: z.looseObject({ salt: z.string().optional() }).nullish() })
    .nullish(),
  resources: z.array(resourceSchema).nullish(),
  pending_operations: z.array(operationSchema).nullish(),
});
const checkpointSchema = z.looseObject({
  version: z.number().int(),
  checkpoint: z.looseObject({ stack: z.string().min(1), latest: deploymentSchema.nullish() }),
});

export type Checkpoint = z.infer<typeof checkpointSchema>;
export type CheckpointResource = z.infer<typeof resourceSchema>;

/** A file that may or may not be a usable checkpoint, and why not. */
export type CheckpointFile =
  | { readonly kind: 'absent' }
  | { readonly kind: 'valid'; readonly text: string; readonly content: Checkpoint }
  | { readonly kind: 'damaged'; readonly why: string };

// Engine 3.248.0 writes 3, and 4 with optional features; a higher one is from a newer engine.
const newestVersion = 4;

/** Reads a checkpoint, or a copy of one. Never throws for what stands in the file. */
export function readCheckpoint(path: string): CheckpointFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return code === 'ENOENT' ? { kind: 'absent' } : { kind: 'damaged', why: `cannot be read (${code})` };
  }
  if (text.trim() === '') return { kind: 'damaged', why: 'is empty' };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: 'damaged', why: 'is cut off or no JSON' };
  }
  const parsed = checkpointSchema.safeParse(json);
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path.join('.') ?? '';
    return { kind: 'damaged', why: `is no record of the engine${place === '' ? '' : ` (at ${place})`}` };
  }
  if (parsed.data.version > newestVersion) {
    return { kind: 'damaged', why: `was written by a newer engine (version ${parsed.data.version})` };
  }
  return { kind: 'valid', text, content: parsed.data };
}

export function resourcesOf(checkpoint: Checkpoint): readonly CheckpointResource[] {
  return checkpoint.checkpoint.latest?.resources ?? [];
}
