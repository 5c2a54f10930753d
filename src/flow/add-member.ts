import { readIdentities } from '../account/read/identities.ts';
import { type LoadedFile, withAnswers } from '../config/load.ts';
import type { Context } from '../context.ts';
import { backupState } from '../engine/backups.ts';
import { RefusedError } from '../errors.ts';
import { openGroups } from '../findings/open-groups.ts';
import type { AccountFile } from '../model/account-file.ts';
import type { Outcome } from '../model/outcome.ts';
import type { StateIndex } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { plannedResources } from '../plan/planned-resources.ts';
import { phraseSteps } from '../ui/phrase-plan.ts';
import { readAnswers } from './check-file.ts';
import { confirmApply } from './confirm.ts';
import { expectEngine } from './engine-session.ts';
import { requireGround, withLimitedRun } from './limited-run.ts';
import { lookUntil } from './look-until.ts';
import { type MemberKind, memberTargets } from './member-entry.ts';
import { guardMember } from './member-guards.ts';
import { checkPlaceAgain, type Place } from './place.ts';
import { saveAnswers } from './save-answers.ts';
import { type Study, studyAccount } from './study.ts';

export interface AddRequest {
  readonly file: LoadedFile;
  readonly place: Place;
  readonly folder: string;
  readonly state: StateIndex;
  readonly kind: MemberKind;
  readonly name: string;
  readonly groups: readonly string[];
  /** The file alone, with the entry in it. */
  readonly next: AccountFile;
  /** Said before anything is changed, by what was read. */
  readonly require: (study: Study) => Promise<void>;
}
export interface Added {
  readonly file: LoadedFile;
  /** With the users as they are now. */
  readonly study: Study;
  readonly outcome?: Outcome;
  /** True when the user stands there as planned. */
  readonly settled: boolean;
}

/**
 * Writes one user into the file and makes it, and nothing else that the file may want by now. The file is saved right
 * before the run: what is broken off after that is picked up by the same command, or by apply.
 * @throws ToolError; nothing was changed then, unless the message says so
 */
export async function addMember(context: Context, request: AddRequest): Promise<Added> {
  const { file, place, folder, state, kind, name, groups, next } = request;
  const wanted = withAnswers(context, file, next);
  context.host.tell({
    level: 'info',
    text: `Looking at account ${place.caller.accountId} as ${place.caller.arn} …`,
  });
  const answers = readAnswers(wanted, place);
  expectEngine();
  const study = await studyAccount(context, place, wanted, answers, state, {
    signal: context.interrupts.signal,
  });
  guardMember(study, name);
  requireGround(study.plan, state, groups, folder);
  refuseOpenGroups(study, groups);
  await request.require(study);
  const targets = memberTargets(kind, name);
  return withLimitedRun(context, { place, folder, study, targets }, async (run) => {
    const isWritten = next === file.own;
    if (run.steps.length === 0 && isWritten) return { file, study, settled: true };
    showRows(context, study, run.steps);
    const { id, alias } = study.plan.account;
    await confirmApply(context, {
      accountId: id,
      first: false,
      verb: 'change',
      ...(alias === undefined ? {} : { alias }),
    });
    await checkPlaceAgain(context, file, place);
    const saved = isWritten ? file : await saveAnswers(context, file, next);
    if (run.steps.length === 0) return { file: saved, study, settled: true };
    backupState(folder, context.now());
    const outcome = await run.carryOut();
    const seen = await readBack(context, request, study);
    return { file: saved, study: { ...study, snapshot: seen.snapshot }, outcome, settled: seen.settled };
  });
}

/** Somebody took the MFA deny off a group, or rewrote it: nobody is added before it is back. */
function refuseOpenGroups({ plan, differences }: Study, groups: readonly string[]): void {
  const open = openGroups(plan, differences, groups);
  if (open.length === 0) return;
  const words = { detached: 'is not on', changed: 'says something else than ours, on' } as const;
  const lines = (['detached', 'changed'] as const).flatMap((why) => {
    const names = open.filter((each) => each.why === why).map(({ name }) => name);
    return names.length === 0 ? [] : [`The MFA policy ${words[why]} ${names.join(', ')}.`];
  });
  throw new RefusedError('GroupWithoutMfa', lines.join(' '), {
    fix: 'Put it back first: `bootstrap-account check --repair`. Nothing was changed.',
  });
}

function showRows(
  context: Context,
  { plan }: Study,
  steps: readonly {
    readonly name: string;
    readonly operation: string;
    readonly changed: readonly string[];
  }[],
): void {
  if (context.flags.json) return;
  const known = new Map(plannedResources(plan).map((each) => [each.name, each]));
  const rows = steps.flatMap((step) => {
    const resource = known.get(step.name);
    if (resource === undefined) return [];
    const adopted = plan.adopt[step.name] !== undefined;
    const verb = adopted
      ? ('adopt' as const)
      : step.operation === 'create'
        ? ('make' as const)
        : ('change' as const);
    return [{ ...resource, verb, changed: step.changed }];
  });
  if (rows.length === 0) return;
  context.host.write(`${phraseSteps(rows, { width: context.host.width }).join('\n').trimEnd()}\n`);
}

/** Until the user can be read as planned, or patience ends. */
async function readBack(
  context: Context,
  { place, name }: AddRequest,
  { plan, snapshot }: Study,
): Promise<{ readonly snapshot: Snapshot; readonly settled: boolean }> {
  const wanted = [...plan.parts.people, ...plan.parts.machines].find((each) => each.name === name);
  const isThere = (users: Snapshot['users']) => {
    const live = users.find((user) => user.name === name);
    return live !== undefined && (wanted?.groups ?? []).every((group) => live.groups.includes(group));
  };
  const { users } = await lookUntil(
    context,
    () => readIdentities(place.clients),
    (seen) => isThere(seen.users),
  );
  return { snapshot: { ...snapshot, users }, settled: isThere(users) };
}
