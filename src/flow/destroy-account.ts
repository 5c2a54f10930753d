import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { backupState } from '../engine/backups.ts';
import { previewStack } from '../engine/run.ts';
import { exitCodes, RefusedError } from '../errors.ts';
import { carriersOf } from '../findings/role-in-use.ts';
import { readNotes } from '../handover/account-notes.ts';
import type { Finding } from '../model/finding.ts';
import type { EngineStep, Outcome } from '../model/outcome.ts';
import { plannedResources } from '../plan/planned-resources.ts';
import { phrasePutBack } from '../ui/phrase-put-back.ts';
import type { ApplyRequest } from './apply-account.ts';
import { carryOut } from './carry-out.ts';
import { confirmApply, stopIfInterrupted } from './confirm.ts';
import { emptyUsers, leavingUsers } from './empty-users.ts';
import { enforceGuards, readConsents } from './enforce.ts';
import { expectEngine, withStack } from './engine-session.ts';
import { guardPreview } from './guard-preview.ts';
import { chooseKept, type Kept, reducePlan } from './kept-things.ts';
import { checkPlaceAgain, type Place } from './place.ts';
import { previewFailed } from './preview-failed.ts';
import { findOwnKeysOf } from './refuse-own-keys.ts';
import { leavingProfiles, releaseRoles } from './release-roles.ts';
import { restoreSettings } from './restore-settings.ts';
import { type Study, studyAccount } from './study.ts';

export interface DestroyRequest extends Omit<ApplyRequest, 'consents' | 'passwords'> {
  readonly keepAdmins: boolean;
  readonly restoreSettings: boolean;
}

/**
 * Takes down what the stack made. What stays is decided and shown before anything goes: the audit trail,
 * account settings, everything adopted, the caller, and whatever somebody else hung on ours.
 */
export async function destroyAccount(context: Context, request: DestroyRequest): Promise<CommandResult> {
  const { host } = context;
  const { place, file, answers, folder, state } = request;
  if (state.size === 0) return tellNothingKnown(context, place);
  expectEngine();
  const study = await studyAccount(context, place, file, answers, state, {
    signal: context.interrupts.signal,
  });
  enforceGuards(study.findings.filter(isAboutTheRun), readConsents({}));
  const kept = chooseKept(study, { keepAdmins: request.keepAdmins });
  if (kept.refusal !== undefined)
    throw new RefusedError('WouldLoseAdministrator', kept.refusal.what, { fix: kept.refusal.fix });
  // Taking down is a run of the plan that is left: what stays is registered as ever, everything else goes.
  const rest = reducePlan(study.plan, kept);
  return withStack(context, place, folder, rest, async (stack) => {
    const preview = await previewStack(stack, { signal: context.interrupts.signal });
    stopIfInterrupted(context);
    if (preview.kind === 'failed') throw previewFailed(preview);
    const planned = plannedResources(study.plan);
    guardPreview(preview, rest, plannedResources(rest));
    const titles = new Map(planned.map((each) => [each.name, each.title]));
    const going = preview.steps.filter((step) => step.type.startsWith('aws:') && step.operation === 'delete');
    const removed = going.filter((step) => state.get(step.name)?.retained !== true);
    const removedTitles = removed.map((step) => titles.get(step.name) ?? step.name);
    const own = await findOwnKeysOf(context, place, study.snapshot.users, leavingUsers(removed, state));
    // Everything goes, and that is typed: what only may be a key of this run is told, and no question of its own.
    for (const { stops, what, why } of own)
      if (stops === 'consent') host.tell({ level: 'warning', text: `${what} ${why}` });
    enforceGuards(
      own.filter(({ stops }) => stops === 'refuse'),
      readConsents({}),
    );
    const profiles = leavingProfiles(going, state);
    const carriers = carriersOf(study.snapshot.instances, profiles);
    const { attachments, templates = [] } = await readNotes(folder);
    const losing = phrasePutBack(carriers, {
      attachments,
      templates: templates.filter(({ role }) => profiles.includes(role)),
    });
    showDestroy(context, removedTitles, kept, losing);
    if (going.length === 0) {
      host.tell({ level: 'success', text: 'Nothing of ours is left to take down.' });
      return { code: exitCodes.done, document: { result: 'nothing', removed: [], kept: kept.things } };
    }
    await confirmApply(context, { accountId: rest.account.id, first: true, verb: 'destroy', always: true });
    await checkPlaceAgain(context, file, place);
    backupState(folder, context.now());
    await releaseRoles(context, place, folder, profiles);
    await emptyUsers(context, place, leavingUsers(removed, state));
    const outcome = await carryOut(context, stack, { expected: going, planned });
    return concludeDestroy(context, request, { study, kept, removed, outcome });
  });
}

interface Ending {
  readonly study: Study;
  readonly kept: Kept;
  readonly removed: readonly EngineStep[];
  readonly outcome: Outcome;
}

async function concludeDestroy(
  context: Context,
  request: DestroyRequest,
  { study, kept, removed, outcome }: Ending,
): Promise<CommandResult> {
  const { host } = context;
  for (const each of outcome.diagnostics)
    host.tell({ level: each.severity, text: [each.message, each.fix].filter(Boolean).join(' ') });
  const wanted = outcome.kind === 'done' && request.restoreSettings;
  const restored = wanted
    ? await restoreSettings(context, request.place, request.folder, study.snapshot)
    : [];
  const names = removed.map((step) => step.name);
  const document = { result: outcome.kind, removed: names, kept: kept.things, restored };
  if (outcome.kind === 'interrupted') return { code: exitCodes.interrupted, document };
  if (outcome.kind === 'failed') return { code: exitCodes.failed, document };
  const text = `Taken down: ${removed.length}. Kept: ${kept.things.length}; they are listed above.`;
  host.tell({ level: 'success', text });
  return { code: exitCodes.done, document };
}

/** Root, the account, and what could not be read; what the plan wants does not matter any more. */
function isAboutTheRun({ rule }: Finding): boolean {
  return ['root-', 'state-', 'wrong-account', 'unknown-inventory', 'not-read'].some((start) =>
    rule.startsWith(start),
  );
}

function tellNothingKnown({ host }: Context, place: Place): CommandResult {
  const { accountId } = place.caller;
  host.tell({
    level: 'info',
    text: `There is no state of account ${accountId} here, so nothing is known to be ours. On another machine than the one that set it up: run apply first, it takes over what exists.`,
  });
  return { code: exitCodes.done, document: { result: 'nothing', removed: [], kept: [] } };
}

function showDestroy(
  context: Context,
  removed: readonly string[],
  kept: Kept,
  losing: readonly string[],
): void {
  const list = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
  const text = [
    `To be taken down (${removed.length}):`,
    ...list(removed),
    '',
    ...(losing.length === 0 ? [] : [`Lose a role of ours (${losing.length}):`, ...losing, '']),
    `Kept (${kept.things.length}):`,
    ...list(kept.things.map((thing) => `${thing.title}: ${thing.why}`)),
  ];
  if (!context.flags.json) context.host.write(`${text.join('\n')}\n`);
}
