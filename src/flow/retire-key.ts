import { readKeyCallers } from '../account/read/key-callers.ts';
import { deleteKey, findWholeKeyId, setKeyActive } from '../account/write/switch-key.ts';
import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { DeclinedError, exitCodes, RefusedError, UserError } from '../errors.ts';
import { deletableFrom, type Evidence, quietDays, waitDays, weighEvidence } from '../findings/key-stage.ts';
import { uncoveredPlaces } from '../findings/uncovered-places.ts';
import { changeNotes, noteKey, readNotes } from '../handover/account-notes.ts';
import { mainRegion } from '../lib/partitions.ts';
import { wrapText } from '../ui/phrase.ts';
import { type CheckSubject, peekState } from './check-account.ts';
import { type ChosenKey, chooseKey } from './choose-key.ts';
import { confirmApply } from './confirm.ts';
import type { ConsentFlags } from './enforce.ts';
import { keyOffSince } from './key-off-since.ts';
import { placesOf, stageFacts } from './key-rows.ts';
import { rootKeySteps } from './migrate-root.ts';
import { checkPlaceAgain } from './place.ts';
import { refuseOwnKeys } from './refuse-own-keys.ts';
import { guardRoles, type LiftFlags, noteLift, type RootLift } from './role-guards.ts';
import { withState } from './state-session.ts';
import { type Study, studyAccount } from './study.ts';

export interface RetireFlags extends LiftFlags, Pick<ConsentFlags, 'iUnderstand'> {
  readonly user?: string;
  /** Days without use that count as quiet. @default 7 */
  readonly quietDays?: number;
  /** Days between off and deleted. @default 7, which is also the least */
  readonly waitDays?: number;
  /** Stands in for typing: the end of the key's id, or `delete`. */
  readonly typed?: string;
}
interface Retiring {
  readonly context: Context;
  readonly subject: CheckSubject;
  readonly folder: string;
  readonly study: Study;
  readonly chosen: ChosenKey;
  readonly flags: RetireFlags;
  readonly lift: RootLift | undefined;
}

/**
 * Switches a key off, with evidence or a typed word, and deletes it in a later run, after some days and another
 * typed word. Never the key that it runs with, never root's.
 * @throws RefusedError `RootKeyByHand`, `OwnKey`; UserError `NoSuchKey`, `KeyNotClear`, `AnswerMissing`
 */
export async function retireKey(
  context: Context,
  subject: CheckSubject,
  said: string,
  flags: RetireFlags,
): Promise<CommandResult> {
  if (said.toLowerCase() === 'root') {
    throw new RefusedError(
      'RootKeyByHand',
      'Only the root user can switch its own key off, and only in the console.',
      {
        fix: rootKeySteps.join('\n'),
      },
    );
  }
  readDays(flags);
  return withState(context, subject.place, 'keys retire', async (folder) => {
    const study = await lookAgain(context, subject);
    const chosen = chooseKey(study.snapshot, said, flags.user);
    await refuseOwnKeys(context, subject.place, { ...chosen.user, accessKeys: [chosen.key] }, flags);
    const lift = guardRoles(context, study.findings, flags);
    const retiring = { context, subject, folder, study, chosen, flags, lift };
    return chosen.key.active ? switchOff(retiring) : deleteLater(retiring);
  });
}

function lookAgain(context: Context, { place, file, answers }: CheckSubject): Promise<Study> {
  const state = peekState(context, place);
  return studyAccount(context, place, file, answers, state, {
    signal: context.interrupts.signal,
  });
}

/** @throws UserError `DaysTooFew` */
function readDays({ quietDays: quiet = quietDays, waitDays: waits = waitDays }: RetireFlags): void {
  const isWhole = (days: number) => Number.isInteger(days) && days <= 400;
  if (isWhole(waits) && waits >= 7 && isWhole(quiet) && quiet >= 1) return;
  throw new UserError(
    'DaysTooFew',
    `--wait-days ${waits} --quiet-days ${quiet}: whole days, 7 and 1 at least.`,
    {
      fix: 'Some programs run once a week: give them the time to fail while the key can still be switched on again.',
    },
  );
}

