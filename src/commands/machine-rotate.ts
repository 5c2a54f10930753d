import { readIdentities } from '../account/read/identities.ts';
import { deleteKey, setKeyActive } from '../account/write/switch-key.ts';
import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { RefusedError, UserError } from '../errors.ts';
import { nextStep, type RotationStep, type RotationWish } from '../findings/rotation.ts';
import { describeKey } from '../findings/verdicts/belongings.ts';
import { loadCheckFile } from '../flow/check-file.ts';
import { confirmApply } from '../flow/confirm.ts';
import type { ConsentFlags } from '../flow/enforce.ts';
import { requireWay } from '../flow/first-passwords.ts';
import { handOutKey, type KeyWish, unseenKey } from '../flow/hand-out-key.ts';
import { handoverRoot } from '../flow/hand-over.ts';
import { concludeMember } from '../flow/member-ending.ts';
import { requireMember } from '../flow/member-entry.ts';
import { confirmTyped, refuseSelf } from '../flow/member-guards.ts';
import { checkPlaceAgain, openPlace, type Place } from '../flow/place.ts';
import { refuseOwnKeys } from '../flow/refuse-own-keys.ts';
import { withState } from '../flow/state-session.ts';
import { type KeyLog, openKeyLog } from '../handover/key-log.ts';
import type { SecretWay } from '../model/secret-way.ts';
import type { AccessKeyFact } from '../model/snapshot.ts';

export interface MachineRotateFlags extends Pick<ConsentFlags, 'iUnderstand'> {
  readonly finish?: boolean;
  readonly undo?: boolean;
  /** With `finish`: delete a key that is off without waiting. */
  readonly now?: boolean;
  readonly keys?: SecretWay;
}

/** `machine rotate`: new key, both valid; `--finish`: old one off, later deleted; `--undo`: on again. */
export async function runMachineRotate(
  context: Context,
  name: string,
  flags: MachineRotateFlags,
): Promise<CommandResult> {
  const wish = readWish(flags);
  const file = await loadCheckFile(context);
  requireMember(file, 'machine', name);
  const machine = file.merged.machines?.find((each) => each.name === name) ?? { name };
  const way = flags.keys ?? (context.host.interactive ? 'terminal' : 'file');
  if (wish === 'begin') requireWay(context, way, [machine]);
  const place = await openPlace(context, file);
  refuseSelf(place, name);
  return withState(context, place, 'machine rotate', async (folder) => {
    const { users } = await readIdentities(place.clients, context.interrupts.signal);
    const user = users.find((each) => each.name === name);
    if (user === undefined) {
      throw new UserError('NotMade', `The machine ${name} is in the file and not in the account.`, {
        fix: `Make it first: bootstrap-account machine add ${name}`,
      });
    }
    const log = await openKeyLog(folder, context.now);
    const keyFolder = handoverRoot(file, place.caller.accountId, 'passwords');
    const wanted = { machine, folder, way, keyFolder };
    const unseen = await unseenKey(context, wanted, user.accessKeys);
    const keys = wish === 'begin' ? user.accessKeys.filter((key) => key !== unseen) : user.accessKeys;
    const step = nextStep(wish, keys, {
      ...{ name, now: context.now(), atOnce: flags.now === true },
      offSince: (idEnd) => log.offSince(name, idEnd),
    });
    for (const key of keys) context.host.tell({ level: 'info', text: `${name}: ${describeKey(key)}` });
    if (step.kind === 'refused') throw new RefusedError('RotationRefused', step.why, { fix: step.fix });
    if (step.kind === 'switch-off' || step.kind === 'delete') {
      if (unseen !== undefined) throw unseenYoung(name, unseen);
      await refuseOwnKeys(context, place, { name, accessKeys: [step.old] }, flags);
    }
    const again = () => checkPlaceAgain(context, file, place);
    return carryOutStep(context, { place, name, step, log, wanted, again, unseen });
  });
}

/** Nobody can have installed it: without the old one the program would stop. */
function unseenYoung(name: string, { idEnd }: AccessKeyFact): RefusedError {
  return new RefusedError(
    'RotationRefused',
    `The new key …${idEnd} of ${name} was made by a run that was broken off, and nobody has seen it. Nothing was changed.`,
    { fix: `Have another one made in its place: bootstrap-account machine rotate ${name}` },
  );
}

