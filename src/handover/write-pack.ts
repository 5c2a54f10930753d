import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../errors.ts';
import type { Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import { hideEmails } from '../report/assemble-report.ts';
import { renderHtml } from '../report/render/html.ts';
import { renderJson } from '../report/render/json.ts';
import { renderMarkdown } from '../report/render/markdown.ts';
import { renderWelcome } from '../report/render/welcome.ts';
import { assembleWelcomes, type HandedPassword } from '../report/welcome.ts';
import { slugName } from './slug-name.ts';

export interface HandoverPackOptions {
  /** Root of all packs, `handover/`. */
  readonly folder: string;
  readonly accountId: string;
  readonly report: Report;
  readonly plan: Plan;
  /** First passwords that were handed out in this run: how, never what. */
  readonly passwords: readonly HandedPassword[];
  readonly now: Date;
  /** Show e-mail addresses; default: no. */
  readonly withEmails?: boolean;
}
export interface WrittenPack {
  readonly folder: string;
  /** Paths relative to `folder`. */
  readonly files: readonly string[];
}

/**
 * Writes a pack to `<root>/<account>/<date-time>/` and points `latest` beside it there. Written aside and
 * renamed into place, so that a pack is whole or absent; an existing one is never touched.
 * @throws EngineError `HandoverFailed`; what was done in the account stands nevertheless
 */
export async function writeHandoverPack(options: HandoverPackOptions): Promise<WrittenPack> {
  try {
    return await write(options);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new EngineError(
      'HandoverFailed',
      `The handover pack cannot be written to ${options.folder}: ${why}`,
      {
        fix: 'What was done in the account stands. Repair the folder, then run bootstrap-account report.',
        cause,
      },
    );
  }
}

async function write(options: HandoverPackOptions): Promise<WrittenPack> {
  const { folder: root, now } = options;
  const files = renderFiles(options);
  const accountFolder = join(root, slugName(options.accountId));
  for (const folder of [root, accountFolder]) await makeOwnFolder(folder);
  await writeIgnore(root);
  const aside = join(accountFolder, `.new-${randomBytes(6).toString('hex')}`);
  await mkdir(aside, { mode: 0o700 });
  try {
    await mkdir(join(aside, 'welcome'), { mode: 0o700 });
    for (const [path, content] of files) await writeNew(join(aside, path), content);
    const name = await moveIntoPlace(
      aside,
      accountFolder,
      now.toISOString().slice(0, 19).replaceAll(':', '-'),
    );
    await pointLatest(accountFolder, name);
    return { folder: join(accountFolder, name), files: files.map(([path]) => path) };
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    throw error;
  }
}

function renderFiles({
  report,
  plan,
  passwords,
  withEmails,
}: HandoverPackOptions): readonly (readonly [string, string])[] {
  const shown = withEmails === true ? report : hideEmails(report);
  const used = new Set<string>();
  const welcomes = assembleWelcomes(plan, shown, passwords).map((sheet) => {
    const { email: _, ...plain } = sheet;
    return [
      `welcome/${slugName(sheet.person, used)}.html`,
      renderWelcome(withEmails === true ? sheet : plain),
    ] as const;
  });
  return [
    ['report.html', renderHtml(shown)],
    ['report.md', renderMarkdown(shown)],
    ['report.json', renderJson(shown)],
    ...welcomes,
  ];
}

/** A folder that is really one: a symbolic link could lead the report anywhere. */
async function makeOwnFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const found = await lstat(path);
  if (found.isSymbolicLink()) throw new Error(`${path} is a symbolic link`);
  if (!found.isDirectory()) throw new Error(`${path} is no folder`);
}

async function writeIgnore(root: string): Promise<void> {
  try {
    await writeNew(join(root, '.gitignore'), '*\n');
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  }
}

async function writeNew(path: string, content: string): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const handle = await open(path, flags, 0o600);
  try {
    await writeFile(handle, content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Two packs of one second get `-2`, `-3` …; a rename onto a folder with files in it fails by itself. */
async function moveIntoPlace(aside: string, parent: string, wanted: string): Promise<string> {
  for (let number = 1; number <= 100; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    const taken = await lstat(join(parent, name)).then(
      () => true,
      (error: unknown) => {
        if (isCode(error, 'ENOENT')) return false;
        throw error;
      },
    );
    if (taken) continue;
    try {
      await rename(aside, join(parent, name));
      return name;
    } catch (error) {
      if (!isCode(error, 'ENOTEMPTY') && !isCode(error, 'EEXIST')) throw error;
    }
  }
  throw new Error(`${join(parent, wanted)} exists a hundred times`);
}

/** Replaced by a rename, so that it always points somewhere. Something else of that name is left alone. */
async function pointLatest(parent: string, name: string): Promise<void> {
  const latest = join(parent, 'latest');
  const found = await lstat(latest).catch(() => undefined);
  if (found !== undefined && !found.isSymbolicLink())
    throw new Error(`${latest} is no symbolic link of ours`);
  const aside = join(parent, `.latest-${randomBytes(6).toString('hex')}`);
  await symlink(name, aside);
  await rename(aside, latest);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
