import { deleteKey } from '../account/write/switch-key.ts';
import type { CommandResult } from '../command.ts';
import type { LoadedFile } from '../config/load.ts';
import { checkAnswers } from '../config/write.ts';
import type { Context } from '../context.ts';
import { UserError } from '../errors.ts';
import { addMember } from '../flow/add-member.ts';
import { loadCheckFile } from '../flow/check-file.ts';
import { requireWay } from '../flow/first-passwords.ts';
import { handOutKey, unseenKey } from '../flow/hand-out-key.ts';
import { handoverRoot } from '../flow/hand-over.ts';
import { concludeMember, tellOutcome } from '../flow/member-ending.ts';
import { checkEntry, refuseOtherKind, withEntry } from '../flow/member-entry.ts';
import { openPlace } from '../flow/place.ts';
import { withState } from '../flow/state-session.ts';
import { type MachineEntry, machineSchema } from '../model/account-file.ts';
import type { SecretWay } from '../model/secret-way.ts';
import { machineQuestions } from '../ui/member-questions.ts';

export interface MachineAddFlags {
  readonly purpose?: string;
  readonly group?: readonly string[];
  readonly ageRecipient?: string;
  readonly keys?: SecretWay;
}

/** `machine add`: one entry in the file, one user behind a boundary, its first and only key. */
export async function runMachineAdd(
  context: Context,
  typed: string | undefined,
  flags: MachineAddFlags,
): Promise<CommandResult> {
  const file = await loadCheckFile(context);
  const entry = await askEntry(context, file, typed, flags);
  const { name } = entry;
  const isKnown = file.own.machines?.some((each) => each.name === name) === true;
  const next = isKnown ? file.own : withEntry(file.own, 'machine', name, entry);
  // Before AWS is asked anything.
  checkAnswers(file, next);
  const place = await openPlace(context, file);
  const way = flags.keys ?? (context.host.interactive ? 'terminal' : 'file');
  return withState(context, place, 'machine add', async (folder, state) => {
    const added = await addMember(context, {
      ...{ file, place, folder, state, next, name },
      kind: 'machine',
      groups: entry.groups,
      require: async ({ snapshot }) => {
        const live = snapshot.users.find((each) => each.name === name);
        if (live === undefined || live.accessKeys.length === 0) requireWay(context, way, [entry]);
      },
    });
    const { study, outcome, settled } = added;
    if (!settled || (outcome !== undefined && outcome.kind !== 'done'))
      return tellOutcome(context, outcome, { name, again: `machine add ${name}` });
    const keys = study.snapshot.users.find((each) => each.name === name)?.accessKeys ?? [];
    const unseen = await unseenKey(context, { folder, machine: entry }, keys);
    if (unseen !== undefined) await deleteKey(place.clients, name, unseen.idEnd);
    const has = keys.filter((key) => key !== unseen);
    if (has.length > 0 && outcome === undefined && next === file.own) {
      const text = `Nothing to do: ${name} is there and has a key. A new one: bootstrap-account machine rotate ${name}`;
      return concludeMember(context, { result: 'nothing', text, name });
    }
    const keyFolder = handoverRoot(added.file, study.plan.account.id, 'passwords');
    const handed =
      has.length > 0
        ? undefined
        : await handOutKey(context, place, { machine: entry, folder, way, keyFolder });
    if (handed?.path !== undefined)
      context.host.tell({ level: 'info', text: `Access key of ${name}: ${handed.path}` });
    return concludeMember(context, {
      ...{ result: 'added', name },
      text: `Done: ${name} is in ${entry.groups.join(', ')}, behind its boundary.`,
      document: { groups: entry.groups, key: handed ?? null },
    });
  });
}

/** @throws UserError `MachineExists`, `MissingAnswers`, `BadAnswer` */
async function askEntry(
  context: Context,
  file: LoadedFile,
  typed: string | undefined,
  flags: MachineAddFlags,
): Promise<MachineEntry> {
  const asked = await machineQuestions(context.host, file.merged, {
    ...(typed === undefined ? {} : { name: typed }),
    ...(flags.purpose === undefined ? {} : { purpose: flags.purpose }),
    ...(flags.group === undefined ? {} : { groups: flags.group }),
  });
  const present = file.merged.machines?.find((each) => each.name === asked.name);
  if (present === undefined) {
    refuseOtherKind(file, 'machine', asked.name);
    const entry = {
      ...asked,
      groups: [...asked.groups],
      ...(flags.ageRecipient === undefined ? {} : { ageRecipient: flags.ageRecipient }),
    };
    checkEntry(machineSchema, entry);
    return entry;
  }
  const sameGroups = [...asked.groups].sort().join() === [...present.groups].sort().join();
  const samePurpose = flags.purpose === undefined || flags.purpose === present.purpose;
  if (sameGroups && samePurpose && [undefined, present.ageRecipient].includes(flags.ageRecipient))
    return present;
  throw new UserError(
    'MachineExists',
    `"${present.name}" is in the file already, in ${present.groups.join(', ')}.`,
    {
      fix: 'To change it, edit the file and run `bootstrap-account apply`.',
    },
  );
}
