import { readIdentities } from '../account/read/identities.ts';
import { readRarerCredentials, readUnassignedDevices } from '../account/read/rarer-credentials.ts';
import { carryOutRemoval } from '../account/write/remove.ts';
import { stripUser } from '../account/write/strip-user.ts';
import { type LoadedFile, withAnswers } from '../config/load.ts';
import { checkAnswers } from '../config/write.ts';
import type { Context } from '../context.ts';
import { backupState } from '../engine/backups.ts';
import { InterruptedError } from '../errors.ts';
import { type Belongings, describeBelongings } from '../findings/verdicts/belongings.ts';
import { denyingOf } from '../findings/verdicts/denying.ts';
import { devicesNamedAfter } from '../lib/device-owner.ts';
import type { AccountFile } from '../model/account-file.ts';
import type { Outcome } from '../model/outcome.ts';
import type { StateIndex } from '../model/plan.ts';
import type { UserFact } from '../model/snapshot.ts';
import { wrapText } from '../ui/phrase.ts';
import { readAnswers } from './check-file.ts';
import { stopIfInterrupted } from './confirm.ts';
import type { ConsentFlags } from './enforce.ts';
import { expectEngine } from './engine-session.ts';
import { withLimitedRun } from './limited-run.ts';
import { lookUntil } from './look-until.ts';
import { type MemberKind, memberTargets } from './member-entry.ts';
import { confirmTyped, guardMember } from './member-guards.ts';
import { checkPlaceAgain, type Place } from './place.ts';
import { refuseOwnKeys } from './refuse-own-keys.ts';
import { saveAnswers } from './save-answers.ts';
import { type Study, studyAccount } from './study.ts';

export interface RemoveRequest {
  readonly file: LoadedFile;
  readonly place: Place;
  readonly folder: string;
  readonly state: StateIndex;
  readonly kind: MemberKind;
  readonly name: string;
  /** The file alone without the entry, or with it marked. */
  readonly next: AccountFile;
  /** Day until which the user stays, without way in and rights. */
  readonly keptUntil?: string;
  /** Refuses by what was read. */
  readonly require: (study: Study) => void;
  readonly consents: Pick<ConsentFlags, 'iUnderstand'>;
}
export interface Removed {
  readonly result: 'nothing' | 'removed' | 'kept' | 'incomplete';
  /** Everything that hung on the user, a line each. */
  readonly went: readonly string[];
  readonly outcome?: Outcome;
}

/**
 * Takes one user away, or leaves him as an empty shell: shows first what hangs on him, then closes every way in,
 * takes rights and memberships, writes the file, and deletes the user. Each step is fine where it was done already,
 * so that a run that was broken off is finished by the same command.
 * @throws ToolError
 */
export async function removeMember(context: Context, request: RemoveRequest): Promise<Removed> {
  const { file, place, state, name, kind, next } = request;
  checkAnswers(file, next);
  context.host.tell({
    level: 'info',
    text: `Looking at account ${place.caller.accountId} as ${place.caller.arn} …`,
  });
  const wanted = withAnswers(context, file, next);
  const answers = readAnswers(wanted, place);
  expectEngine();
  const study = await studyAccount(context, place, wanted, answers, state, {
    signal: context.interrupts.signal,
  });
  guardMember(study, name);
  request.require(study);
  const user = study.snapshot.users.find((each) => each.name === name);
  if (user !== undefined) await refuseOwnKeys(context, place, user, request.consents);
  const belongings = await gather(place, user, name, study);
  const known = memberTargets(kind, name).some((target) => state.has(target.name));
  if (isDone(request, user, known, belongings)) return { result: 'nothing', went: [] };
  const went = user === undefined ? [] : describeBelongings(user, belongings);
  showWhat(context, request, went);
  await confirmTyped(context, {
    name,
    message: `Type ${name} to ${request.keptUntil === undefined ? 'remove' : 'close'} the ${kind}`,
    why:
      request.keptUntil === undefined
        ? 'A deleted user does not come back: one of the same name is another.'
        : 'All of the above is closed and taken off; the user and the switched-off keys stay.',
  });
  await checkPlaceAgain(context, file, place);
  stopIfInterrupted(context);
  const devices = belongings.devices;
  if (user !== undefined) {
    const denying = denyingOf(user, study.snapshot);
    await stripUser(place.clients, name, { keepKeys: request.keptUntil !== undefined, devices, denying });
  }
  if (next !== file.own) await saveAnswers(context, file, next);
  const outcome = await takeAway(context, request, study, user);
  return {
    ...(await settle(context, request, outcome)),
    went,
    ...(outcome === undefined ? {} : { outcome }),
  };
}

