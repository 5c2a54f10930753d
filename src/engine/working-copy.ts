import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { replaceFile, statePaths } from './state-folder.ts';

const recordSchema = z.object({
  bucket: z.string(),
  /** S3's mark of the object that this folder's state was taken from, or written to, last. */
  etag: z.string(),
  /** Of the state at that moment: another one means that a run here has not been written back. */
  digest: z.string(),
});
/** What a state folder knows about the shared state that it is a working copy of. */
export type CopyRecord = z.infer<typeof recordSchema>;

const recordPath = (folder: string): string => join(folder, 'working-copy.json');
const intentPath = (folder: string): string => join(folder, 'move-to.json');

/** Undefined where the folder is no working copy: its state is the only one. */
export function readCopyRecord(folder: string): CopyRecord | undefined {
  return recordSchema.safeParse(readJson(recordPath(folder))).data;
}

export function writeCopyRecord(folder: string, record: CopyRecord): void {
  replaceFile(recordPath(folder), JSON.stringify(record));
}

export function forgetCopyRecord(folder: string): void {
  rmSync(recordPath(folder), { force: true });
}

/** The engine's checkpoint as text, and its passphrase; a part that is not there is undefined. */
export interface CopyContent {
  readonly state: string | undefined;
  readonly passphrase: string | undefined;
}

export function readCopy(folder: string): CopyContent {
  const { checkpoint, passphrase } = statePaths(folder);
  return { state: readText(checkpoint), passphrase: readText(passphrase) };
}

/** Puts the shared state in the place of the folder's, under our lock, after `backupState`. */
export function replaceCopy(
  folder: string,
  content: { readonly state: string; readonly passphrase: string },
) {
  const paths = statePaths(folder);
  mkdirSync(dirname(paths.checkpoint), { recursive: true, mode: 0o700 });
  // The passphrase first: a state beside another one's passphrase could not be opened.
  replaceFile(paths.passphrase, content.passphrase);
  replaceFile(paths.checkpoint, content.state);
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The bucket that a move has begun to make: its name is random, and a second try must find the first one's. */
export function readMoveIntent(folder: string): string | undefined {
  return z.object({ bucket: z.string() }).safeParse(readJson(intentPath(folder))).data?.bucket;
}
export function writeMoveIntent(folder: string, bucket: string | undefined): void {
  if (bucket === undefined) rmSync(intentPath(folder), { force: true });
  else replaceFile(intentPath(folder), JSON.stringify({ bucket }));
}

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
