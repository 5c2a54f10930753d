import { accessSync, constants, mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { EngineError, UserError } from '../errors.ts';
import { askCommand } from './ask-command.ts';
import { buildEngine, findGo, type GoState, goNeeded } from './build.ts';
import { type DownloadSites, downloadEngine } from './download.ts';
import { type EngineCommand, engineVersion } from './engine-command.ts';
import { holdInstallLock } from './install-lock.ts';

export interface EngineContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Root of this package: `engine/` lies below it. */
  readonly packageRoot: string;
  /** One line of progress for the person. */
  readonly tell: (text: string) => void;
  /** Home folder of the person. */
  readonly home: string;
  /** @default the vendor's sites */
  readonly sites?: DownloadSites;
}

/** What `doctor` shows; nothing was fetched or built to learn it. */
export interface EngineReport {
  readonly found?: EngineCommand;
  /** Folder where the engine is looked for first, and put. */
  readonly cache: string;
  /** Engines that are there with another version. */
  readonly others: readonly { readonly path: string; readonly version: string }[];
  readonly go: GoState;
  /** What a run would do. */
  readonly next: 'use' | 'download, else build' | 'download only';
}

/**
 * The engine of exactly our version: from Pulumi's own cache, from PATH, from the vendor's archive, or built
 * from the pinned source, in this order. Of two processes at once one makes it and the other waits.
 * @throws RefusedError on an archive with a wrong checksum; UserError where it can be neither fetched nor
 * built, naming the tool that is missing; EngineError when the build fails.
 */
export async function ensureEngine(context: EngineContext): Promise<EngineCommand> {
  const found = await findEngine(context);
  if (found !== undefined) return found;
  const versions = dirname(cacheRoot(context));
  mkdirSync(versions, { recursive: true });
  const lock = await holdInstallLock(join(versions, `${engineVersion}.lock`), context.tell);
  try {
    // Whoever held the lock before us may have made it.
    return (await findEngine(context)) ?? (await installEngine(context));
  } finally {
    lock.release();
  }
}

/** Reports what is there and what a run would do, without doing it. */
export async function inspectEngine(context: EngineContext): Promise<EngineReport> {
  const found = await findEngine(context);
  const go = await findGo(context.env);
  const next = found !== undefined ? 'use' : go.kind === 'usable' ? 'download, else build' : 'download only';
  const others = await findOthers(context);
  return { ...(found === undefined ? {} : { found }), cache: cacheRoot(context), others, go, next };
}

/** @throws as `ensureEngine`. */
async function installEngine(context: EngineContext): Promise<EngineCommand> {
  const root = cacheRoot(context);
  const versions = dirname(root);
  for (const name of readdirSync(versions)) {
    // Of runs that were killed; under the lock nobody else has one.
    if (name.startsWith(workPrefix)) rmSync(join(versions, name), { recursive: true, force: true });
  }
  const place = { root, workPrefix: join(versions, workPrefix) };
  context.tell(
    `The engine (Pulumi ${engineVersion}) is not on this machine yet: fetching it (about 120 MB) into ${root}.`,
  );
  const download = await downloadEngine({ ...context, ...place });
  if (download.kind === 'unavailable') await buildInstead(context, place, download.why);
  const made = await tryEngine(
    join(root, 'bin', 'pulumi'),
    download.kind === 'done' ? 'downloaded' : 'built',
    context.env,
  );
  if (made !== undefined) return made;
  throw new EngineError('EngineUnusable', `The engine in ${root} does not start or has another version.`, {
    fix: `Remove ${root} and run the command again.`,
  });
}

const workPrefix = '.new-engine-';

async function buildInstead(
  context: EngineContext,
  place: { readonly root: string; readonly workPrefix: string },
  why: string,
): Promise<void> {
  const go = await findGo(context.env);
  if (go.kind !== 'usable') {
    const there = go.kind === 'absent' ? 'Go is not installed' : `the Go on PATH is ${go.version}`;
    throw new UserError(
      'EngineMissing',
      `Pulumi ${engineVersion} cannot be fetched (${why}), and cannot be built: ${there}.`,
      {
        fix: `Install Pulumi ${engineVersion} (https://www.pulumi.com/docs/install/versions/), or Go ${goNeeded} or newer (https://go.dev/dl/), then run the command again.`,
      },
    );
  }
  context.tell(
    `The download is closed (${why}): building the engine from its pinned source with Go ${go.version}. The first time this takes about 7 minutes and 3 GB of disk.`,
  );
  await buildEngine({ ...context, ...place, go: go.path });
}

function cacheRoot(context: EngineContext): string {
  return join(context.env.PULUMI_HOME ?? join(context.home, '.pulumi'), 'versions', engineVersion);
}

async function findEngine(context: EngineContext): Promise<EngineCommand | undefined> {
  const cached = await tryEngine(join(cacheRoot(context), 'bin', 'pulumi'), 'cache', context.env);
  if (cached !== undefined) return cached;
  for (const path of onPath('pulumi', context.env)) {
    const found = await tryEngine(path, 'path', context.env);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function findOthers(context: EngineContext): Promise<EngineReport['others']> {
  const others: { path: string; version: string }[] = [];
  for (const path of onPath('pulumi', context.env)) {
    const version = await readVersion(path, context.env);
    if (version !== undefined && version !== engineVersion) others.push({ path, version });
  }
  return others;
}

async function tryEngine(
  path: string,
  origin: EngineCommand['origin'],
  env: EngineContext['env'],
): Promise<EngineCommand | undefined> {
  if (!isExecutable(path) || (await readVersion(path, env)) !== engineVersion) return undefined;
  // Resolved once: a link that is moved later does not change what this run uses.
  const real = realpathSync(path);
  return { path: real, root: dirname(dirname(real)), version: engineVersion, origin };
}

/** Without the leading `v`; undefined when it cannot be run. */
export async function readVersion(path: string, env: EngineContext['env']): Promise<string | undefined> {
  const text = await askCommand(path, ['version'], {
    PATH: env.PATH,
    HOME: env.HOME,
    PULUMI_SKIP_UPDATE_CHECK: 'true',
  });
  return text?.split('\n').at(-1)?.replace(/^v/, '');
}

/** Every absolute place of a command on PATH; relative entries are no place to take a program from. */
export function onPath(command: string, env: EngineContext['env']): readonly string[] {
  return (env.PATH ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, command))
    .filter(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
