import { copyFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RefusedError, UserError } from '../errors.ts';
import { readCheckpoint, resourcesOf } from './checkpoint.ts';
import { replaceFile, statePaths, writeDurably } from './state-folder.ts';

/** One copy of the state that could be put back. */
export interface StateBackup {
  /** What `restoreState` takes; `last-step` is the engine's own copy from before its last write. */
  readonly name: string;
  readonly takenAt: Date;
  readonly resources: number;
  readonly valid: boolean;
}

const lastStepName = 'last-step';
const kept = 20;
const stampPattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z\.json$/;

/**
 * Copies the checkpoint, under our lock, before the engine changes it. Keeps the last 20, of the engine's
 * own history too: that one is never cleared otherwise.
 * @returns The backup's name, or undefined where there is no state yet.
 * @throws RefusedError where the state is damaged: a damaged file is no backup.
 */
export function backupState(folder: string, now: Date): string | undefined {
  const paths = statePaths(folder);
  const file = readCheckpoint(paths.checkpoint);
  if (file.kind === 'damaged') throw damagedState(folder, file.why);
  if (file.kind === 'absent') return undefined;
  mkdirSync(paths.backups, { recursive: true, mode: 0o700 });
  const name = `${now.toISOString().replaceAll(/[:.]/g, '-')}.json`;
  const target = join(paths.backups, name);
  if (lstatSync(target, { throwIfNoEntry: false }) === undefined) writeDurably(target, file.text);
  for (const old of stamped(paths.backups).slice(kept)) rmSync(join(paths.backups, old));
  trimHistory(paths.history);
  return name;
}

/** A run leaves `<stack>-<time>.history.json`, `….checkpoint.json` and their `.attrs`. */
function trimHistory(folder: string): void {
  const files = namesIn(folder);
  const runs = [...new Set(files.map((name) => name.split('.')[0]))].sort().reverse();
  const old = new Set(runs.slice(kept));
  for (const name of files.filter((one) => old.has(one.split('.')[0]))) rmSync(join(folder, name));
}

/** Newest first, the engine's own last copy among them. */
export function listBackups(folder: string): readonly StateBackup[] {
  const paths = statePaths(folder);
  const own = stamped(paths.backups).map((name) => describe(name, join(paths.backups, name), timeOf(name)));
  const lastStep = statSync(paths.lastStep, { throwIfNoEntry: false });
  if (lastStep === undefined) return own;
  return [...own, describe(lastStepName, paths.lastStep, lastStep.mtime)].sort(
    (a, b) => b.takenAt.getTime() - a.takenAt.getTime(),
  );
}

function describe(name: string, path: string, takenAt: Date): StateBackup {
  const file = readCheckpoint(path);
  return {
    name,
    takenAt,
    resources: file.kind === 'valid' ? resourcesOf(file.content).length : 0,
    valid: file.kind === 'valid',
  };
}

/**
 * Looks a backup up without touching anything, so that a wrong name leaves no folder and no lock behind.
 * @throws UserError `BackupUnknown` naming the ones there are
 */
export function findBackup(folder: string, name: string): StateBackup {
  const all = listBackups(folder);
  const found = all.find((backup) => backup.name === name);
  if (found !== undefined) return found;
  throw new UserError('BackupUnknown', `There is no backup "${name}" in ${statePaths(folder).backups}.`, {
    fix:
      all.length === 0
        ? 'There is none at all: run `bootstrap-account apply`, it takes over what exists.'
        : `Known: ${all.map((backup) => backup.name).join(', ')}`,
  });
}

/**
 * Puts a backup back as the state, under the caller's lock. What was there is kept beside as
 * `backups/replaced-<time>`, valid or not.
 * @param name From `listBackups`.
 * @throws UserError on an unknown name; RefusedError where the backup itself is damaged.
 */
export function restoreState(folder: string, name: string, now: Date): StateBackup {
  const paths = statePaths(folder);
  const chosen = findBackup(folder, name);
  if (!chosen.valid)
    throw new RefusedError('BackupDamaged', `The backup "${name}" is damaged too.`, {
      fix: newestValid(folder),
    });
  const content = readFileSync(name === lastStepName ? paths.lastStep : join(paths.backups, name));
  mkdirSync(paths.backups, { recursive: true, mode: 0o700 });
  if (lstatSync(paths.checkpoint, { throwIfNoEntry: false })?.isFile() === true) {
    copyFileSync(
      paths.checkpoint,
      join(paths.backups, `replaced-${now.toISOString().replaceAll(/[:.]/g, '-')}`),
    );
  }
  mkdirSync(join(paths.checkpoint, '..'), { recursive: true, mode: 0o700 });
  replaceFile(paths.checkpoint, content);
  return chosen;
}

/** The one refusal for every kind of damage: what, where, the newest copy that is whole, the command. */
export function damagedState(folder: string, why: string): RefusedError {
  return new RefusedError(
    'StateDamaged',
    `The state file ${statePaths(folder).checkpoint} ${why}. Nothing was changed.`,
    {
      fix: newestValid(folder),
    },
  );
}

function newestValid(folder: string): string {
  const best = listBackups(folder).find((backup) => backup.valid);
  if (best === undefined) {
    return `No valid backup is left. Move ${folder} away and run \`bootstrap-account apply\`: it takes over what exists in the account.`;
  }
  return `Newest valid backup: ${best.name} (${best.takenAt.toISOString()}, ${best.resources} resources). Put it back: bootstrap-account state restore ${best.name}`;
}

function stamped(folder: string): string[] {
  return namesIn(folder)
    .filter((name) => stampPattern.test(name))
    .sort()
    .reverse();
}
function namesIn(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
}
function timeOf(name: string): Date {
  return new Date(name.replace(stampPattern, '$1-$2-$3T$4:$5:$6.$7Z'));
}