async function switchOff(retiring: Retiring): Promise<CommandResult> {
  const { context, subject, folder, chosen, flags, lift } = retiring;
  const { user, key } = chosen;
  const days = flags.waitDays ?? waitDays;
  const evidence = await gatherEvidence(retiring);
  const lines = [
    `…${key.idEnd} of ${user.name}: may it be switched off?`,
    ...evidence.lines.map((line) => `  ${line}`),
  ];
  if (!context.flags.json)
    context.host.write(
      `${lines.flatMap((line) => wrapText(line, { width: context.host.width, indent: 4 })).join('\n')}\n`,
    );
  if (evidence.enough) {
    await confirmApply(context, {
      accountId: retiring.study.plan.account.id,
      first: false,
      verb: 'switch the key off',
    });
  } else {
    await typeWord(context, key.idEnd, flags.typed, {
      message: `Type ${key.idEnd} to switch the key off although not everything speaks for it`,
      why: 'Whatever still uses it fails at once; keys undo switches it on again.',
    });
  }
  await checkPlaceAgain(context, subject.file, subject.place);
  await noteLift(context, folder, lift);
  const offAt = context.now().toISOString();
  const note = { offAt, because: evidence.enough ? 'evidence' : 'typed', waitDays: days };
  // Noted first: a note of a key that is still on does no harm, a key that is off without one waits anew.
  await changeNotes(folder, (notes) => noteKey(notes, { user: user.name, idEnd: key.idEnd }, note));
  await setKeyActive(subject.place.clients, user.name, key.idEnd, false);
  const until =
    deletableFrom({ user: user.name, idEnd: key.idEnd, offAt, waitDays: days })?.toISOString() ?? offAt;
  const { host } = context;
  host.tell({ level: 'success', text: `Off: the key …${key.idEnd} of ${user.name}.` });
  host.tell({
    level: 'info',
    text: `Something broke? bootstrap-account keys undo ${key.idEnd} --user ${user.name}`,
  });
  host.tell({ level: 'info', text: `From ${until.slice(0, 10)} on the same command deletes it.` });
  return {
    code: exitCodes.done,
    document: { result: 'off', key: nameOf(chosen), evidence, deletableFrom: until },
  };
}

/** Event history can only disprove; it is asked for the days that the key should have been quiet in. */
async function gatherEvidence({
  context,
  subject,
  folder,
  study,
  chosen,
  flags,
}: Retiring): Promise<Evidence> {
  const { place } = subject;
  const days = flags.quietDays ?? quietDays;
  const { user, key } = chosen;
  const places = placesOf(study.snapshot.planted, user.name, key.idEnd);
  const facts = stageFacts(study, await readNotes(folder), {
    user: user.name,
    key,
    places,
    now: context.now(),
  });
  const { calls, incomplete } = await readKeyCallers(place.clients, {
    by: 'AccessKeyId',
    value: await findWholeKeyId(place.clients, user.name, key.idEnd),
    regions: [...study.snapshot.regions.map((each) => each.name), mainRegion(place.caller.partition)],
    instances: study.snapshot.instances,
    since: new Date(context.now().getTime() - days * 86_400_000),
    signal: context.interrupts.signal,
  });
  const { role } = facts;
  const profile = study.plan.parts.roles.find(({ name }) => name === role?.name)?.profile.name ?? role?.name;
  const uncovered = uncoveredPlaces(places, study.snapshot.instances, profile);
  return weighEvidence({
    ...facts,
    days,
    uncovered,
    ...(incomplete.length > 0 && calls === 0 ? {} : { calls }),
  });
}