async function gather(
  { clients }: Place,
  user: UserFact | undefined,
  name: string,
  { snapshot }: Study,
): Promise<Belongings> {
  const [rarer, unassigned] = await Promise.all([
    user === undefined ? { found: [], unknown: [] } : readRarerCredentials(clients, name),
    readUnassignedDevices(clients),
  ]);
  const devices = devicesNamedAfter(
    name,
    unassigned,
    snapshot.users.map((each) => each.name),
  );
  return { rarer, devices };
}

function isDone(
  { next, file, keptUntil }: RemoveRequest,
  user: UserFact | undefined,
  known: boolean,
  { rarer }: Belongings,
): boolean {
  if (next !== file.own) return false;
  if (keptUntil === undefined) return user === undefined && !known;
  if (user === undefined) return true;
  const { loginProfile, accessKeys, mfaDevices, groups, attached, inline } = user;
  const hanging = [...mfaDevices, ...groups, ...attached, ...inline, ...rarer.found];
  return loginProfile === undefined && accessKeys.every((key) => !key.active) && hanging.length === 0;
}

function showWhat(context: Context, { name, keptUntil }: RemoveRequest, went: readonly string[]): void {
  if (context.flags.json) return;
  const { width } = context.host;
  const head =
    went.length === 0
      ? `The user ${name} is gone from the account; the file and the record still name the user.`
      : keptUntil === undefined
        ? `${name} goes, with everything of theirs:`
        : `${name} is kept until ${keptUntil}. Closed or taken off:`;
  const lines = [head, ...went.map((each) => `  ${each}`)];
  context.host.write(`${lines.flatMap((line) => wrapText(line, { width, indent: 4 })).join('\n')}\n`);
}

/**
 * The engine deletes whom it made; whom it only took over it lets go, and then they are deleted here. What it has no
 * record of is deleted here as well.
 */
async function takeAway(
  context: Context,
  { place, folder, state, kind, name, keptUntil }: RemoveRequest,
  study: Study,
  user: UserFact | undefined,
): Promise<Outcome | undefined> {
  const targets = memberTargets(kind, name).filter((target) => state.has(target.name));
  const recorded = state.get(`${kind === 'person' ? 'people' : 'machines'}/${name}`);
  const ours = recorded !== undefined && !recorded.retained;
  if (keptUntil === undefined && user !== undefined && !ours)
    await carryOutRemoval(place.clients, { kind: 'delete-user', user: name });
  if (targets.length === 0) return undefined;
  if (context.interrupts.signal.aborted) {
    throw new InterruptedError('Interrupted', `Stopped: ${name} has no way in and no rights any more.`, {
      fix: 'Run the same command again: it finishes.',
    });
  }
  backupState(folder, context.now());
  // What was taken off by hand just now is meant: it is no difference to put back.
  const quiet = { ...study, differences: [] };
  return withLimitedRun(context, { place, folder, study: quiet, targets }, (run) => run.carryOut());
}

async function settle(
  context: Context,
  { place, name, keptUntil }: RemoveRequest,
  outcome: Outcome | undefined,
): Promise<Pick<Removed, 'result'>> {
  if (outcome !== undefined && outcome.kind !== 'done') return { result: 'incomplete' };
  const isSettled = (users: readonly UserFact[]) => {
    const live = users.find((user) => user.name === name);
    if (keptUntil === undefined) return live === undefined;
    return live === undefined || (live.groups.length === 0 && live.loginProfile === undefined);
  };
  const { users } = await lookUntil(
    context,
    () => readIdentities(place.clients),
    (seen) => isSettled(seen.users),
  );
  if (!isSettled(users)) return { result: 'incomplete' };
  return { result: keptUntil === undefined ? 'removed' : 'kept' };
}
