import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { accountFilePath, type LoadedFile, loadAccountFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import { writeWhole } from '../handover/write-whole.ts';
import { saveAnswers } from './save-answers.ts';

/** The account that a rehearsal plays when no file names one. */
const defaultAccount = '123456789012';
const defaultRegion = 'eu-west-1';

export interface RehearsalFile {
  readonly path: string;
  readonly accountId: string;
  readonly region: string;
}

/** Takes `-f <file>` out of a rehearsed command: its file is copied, so that a rehearsal never writes to it. */
export function takeFileFlag(words: readonly string[]): {
  readonly words: readonly string[];
  readonly file?: string;
} {
  const at = words.findIndex((word) => word === '-f' || word === '--file');
  const file = words[at + 1];
  if (at < 0 || file === undefined) return { words };
  return { words: [...words.slice(0, at), ...words.slice(at + 2)], file };
}

/**
 * Puts the account file of a rehearsal in place: a copy of the person's own where there is one, the one of
 * the last rehearsal, or, without a terminal, the example. Generated names are carried over from the last
 * copy, because the rehearsal account already has what they name.
 */
export async function prepareRehearsalFile(
  context: Context,
  wish: { readonly home: string; readonly fresh: boolean; readonly mainJob: boolean; readonly file?: string },
): Promise<RehearsalFile> {
  const given = wish.file === undefined ? accountFilePath(context) : resolve(context.cwd, wish.file);
  const named = wish.file !== undefined || context.flags.file !== undefined;
  const source = named || (await exists(given)) ? given : undefined;
  const accountId = source === undefined ? defaultAccount : await accountOf(context, source);
  const path = join(wish.home, accountId, 'bootstrap-account.yaml');
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  if (wish.fresh) await rm(path, { force: true });
  if (source !== undefined) await copyWithTemplates(context, source, path);
  else if (!(await exists(path)) && !(wish.mainJob && context.host.interactive)) {
    await copyFile(join(context.packageRoot, 'examples', 'rehearsal.yaml'), path, constants.COPYFILE_EXCL);
  }
  const file = await loadAccountFile(contextFor(context, path));
  return { path, accountId, region: context.flags.region ?? file.merged.account?.region ?? defaultRegion };
}

function contextFor(context: Context, path: string): Context {
  return { ...context, flags: { ...context.flags, file: path } };
}

async function accountOf(context: Context, source: string): Promise<string> {
  const file = await loadAccountFile(contextFor(context, source));
  return file.merged.account?.id ?? defaultAccount;
}

/**
 * Copies the person's file and its templates when they have changed since the last copy. Until then the copy stands,
 * with what rehearsed commands (`person add`, `check --repair`) have written into it.
 */
async function copyWithTemplates(context: Context, source: string, path: string): Promise<void> {
  const file = await loadAccountFile(contextFor(context, source));
  const present = await digestOf([source, ...file.teamTemplates]);
  const record = join(dirname(path), 'copied-from.sha256');
  const before = (await exists(path)) ? await readFile(record, 'utf8').catch(() => '') : '';
  if (before === present) return;
  await copyAll(context, file, source, path);
  await writeWhole(record, present);
}

async function copyAll(context: Context, file: LoadedFile, source: string, path: string): Promise<void> {
  const last = (await exists(path))
    ? await loadAccountFile(contextFor(context, path)).catch(() => undefined)
    : undefined;
  await copyOver(source, path);
  for (const template of file.teamTemplates) {
    const copy = join(dirname(path), relative(dirname(source), template));
    await mkdir(dirname(copy), { recursive: true, mode: 0o700 });
    await copyOver(template, copy);
  }
  const bucket = file.merged.trail?.bucket === undefined ? last?.own.trail?.bucket : undefined;
  // The real account's bucket is not in the rehearsal's; where this one's state was moved to, its last copy says.
  const state = last?.own.state;
  if (bucket === undefined && state === file.own.state) return;
  const copied = await loadAccountFile(contextFor(context, path));
  const { state: _, ...own } = copied.own;
  await saveAnswers(context, copied, {
    ...own,
    ...(bucket === undefined ? {} : { trail: { ...own.trail, bucket } }),
    ...(state === undefined ? {} : { state }),
  });
}

async function digestOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    const content = await readFile(path);
    hash.update(`${path}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

async function copyOver(source: string, path: string): Promise<void> {
  const [before, after] = await Promise.all([readFile(path).catch(() => undefined), readFile(source)]);
  if (before?.equals(after) === true) return;
  await rm(path, { force: true });
  await copyFile(source, path, constants.COPYFILE_EXCL);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
