import type { CommandResult } from '../command.ts';
import type { LoadedFile } from '../config/load.ts';
import { checkAnswers } from '../config/write.ts';
import type { Context } from '../context.ts';
import { InterruptedError, UserError } from '../errors.ts';
import { addMember } from '../flow/add-member.ts';
import { loadCheckFile } from '../flow/check-file.ts';
import {
  handOutPasswords,
  peopleToServe,
  peopleWithoutPassword,
  requireWay,
} from '../flow/first-passwords.ts';
import { handoverRoot } from '../flow/hand-over.ts';
import { concludeMember, tellOutcome } from '../flow/member-ending.ts';
import { checkEntry, findMember, refuseOtherKind, withEntry } from '../flow/member-entry.ts';
import { openPlace } from '../flow/place.ts';
import { withState } from '../flow/state-session.ts';
import { welcomeOne } from '../flow/welcome-one.ts';
import { type PersonEntry, personSchema } from '../model/account-file.ts';
import type { SecretWay } from '../model/secret-way.ts';
import { personQuestions } from '../ui/member-questions.ts';

export interface PersonAddFlags {
  readonly email?: string;
  readonly group?: readonly string[];
  readonly ageRecipient?: string;
  readonly passwords?: SecretWay;
}

/** `person add`: one entry in the file, one user in the account, a first password, a welcome sheet. */
export async function runPersonAdd(
  context: Context,
  typed: string | undefined,
  flags: PersonAddFlags,
): Promise<CommandResult> {
  const file = await loadCheckFile(context);
  const entry = await askEntry(context, file, typed, flags);
  const { name } = entry;
  const known = (file.own.people ?? []).find((each) => each.name === name);
  const next = known === undefined ? withEntry(file.own, 'person', name, entry) : file.own;
  // Before AWS is asked anything.
  checkAnswers(file, next);
  const place = await openPlace(context, file);
  const way = flags.passwords ?? (context.host.interactive ? 'terminal' : 'file');
  return withState(context, place, 'person add', async (folder, state) => {
    const added = await addMember(context, {
      ...{ file, place, folder, state, next, name },
      kind: 'person',
      groups: entry.groups,
      require: async ({ plan, snapshot }) => {
        const waiting = await peopleWithoutPassword(plan, snapshot, folder, context.now);
        const served = peopleToServe(plan, snapshot, waiting).filter((each) => each.name === name);
        requireWay(context, way, served);
      },
    });
    const { study, outcome, settled } = added;
    const { plan, snapshot } = study;
    const alone = {
      ...plan,
      parts: { ...plan.parts, people: plan.parts.people.filter((each) => each.name === name) },
    };
    const handed = settled
      ? await handOutPasswords(context, place, {
          ...{ plan: alone, snapshot, folder, way },
          passwordFolder: handoverRoot(added.file, plan.account.id, 'passwords'),
        })
      : [];
    const isMade = settled && (outcome === undefined || outcome.kind === 'done');
    if (isMade && handed.length === 0 && context.interrupts.signal.aborted) throw stoppedBefore(name);
    if (outcome === undefined && handed.length === 0 && next === file.own)
      return concludeMember(context, { result: 'nothing', text: `Nothing to do: ${name} is there.`, name });
    const sheet = settled ? await welcomeOne(place, added.file, study, name, handed) : undefined;
    if (!settled || (outcome !== undefined && outcome.kind !== 'done'))
      return tellOutcome(context, outcome, { name, again: `person add ${name}` });
    for (const { path } of handed)
      if (path !== undefined)
        context.host.tell({ level: 'info', text: `First password of ${name}: ${path}` });
    if (sheet !== undefined) context.host.tell({ level: 'info', text: `Welcome sheet: ${sheet}` });
    return concludeMember(context, {
      result: 'added',
      text: `Done: ${name} is in ${entry.groups.join(', ')}.`,
      name,
      document: { groups: entry.groups, passwords: handed, welcome: sheet ?? null },
    });
  });
}

function stoppedBefore(name: string): InterruptedError {
  return new InterruptedError('Interrupted', `Stopped: ${name} is there, and was given no password.`, {
    fix: 'Run the same command again: it goes on.',
  });
}

/**
 * The entry as flags and answers give it. Who is in the file already is that entry, where nothing else was said.
 * @throws UserError `PersonExists`, `MissingAnswers`, `BadAnswer`
 */
async function askEntry(
  context: Context,
  file: LoadedFile,
  typed: string | undefined,
  flags: PersonAddFlags,
): Promise<PersonEntry> {
  const asked = await personQuestions(context.host, file.merged, {
    ...(typed === undefined ? {} : { name: typed }),
    ...(flags.email === undefined ? {} : { email: flags.email }),
    ...(flags.group === undefined ? {} : { groups: flags.group }),
  });
  const entry: PersonEntry = {
    ...asked,
    groups: [...asked.groups],
    ...(flags.ageRecipient === undefined ? {} : { ageRecipient: flags.ageRecipient }),
  };
  const present = file.merged.people?.find((each) => each.name === entry.name);
  if (present === undefined) {
    refuseOtherKind(file, 'person', entry.name);
    checkEntry(personSchema, entry);
    return entry;
  }
  const sameGroups =
    flags.group === undefined || [...flags.group].sort().join() === [...present.groups].sort().join();
  const same =
    sameGroups &&
    (flags.email === undefined || flags.email === present.email) &&
    (flags.ageRecipient === undefined || flags.ageRecipient === present.ageRecipient) &&
    present.keptUntil === undefined;
  if (same && findMember(file, entry.name)?.kind === 'person') return present;
  const left = present.keptUntil === undefined ? '' : `, has left and is kept until ${present.keptUntil}`;
  throw new UserError(
    'PersonExists',
    `"${present.name}" is in the file already, in ${present.groups.join(', ')}${left}.`,
    {
      fix:
        present.keptUntil === undefined
          ? 'To change groups or e-mail, edit the file and run `bootstrap-account apply`.'
          : `Who comes back: take keptUntil out of the entry, run \`bootstrap-account apply\`, then \`person reset-password ${present.name}\`.`,
    },
  );
}
