import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readCaller } from '../../src/account/read/caller.ts';
import { readSnapshot } from '../../src/account/read/snapshot.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import type { Bench } from './bench.ts';
import { region } from './bench.ts';

/** The account as it is now, read by the product's own reader. */
export async function readAccount(bench: Bench, buckets: readonly string[] = []): Promise<Snapshot> {
  const caller = await readCaller(bench.clients);
  const interest = { buckets, keyAliases: [], awsManagedPolicies: [] };
  return readSnapshot(bench.clients, interest, { caller, region, now: new Date() });
}

export interface FoundFile {
  readonly path: string;
  readonly mode: number;
  readonly folder: boolean;
  readonly content: string;
}

/** Everything below a folder, symbolic links left out. */
export function filesBelow(folder: string): readonly FoundFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): readonly FoundFile[] => {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) return [];
    const mode = statSync(path).mode & 0o777;
    if (entry.isDirectory()) return [{ path, mode, folder: true, content: '' }, ...filesBelow(path)];
    return entry.isFile() ? [{ path, mode, folder: false, content: readFileSync(path, 'latin1') }] : [];
  });
}

/** Calls of the front's counters whose action begins so. */
export function callsOf(bench: Bench, beginning: string): Readonly<Record<string, number>> {
  const { changes } = bench.front.counters();
  return Object.fromEntries(
    Object.entries(changes).filter(([name]) => name.split(':')[1]?.startsWith(beginning)),
  );
}
