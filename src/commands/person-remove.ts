import type { CommandResult } from '../command.ts';
import type { LoadedFile } from '../config/load.ts';
import { hasAdministrator } from '../config/member-rules.ts';
import { mergeFiles } from '../config/merge.ts';
import type { Context } from '../context.ts';
import { RefusedError, UserError } from '../errors.ts';
import { administratorsLeft, isLastAdministrator } from '../findings/administrators-left.ts';
import { loadCheckFile } from '../flow/check-file.ts';
import type { ConsentFlags } from '../flow/enforce.ts';
import { concludeMember, tellOutcome } from '../flow/member-ending.ts';
import { nearHint, refuseOtherKind, withEntry } from '../flow/member-entry.ts';
import { refuseSelf } from '../flow/member-guards.ts';
import { openPlace } from '../flow/place.ts';
import { removeMember } from '../flow/remove-member.ts';
import { withState } from '../flow/state-session.ts';
import type { Study } from '../flow/study.ts';
import type { AccountFile } from '../model/account-file.ts';

export interface PersonRemoveFlags extends Pick<ConsentFlags, 'iUnderstand'> {
  /** Days, as typed. */
  readonly keepDays?: string;
}

/** `person remove`: nothing of theirs works afterwards; the same command finishes what was broken off. */
export async function runPersonRemove(
  context: Context,
  name: string,
  flags: PersonRemoveFlags,
): Promise<CommandResult> {
  const days = readDays(flags.keepDays);
  const file = await loadCheckFile(context);
  refuseOtherKind(file, 'person', name);
  const next = nextFile(context, file, name, days);
  const keptUntil = next.people?.find((each) => each.name === name)?.keptUntil;
  refuseLast(file, next, name);
  const place = await openPlace(context, file);
  refuseSelf(place, name);
  return withState(context, place, 'person remove', async (folder, state) => {
    const removed = await removeMember(context, {
      ...{ file, place, folder, state, name, next },
      kind: 'person',
      consents: flags,
      ...(keptUntil === undefined ? {} : { keptUntil }),
      require: (study) => refuseLastLeft(file, study, name),
    });
    const { result, went, outcome } = removed;
    const again = `person remove ${name}${flags.keepDays === undefined ? '' : ` --keep-days ${flags.keepDays}`}`;
    if (result === 'incomplete') return tellOutcome(context, outcome, { name, again });
    const said = {
      nothing: `Nothing to do: ${keptUntil === undefined ? `there is no ${name} in the account or the file.${nearHint(file, 'person', name)}` : `${name} has left and is kept until ${keptUntil}.`}`,
      removed: `Done: ${name} is gone, and nothing of theirs works any more.`,
      kept: `Done: ${name} has no way in and no rights; kept until ${keptUntil ?? ''}. check says when the day has come.`,
    };
    return concludeMember(context, {
      ...{ result, name, text: said[result] },
      document: { removed: went, keptUntil: keptUntil ?? null },
    });
  });
}

function readDays(typed: string | undefined): number | undefined {
  if (typed === undefined) return undefined;
  const days = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  if (days >= 1 && days <= 730) return days;
  throw new UserError('BadDays', `--keep-days ${typed} is no number of days from 1 to 730.`, {
    fix: 'Give the days that the user is to be kept, like --keep-days 30.',
  });
}

/** Without the entry, or with it marked; the file itself where it says so already. */
function nextFile(context: Context, file: LoadedFile, name: string, days: number | undefined): AccountFile {
  const own = file.own.people?.find((each) => each.name === name);
  const inherited = file.base.people?.some((each) => each.name === name) === true;
  if (inherited) {
    throw new UserError(
      'InTemplate',
      `"${name}" comes from the template ${file.template}, not from the file.`,
      {
        fix: 'Take the person out of that template; then run the same command again.',
      },
    );
  }
  if (days === undefined)
    return own === undefined ? file.own : withEntry(file.own, 'person', name, undefined);
  if (own === undefined) {
    throw new UserError(
      'NotInFile',
      `"${name}" is not in ${file.document.file}: only who stands there can be kept.`,
      {
        fix: 'Leave --keep-days out to remove the user.',
      },
    );
  }
  if (own.keptUntil !== undefined) return file.own;
  const keptUntil = new Date(context.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
  return withEntry(file.own, 'person', name, { ...own, keptUntil });
}

function refuseLast(file: LoadedFile, next: AccountFile, name: string): void {
  if (!hasAdministrator(file.merged) || hasAdministrator(mergeFiles([file.base, next]))) return;
  throw lastAdministrator(name, 'Nobody else in the file is an administrator.');
}

/** Of an administrator of the file the others of the file count; of any other one, whoever else is one by now. */
function refuseLastLeft(
  file: LoadedFile,
  { plan, snapshot }: Pick<Study, 'plan' | 'snapshot'>,
  name: string,
): void {
  const alone = { ...file.merged, people: file.merged.people?.filter((each) => each.name === name) ?? [] };
  if (hasAdministrator(alone)) {
    if (administratorsLeft(plan, snapshot, name).length > 0) return;
    throw lastAdministrator(name, 'No other administrator of the file has a way in yet.');
  }
  // A file without administrators means that people come by a role, as whoever runs this does.
  if (!hasAdministrator(file.merged) && snapshot.caller.kind !== 'user') return;
  if (isLastAdministrator(plan, snapshot, name))
    throw lastAdministrator(name, 'No other user who is an administrator has a way in.');
}

function lastAdministrator(name: string, why: string): RefusedError {
  return new RefusedError('LastAdministrator', `${name} is the last administrator. ${why}`, {
    fix: 'Add another one first, and let that person sign in: bootstrap-account person add <name> --group admins. Nothing was changed.',
  });
}
