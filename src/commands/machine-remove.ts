import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { UserError } from '../errors.ts';
import { loadCheckFile } from '../flow/check-file.ts';
import type { ConsentFlags } from '../flow/enforce.ts';
import { concludeMember, tellOutcome } from '../flow/member-ending.ts';
import { nearHint, refuseOtherKind, withEntry } from '../flow/member-entry.ts';
import { refuseSelf } from '../flow/member-guards.ts';
import { openPlace } from '../flow/place.ts';
import { removeMember } from '../flow/remove-member.ts';
import { withState } from '../flow/state-session.ts';

/** `machine remove`: shows when its key was used last, then the key, the user, its boundary and the entry go. */
export async function runMachineRemove(
  context: Context,
  name: string,
  flags: Pick<ConsentFlags, 'iUnderstand'>,
): Promise<CommandResult> {
  const file = await loadCheckFile(context);
  refuseOtherKind(file, 'machine', name);
  if (file.base.machines?.some((each) => each.name === name) === true) {
    throw new UserError(
      'InTemplate',
      `"${name}" comes from the template ${file.template}, not from the file.`,
      {
        fix: 'Take it out of that template; then run the same command again.',
      },
    );
  }
  const isKnown = file.own.machines?.some((each) => each.name === name) === true;
  const next = isKnown ? withEntry(file.own, 'machine', name, undefined) : file.own;
  const place = await openPlace(context, file);
  refuseSelf(place, name);
  return withState(context, place, 'machine remove', async (folder, state) => {
    const { result, went, outcome } = await removeMember(context, {
      ...{ file, place, folder, state, name, next },
      kind: 'machine',
      consents: flags,
      require: ({ snapshot }) => {
        const live = snapshot.users.find((each) => each.name === name);
        const ours = isKnown || state.has(`machines/${name}`) || live?.path === '/machine/';
        if (live !== undefined && !ours) throw stranger(name);
      },
    });
    if (result === 'incomplete')
      return tellOutcome(context, outcome, { name, again: `machine remove ${name}` });
    const text =
      result === 'nothing'
        ? `Nothing to do: there is no ${name} in the account or the file.${nearHint(file, 'machine', name)}`
        : `Done: ${name} is gone; its key opens nothing any more.`;
    return concludeMember(context, { result, name, text, document: { removed: went } });
  });
}

function stranger(name: string): UserError {
  return new UserError(
    'NoSuchMachine',
    `${name} is a user of the account, and no machine of the file or of ours.`,
    {
      fix: `If it is a person: bootstrap-account person remove ${name}. Otherwise check --repair decides about it.`,
    },
  );
}
