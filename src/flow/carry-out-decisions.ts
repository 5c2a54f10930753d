import { carryOutRemoval } from '../account/write/remove.ts';
import type { Context } from '../context.ts';
import { backupState } from '../engine/backups.ts';
import { InterruptedError, RefusedError } from '../errors.ts';
import { leavesNoAdministrator } from '../findings/administrators-left.ts';
import type { Finding } from '../model/finding.ts';
import type { Outcome } from '../model/outcome.ts';
import type { StateIndex } from '../model/plan.ts';
import type { Removal } from '../model/removal.ts';
import type { UserFact } from '../model/snapshot.ts';
import { hasAdministrator } from '../ui/audience.ts';
import { type CheckSubject, type Drift, gatherDrift } from './check-account.ts';
import { readAnswers } from './check-file.ts';
import { confirmApply, stopIfInterrupted } from './confirm.ts';
import type { Decision } from './decide-findings.ts';
import { type Consents, enforceGuards } from './enforce.ts';
import { withStack } from './engine-session.ts';
import { always } from './member-guards.ts';
import { checkPlaceAgain } from './place.ts';
import { putBack } from './put-back.ts';
import { findOwnKeys } from './refuse-own-keys.ts';
import type { Study } from './study.ts';
import { writeDecisions } from './write-decisions.ts';

export interface DecisionRequest {
  readonly subject: CheckSubject;
  readonly folder: string;
  readonly state: StateIndex;
  readonly drift: Drift;
  readonly decisions: readonly Decision[];
  readonly consents: Consents;
}
export interface CarriedOut {
  /** With the file as it is now. */
  readonly subject: CheckSubject;
  /** Absent where nothing was to be repaired. */
  readonly outcome?: Outcome;
}

/**
 * Confirms, then does what was decided: the file first, then what closes holes (repairs), then what takes away.
 * The account's lock is held by the caller.
 * @throws DeclinedError, RefusedError; UserError where nobody can confirm
 */
export async function carryOutDecisions(context: Context, request: DecisionRequest): Promise<CarriedOut> {
  const { subject, drift, decisions } = request;
  const touching = decisions.filter(({ kind }) => kind === 'repair' || kind === 'remove');
  if (touching.length > 0) {
    refuseLastAdministrator(request);
    const ownKeys = await ownKeysIn(context, request);
    enforceGuards([...guardsOf(request, drift.study), ...ownKeys], request.consents);
    tellDecisions(context, decisions);
    const { id, alias } = drift.study.plan.account;
    await confirmApply(context, {
      accountId: id,
      first: false,
      verb: 'repair',
      ...(alias === undefined ? {} : { alias }),
    });
    await checkPlaceAgain(context, subject.file, subject.place);
  }
  const next = await saveFile(context, request);
  // What was adopted makes another plan, and that is what the engine would carry out.
  if (touching.length > 0 && next.study !== drift.study)
    enforceGuards(
      guardsOf(request, next.study),
      request.consents,
      `${next.subject.file.document.file} has what was adopted; in the account nothing was changed. Run the check again.`,
    );
  const outcome = await repair(context, request, next);
  await removeAll(context, request, outcome);
  return { subject: next.subject, ...(outcome === undefined ? {} : { outcome }) };
}

/** Where the engine does not run, what speaks against its work holds nothing up: an unused user may go at once. */
function guardsOf(
  { decisions, state }: DecisionRequest,
  { findings }: Pick<Study, 'findings'>,
): readonly Finding[] {
  if (repairedNames(decisions).some((name) => state.has(name))) return findings;
  return findings.filter(({ rule }) => always.some((start) => rule.startsWith(start)));
}

/**
 * Whatever the file says, somebody must be able to get in and put right afterwards. Where nobody in the file is an
 * administrator, people come by a role, as whoever runs this does.
 * @throws RefusedError `LastAdministrator`
 */
function refuseLastAdministrator({ subject, drift, decisions }: DecisionRequest): void {
  const { plan, snapshot } = drift.study;
  if (!hasAdministrator(subject.file.merged) && subject.place.caller.kind !== 'user') return;
  const removals = decisions.flatMap(removalIn);
  if (
    !leavesNoAdministrator(
      plan,
      snapshot,
      removals.flatMap(({ steps }) => steps),
    )
  )
    return;
  const titles = removals.map(({ title }) => title).join('; ');
  throw new RefusedError(
    'LastAdministrator',
    `Without this nobody could get in as an administrator: ${titles}.`,
    {
      fix: 'Add another one first, and let that person sign in: bootstrap-account person add <name> --group admins. Nothing was changed.',
    },
  );
}