async function deleteLater(retiring: Retiring): Promise<CommandResult> {
  const { context, subject, folder, chosen, flags, lift } = retiring;
  const { user, key } = chosen;
  const note = await keyOffSince(context, {
    ...{ folder, user: user.name, key },
    clients: subject.place.clients,
    partition: subject.place.caller.partition,
    waitDays: flags.waitDays ?? waitDays,
  });
  const from = deletableFrom(note);
  const { host } = context;
  if (from === undefined || context.now() < from) {
    const until = (from ?? context.now()).toISOString();
    host.tell({
      level: 'info',
      text: `The key …${key.idEnd} of ${user.name} is off and waits until ${until.slice(0, 10)}; then the same command deletes it. Something broke? bootstrap-account keys undo ${key.idEnd} --user ${user.name}`,
    });
    return {
      code: exitCodes.done,
      document: { result: 'waiting', key: nameOf(chosen), deletableFrom: until },
    };
  }
  await typeWord(context, 'delete', flags.typed, {
    message: `Type delete to delete the key …${key.idEnd} of ${user.name} for good`,
    why: `It is off since ${note.offAt?.slice(0, 10) ?? 'some days'}; deleted, nobody can switch it on again.`,
  });
  await checkPlaceAgain(context, subject.file, subject.place);
  await noteLift(context, folder, lift);
  await deleteKey(subject.place.clients, user.name, key.idEnd);
  const deletedAt = context.now().toISOString();
  await changeNotes(folder, (notes) => noteKey(notes, { user: user.name, idEnd: key.idEnd }, { deletedAt }));
  host.tell({ level: 'success', text: `Deleted: the key …${key.idEnd} of ${user.name}.` });
  return { code: exitCodes.done, document: { result: 'deleted', key: nameOf(chosen) } };
}

/** @throws DeclinedError when something else was typed; UserError where nobody can type and no flag says it */
async function typeWord(
  context: Context,
  word: string,
  flag: string | undefined,
  question: { readonly message: string; readonly why: string },
): Promise<void> {
  if (flag === word) return;
  if (flag !== undefined) {
    throw new DeclinedError(
      'Declined',
      `--typed says "${flag}", which is not "${word}". Nothing was changed.`,
    );
  }
  const said = await context.host.ask({
    kind: 'typed',
    key: 'typed',
    flag: `--typed ${word}`,
    expected: word,
    ...question,
  });
  if (!said) throw new DeclinedError('Declined', 'Declined. Nothing was changed.');
}

/**
 * Switches a key on again that was switched off. A deleted key cannot come back.
 * @throws UserError `NoSuchKey`
 */
export async function undoKey(
  context: Context,
  subject: CheckSubject,
  said: string,
  flags: { readonly user?: string },
): Promise<CommandResult> {
  return withState(context, subject.place, 'keys undo', async (folder) => {
    const study = await lookAgain(context, subject);
    const chosen = chooseKey(study.snapshot, said, flags.user);
    const { user, key } = chosen;
    const { host } = context;
    if (key.active) {
      host.tell({ level: 'success', text: `The key …${key.idEnd} of ${user.name} is on already.` });
      return { code: exitCodes.done, document: { result: 'already-on', key: nameOf(chosen) } };
    }
    await confirmApply(context, {
      accountId: study.plan.account.id,
      first: false,
      verb: 'switch the key on',
    });
    await checkPlaceAgain(context, subject.file, subject.place);
    await setKeyActive(subject.place.clients, user.name, key.idEnd, true);
    const cleared = { offAt: undefined, because: undefined, waitDays: undefined };
    await changeNotes(folder, (notes) => noteKey(notes, { user: user.name, idEnd: key.idEnd }, cleared));
    host.tell({ level: 'success', text: `On again: the key …${key.idEnd} of ${user.name}.` });
    return { code: exitCodes.done, document: { result: 'on', key: nameOf(chosen) } };
  });
}

function nameOf({ user, key }: ChosenKey): { readonly owner: string; readonly idEnd: string } {
  return { owner: user.name, idEnd: key.idEnd };
}