function readWish({ finish, undo, now }: MachineRotateFlags): RotationWish {
  if (finish === true && undo === true)
    throw new UserError('FinishOrUndo', '--finish goes on and --undo goes back: give one of them.', {
      fix: 'See bootstrap-account machine rotate --help.',
    });
  if (now === true && finish !== true)
    throw new UserError('NowAlone', '--now deletes a key that is off, and belongs to --finish.', {
      fix: 'Add --finish.',
    });
  return finish === true ? 'finish' : undo === true ? 'undo' : 'begin';
}

interface StepWork {
  readonly place: Place;
  readonly name: string;
  readonly step: RotationStep;
  readonly log: KeyLog;
  readonly wanted: KeyWish;
  readonly again: () => Promise<void>;
  /** Made by a run that was broken off: a new one takes its place. */
  readonly unseen: AccessKeyFact | undefined;
}

async function carryOutStep(context: Context, work: StepWork): Promise<CommandResult> {
  const { place, name, step, log, wanted, again } = work;
  const { clients, caller } = place;
  const sure = async () => {
    await confirmApply(context, { accountId: caller.accountId, first: false, verb: 'change' });
    await again();
  };
  const end = (result: string, text: string, document: Readonly<Record<string, unknown>> = {}) =>
    concludeMember(context, { result, name, text, document });
  switch (step.kind) {
    case 'make': {
      await makeRoom(context, work, sure);
      const handed = await handOutKey(context, place, wanted);
      if (handed.path !== undefined)
        context.host.tell({ level: 'info', text: `Access key of ${name}: ${handed.path}` });
      const { old } = step;
      const text =
        old === undefined
          ? `Done: ${name} has its first key, …${handed.idEnd}. Install it.`
          : `Done: ${name} has the new key …${handed.idEnd}; the old one, …${old.idEnd}, ${old.active ? 'works on' : 'stays off'}. Install the new one; when the program uses it: bootstrap-account machine rotate ${name} --finish`;
      return end('made', text, { key: handed });
    }
    case 'switch-off': {
      const { old, young } = step;
      if (young.lastUsedAt === undefined) {
        const text = `The new key …${young.idEnd} was never used, as far as AWS tells (that may be hours late): is it installed?`;
        context.host.tell({ level: 'warning', text });
      }
      if (old.lastUsedAt !== undefined && old.lastUsedAt > young.createdAt) {
        const text = `The old key …${old.idEnd} was used after the new one was made, on ${old.lastUsedAt}.`;
        context.host.tell({ level: 'warning', text });
      }
      await sure();
      await setKeyActive(clients, name, old.idEnd, false);
      await log.switchedOff(name, old.idEnd);
      const back = `Back: bootstrap-account machine rotate ${name} --undo. In a week --finish again deletes it.`;
      return end('switched-off', `Done: the old key …${old.idEnd} is off. ${back}`, { idEnd: old.idEnd });
    }
    case 'switch-on':
      await sure();
      await setKeyActive(clients, name, step.old.idEnd, true);
      await log.switchedOn(name, step.old.idEnd);
      return end('switched-on', `Done: the key …${step.old.idEnd} works again.`, { idEnd: step.old.idEnd });
    case 'count':
      await log.switchedOff(name, step.old.idEnd);
      return end(
        'waiting',
        `The key …${step.old.idEnd} is off, and nobody wrote down here since when: a week is counted from now. --now deletes it at once.`,
      );
    case 'wait':
      return end(
        'waiting',
        `The key …${step.old.idEnd} is off and is deleted from ${step.from} on. --now deletes it at once, --undo switches it on again.`,
      );
    case 'delete':
      await confirmTyped(context, {
        name,
        message: `Type ${name} to delete the key …${step.old.idEnd}`,
        why: 'A deleted key does not come back.',
      });
      await again();
      await deleteKey(clients, name, step.old.idEnd);
      return end('deleted', `Done: the key …${step.old.idEnd} is gone.`, { idEnd: step.old.idEnd });
    case 'nothing':
    case 'refused':
      return end('nothing', `Nothing to do: ${step.why}`);
  }
}

/** What nobody has seen goes for the new one, once that is agreed to. */
async function makeRoom(
  context: Context,
  { place, name, unseen }: StepWork,
  sure: () => Promise<void>,
): Promise<void> {
  if (unseen === undefined) return sure();
  const { idEnd } = unseen;
  const text = `The key …${idEnd} of ${name} was made by a run that was broken off, and nobody has seen it: it is deleted.`;
  context.host.tell({ level: 'info', text });
  await sure();
  await deleteKey(place.clients, name, idEnd);
}
