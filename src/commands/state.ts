import { join } from 'node:path';
import type { CommandResult } from '../command.ts';
import { loadAccountFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import { backupState, findBackup, listBackups, restoreState } from '../engine/backups.ts';
import { holdLock } from '../engine/lock.ts';
import { describeState, unlockState } from '../engine/state.ts';
import { exitCodes, UserError } from '../errors.ts';

/** `state where|backup|restore|unlock`: works on the folder alone and needs no credentials. */
export async function runState(
  context: Context,
  action: 'where' | 'backup' | 'restore' | 'unlock',
  backup: string | undefined,
): Promise<CommandResult> {
  const folder = join(context.stateRoot, await accountOf(context));
  switch (action) {
    case 'where':
      return where(context, folder);
    case 'backup':
      if (!describeState(folder).exists) throw nothingToBackUp(folder);
      return underLock(context, folder, 'state backup', () => {
        const name = backupState(folder, context.now());
        if (name === undefined) throw nothingToBackUp(folder);
        return say(context, `Backed up as ${name}.`, { backup: name });
      });
    case 'restore':
      findBackup(folder, backup ?? '');
      return underLock(context, folder, 'state restore', () => {
        const restored = restoreState(folder, backup ?? '', context.now());
        return say(
          context,
          `Restored ${restored.name}: ${restored.resources} resources. Run plan to see what the account has more or less.`,
          { restored },
        );
      });
    case 'unlock': {
      const removed = unlockState(folder);
      return say(context, removed.length === 0 ? 'There was no lock.' : `Removed: ${removed.join('; ')}.`, {
        removed,
      });
    }
  }
}

function nothingToBackUp(folder: string): UserError {
  return new UserError('NothingToBackUp', `There is no state in ${folder} yet.`, {
    fix: 'The first apply makes it.',
  });
}

async function accountOf(context: Context): Promise<string> {
  if (context.flags.account !== undefined) return context.flags.account;
  const { merged, path } = await loadAccountFile(context);
  const id = merged.account?.id;
  if (id !== undefined) return id;
  throw new UserError('AccountNotNamed', `Which account's state? ${path} names none.`, {
    fix: 'Add --account <id>, or run it beside the account file.',
  });
}

function where(context: Context, folder: string): CommandResult {
  const state = describeState(folder);
  const backups = state.exists ? listBackups(folder) : [];
  const lines = [
    `Folder:    ${state.folder}`,
    `State:     ${state.exists ? `${state.condition}, ${state.resources} resources` : 'none yet; the first apply makes it'}`,
    ...(state.why === undefined ? [] : [`           ${state.why}`]),
    ...(state.changedAt === undefined ? [] : [`Changed:   ${state.changedAt.toISOString()}`]),
    `Lock:      ${state.lock ?? 'free'}`,
    ...(state.pending === 0 ? [] : [`Broken off: ${state.pending} step(s); the next apply looks for them`]),
    `Backups:   ${backups.length === 0 ? 'none' : ''}`,
    ...backups.map((each) => `  ${each.name}  ${each.resources} resources${each.valid ? '' : '  (damaged)'}`),
  ];
  return say(context, lines.join('\n'), { state: { ...state, backups } });
}

async function underLock(
  context: Context,
  folder: string,
  command: string,
  work: () => CommandResult,
): Promise<CommandResult> {
  const lock = await holdLock(folder, { command, now: context.now });
  try {
    return work();
  } finally {
    lock.release();
  }
}

function say(context: Context, text: string, document: Readonly<Record<string, unknown>>): CommandResult {
  if (!context.flags.json) context.host.write(`${text}\n`);
  return { code: exitCodes.done, document };
}