/** Keys that removals would switch off or delete, as far as this run stands on them. */
async function ownKeysIn(
  context: Context,
  { subject, drift, decisions }: DecisionRequest,
): Promise<readonly Finding[]> {
  const steps = decisions.flatMap(removalIn).flatMap((removal) => removal.steps);
  const going = (user: UserFact) =>
    user.accessKeys.filter(({ idEnd }) =>
      steps.some(
        (step) =>
          (step.kind === 'delete-user' && step.user === user.name) ||
          (step.kind === 'switch-off-key' && step.user === user.name && step.idEnd === idEnd),
      ),
    );
  const users = drift.study.snapshot.users
    .map((user) => ({ name: user.name, accessKeys: going(user) }))
    .filter(({ accessKeys }) => accessKeys.length > 0);
  const found = await Promise.all(users.map((user) => findOwnKeys(context, subject.place, user)));
  return found.flat();
}

function repairedNames(decisions: readonly Decision[]): readonly string[] {
  return decisions.filter(({ kind }) => kind === 'repair').flatMap(({ finding }) => finding.resources ?? []);
}

/** What was adopted is part of the plan that is repaired to: so the file is written, read and studied first. */
async function saveFile(
  context: Context,
  { subject, drift, decisions, state }: DecisionRequest,
): Promise<{ readonly subject: CheckSubject; readonly study: Study }> {
  const { place } = subject;
  const file = await writeDecisions(
    context,
    subject.file,
    { snapshot: drift.study.snapshot, state },
    decisions,
  );
  if (file === subject.file) return { subject, study: drift.study };
  const answers = readAnswers(file, place);
  const adopted = decisions.some(({ kind }) => kind === 'adopt');
  const again = adopted ? await gatherDrift(context, place, file, answers, state) : drift;
  return { subject: { place, file, answers }, study: again.study };
}

async function repair(
  context: Context,
  request: DecisionRequest,
  { subject, study }: { readonly subject: CheckSubject; readonly study: Study },
): Promise<Outcome | undefined> {
  const { state, folder } = request;
  const entries = [...new Set(repairedNames(request.decisions))].flatMap((name) => state.get(name) ?? []);
  if (entries.length === 0) return undefined;
  stopIfInterrupted(context);
  backupState(folder, context.now());
  const steps = entries.map(({ urn, name, type }) => ({
    urn,
    name,
    type,
    operation: 'update' as const,
    changed: [],
    replaces: [],
  }));
  const targets = entries.map(({ urn }) => urn);
  return withStack(context, subject.place, folder, study.plan, (stack) =>
    putBack(context, stack, { plan: study.plan, steps, targets, limited: true }),
  );
}

/**
 * What a repair was to close is open still where it failed: taking more away then is for a person to decide anew.
 * @throws InterruptedError naming what was not removed
 */
async function removeAll(
  context: Context,
  { subject, decisions }: DecisionRequest,
  outcome: Outcome | undefined,
): Promise<void> {
  const removals = decisions.flatMap(removalIn);
  for (const [done, removal] of removals.entries()) {
    const left = removals.slice(done).map(({ title }) => title);
    if (context.interrupts.signal.aborted || outcome?.kind === 'interrupted') {
      throw new InterruptedError(
        'Interrupted',
        `Stopped before this was removed: ${left.join('; ')}. What was done before stays; run the check again.`,
      );
    }
    if (outcome?.kind === 'failed') {
      const text = `Not removed, because the repair before it failed: ${left.join('; ')}. When its cause is gone, run the check again.`;
      context.host.tell({ level: 'error', text });
      return;
    }
    for (const step of removal.steps) await carryOutRemoval(subject.place.clients, step);
    context.host.tell({ level: 'success', text: `Removed: ${removal.title}.` });
  }
}

function removalIn(decision: Decision): readonly Removal[] {
  const found = decision.kind === 'remove' || decision.kind === 'repair' ? decision.removal : undefined;
  return found === undefined ? [] : [found];
}

function tellDecisions(context: Context, decisions: readonly Decision[]): void {
  const words = {
    repair: 'Put back',
    remove: 'Remove',
    adopt: 'Write into the file',
    accept: 'Accept',
  } as const;
  const lines = decisions.map(
    (each) => `  ${words[each.kind]}: ${each.kind === 'remove' ? each.removal.title : each.finding.what}`,
  );
  context.host.tell({ level: 'info', text: `Decided:\n${lines.join('\n')}` });
}
