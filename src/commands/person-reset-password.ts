import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { UserError } from '../errors.ts';
import { loadCheckFile, readAnswers } from '../flow/check-file.ts';
import { confirmApply, stopIfInterrupted } from '../flow/confirm.ts';
import { handOutPasswords, requireWay } from '../flow/first-passwords.ts';
import { handoverRoot } from '../flow/hand-over.ts';
import { concludeMember } from '../flow/member-ending.ts';
import { requireMember } from '../flow/member-entry.ts';
import { guardMember } from '../flow/member-guards.ts';
import { checkPlaceAgain, openPlace } from '../flow/place.ts';
import { withState } from '../flow/state-session.ts';
import { studyAccount } from '../flow/study.ts';
import { welcomeOne } from '../flow/welcome-one.ts';
import type { SecretWay } from '../model/secret-way.ts';

/** `person reset-password`: a new first password, which must be changed at the next sign-in, and a welcome sheet. */
export async function runPersonResetPassword(
  context: Context,
  name: string,
  flags: { readonly passwords?: SecretWay },
): Promise<CommandResult> {
  const file = await loadCheckFile(context);
  requireMember(file, 'person', name);
  const place = await openPlace(context, file);
  const answers = readAnswers(file, place);
  const way = flags.passwords ?? (context.host.interactive ? 'terminal' : 'file');
  return withState(context, place, 'person reset-password', async (folder, state) => {
    const study = await studyAccount(context, place, file, answers, state, {
      signal: context.interrupts.signal,
    });
    guardMember(study, name);
    const { plan, snapshot } = study;
    const people = plan.parts.people.filter((each) => each.name === name);
    const user = snapshot.users.find((each) => each.name === name);
    const [person] = people;
    if (person?.keptUntil !== undefined) {
      throw new UserError('HasLeft', `${name} has left and is kept until ${person.keptUntil}.`, {
        fix: 'Who comes back: take keptUntil out of the entry, run `bootstrap-account apply`, then this again.',
      });
    }
    if (user === undefined) {
      throw new UserError('NotMade', `The user ${name} is in the file and not in the account.`, {
        fix: `Make it first: bootstrap-account person add ${name}`,
      });
    }
    requireWay(context, way, people);
    const { id, alias } = plan.account;
    context.host.tell({
      level: 'info',
      text: `${user.arn}: the password ${user.loginProfile === undefined ? 'is missing' : `of ${user.loginProfile.createdAt.slice(0, 10)} stops working`}; the new one must be changed at the next sign-in. MFA devices stay.`,
    });
    await confirmApply(context, {
      ...{ accountId: id, first: false, verb: 'change' },
      ...(alias === undefined ? {} : { alias }),
    });
    await checkPlaceAgain(context, file, place);
    const alone = { ...plan, parts: { ...plan.parts, people } };
    const passwords = await handOutPasswords(context, place, {
      ...{ plan: alone, snapshot, folder, way },
      again: true,
      passwordFolder: handoverRoot(file, id, 'passwords'),
    });
    // Ctrl-C since the yes: then none was made.
    if (passwords.length === 0) stopIfInterrupted(context);
    const sheet = await welcomeOne(place, file, study, name, passwords);
    for (const { path } of passwords)
      if (path !== undefined)
        context.host.tell({ level: 'info', text: `First password of ${name}: ${path}` });
    if (sheet !== undefined) context.host.tell({ level: 'info', text: `Welcome sheet: ${sheet}` });
    return concludeMember(context, {
      ...{ result: 'reset', name },
      text: `Done: ${name} has a new first password.`,
      document: { passwords, welcome: sheet ?? null },
    });
  });
}
