import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from './state-folder.ts';

const pathOf = (folder: string): string => join(folder, 'state-id');

/** By this a new state is told from every other one; undefined where no changing command ever ran here. */
export function readStateId(folder: string): string | undefined {
  if (!existsSync(pathOf(folder))) return undefined;
  const text = readFileSync(pathOf(folder), 'utf8').trim();
  return /^[0-9a-f]{16}$/.test(text) ? text : undefined;
}

/** Makes it once, under the folder's lock. No secret. */
export function ensureStateId(folder: string, randomBytes: (size: number) => Uint8Array): void {
  if (existsSync(pathOf(folder))) return;
  writeDurably(pathOf(folder), `${Buffer.from(randomBytes(8)).toString('hex')}\n`);
}
