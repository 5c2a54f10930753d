import { basename } from 'node:path';
import { readIdentities } from '../account/read/identities.ts';
import type { CommandResult } from '../command.ts';
import type { LoadedFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import { backupState } from '../engine/backups.ts';
import { previewStack } from '../engine/run.ts';
import { readStateIndex } from '../engine/state.ts';
import type { OpenStack } from '../engine/workspace.ts';
import { exitCodes, ToolError } from '../errors.ts';
import { findDrift } from '../findings/drift-findings.ts';
import { judgeRolesInUse } from '../findings/role-in-use.ts';
import { readNotes } from '../handover/account-notes.ts';
import { recordSettings } from '../handover/settings-record.ts';
import type { Answers } from '../model/answers.ts';
import type { Finding } from '../model/finding.ts';
import type { Outcome } from '../model/outcome.ts';
import type { StateIndex } from '../model/plan.ts';
import { plannedResources } from '../plan/planned-resources.ts';
import type { Staging } from '../plan/staging.ts';
import { carryOut } from './carry-out.ts';
import { checkRights } from './check-rights.ts';
import { confirmApply, stopIfInterrupted } from './confirm.ts';
import { emptyUsers, leavingUsers } from './empty-users.ts';
import { type Consents, enforceGuards } from './enforce.ts';
import { expectEngine, withStack } from './engine-session.ts';
import {
  type HandedOut,
  handOutPasswords,
  type PasswordWay,
  peopleToServe,
  peopleWithoutPassword,
  requireWay,
} from './first-passwords.ts';
import { guardPreview } from './guard-preview.ts';
import { type HandedOver, handOver, handoverRoot } from './hand-over.ts';
import { lookUntil } from './look-until.ts';
import { askForMissing } from './missing-users.ts';
import { checkPlaceAgain, type Place } from './place.ts';
import { previewFailed } from './preview-failed.ts';
import { putBack } from './put-back.ts';
import { findOwnKeysOf } from './refuse-own-keys.ts';
import { leavingProfiles, releaseRoles } from './release-roles.ts';
import { isInSync, type PlanView, repairTargets, showPlan, viewPlan } from './show-plan.ts';
import { type Study, studyAccount } from './study.ts';
import { tellFindings } from './tell-findings.ts';

export interface ApplyRequest {
  readonly file: LoadedFile;
  readonly place: Place;
  readonly answers: Answers;
  readonly folder: string;
  readonly state: StateIndex;
  readonly consents: Consents;
  readonly passwords?: PasswordWay;
  /** Groups whose members have not all enrolled wait for their MFA deny. */
  readonly staged?: boolean;
}

/**
 * Plan, guards, preview, yes, check again, run, passwords, read back, report: in this order, and the report
 * also after a failure.
 */
export async function applyAccount(context: Context, request: ApplyRequest): Promise<CommandResult> {
  const { file, place, answers, folder, state } = request;
  context.host.tell({
    level: 'info',
    text: `Looking at account ${place.caller.accountId} as ${place.caller.arn} …`,
  });
  expectEngine();
  const study = await studyAccount(context, place, file, answers, state, {
    signal: context.interrupts.signal,
    staging: stagingOf(request),
  });
  const missing = await askForMissing(context, study, request.consents);
  enforceGuards([...study.findings, ...missing.findings], missing.consents);
  stopIfInterrupted(context);
  return withStack(context, place, folder, study.plan, async (stack) => {
    const planned = plannedResources(study.plan);
    context.host.tell({ level: 'info', text: 'Asking the engine what would change …' });
    const preview = await previewStack(stack, { signal: context.interrupts.signal });
    stopIfInterrupted(context);
    if (preview.kind === 'failed') throw previewFailed(preview);
    guardPreview(preview, study.plan, planned);
    const leaving = leavingUsers(preview.steps, state);
    const { templates = [] } = await readNotes(folder);
    enforceGuards(
      [
        ...(await findOwnKeysOf(context, place, study.snapshot.users, leaving)),
        ...judgeRolesInUse(leavingProfiles(preview.steps, state), study.snapshot.instances, templates),
      ],
      request.consents,
    );
    const view = viewPlan(study, preview, planned);
    const waiting = await peopleWithoutPassword(study.plan, study.snapshot, folder, context.now);
    if (isInSync(view) && waiting.length === 0) return inSync(context, view, study);
    requireWay(context, wayOf(context, request), peopleToServe(study.plan, study.snapshot, waiting));
    tellFindings(context, study.findings);
    await checkRights(place, study, planned);
    if (!context.flags.json) showPlan(context, view, study.plan);
    const { id, alias } = study.plan.account;
    await confirmApply(context, {
      accountId: id,
      first: state.size === 0,
      verb: 'set up',
      ...(alias === undefined ? {} : { alias }),
    });
    await checkPlaceAgain(context, file, place);
    backupState(folder, context.now());
    if (state.size === 0) await recordSettings(folder, study.snapshot);
    return carryThrough(context, request, { study, view, preview, stack });
  });
}

/** A person at a terminal sees it; elsewhere it goes into a file. */
function wayOf(context: Context, { passwords: way }: ApplyRequest): PasswordWay {
  return way ?? (context.host.interactive ? 'terminal' : 'file');
}

function stagingOf({ staged }: ApplyRequest): Staging {
  return staged === true ? 'begin' : 'off';
}

interface Agreed {
  readonly study: Study;
  readonly view: PlanView;
  readonly preview: Outcome;
  readonly stack: OpenStack;
}

async function carryThrough(context: Context, request: ApplyRequest, agreed: Agreed): Promise<CommandResult> {
  const { file, place, folder, state } = request;
  await emptyUsers(context, place, leavingUsers(agreed.preview.steps, state));
  await releaseRoles(context, place, folder, leavingProfiles(agreed.preview.steps, state));
  const outcome = await runAgreed(context, agreed);
  const settled = await settle(context, request, outcome).catch((error: unknown) =>
    tellUnread(context, error),
  );
  const study = settled?.study ?? agreed.study;
  const open = settled === undefined ? [] : openDifferences(settled.study);
  const found = settled === undefined ? [] : everythingFound(context, request, settled.study);
  const handed = settled?.handed ?? [];
  // A report that cannot be written does not make the run undone.
  const pack = await handOver(context, {
    place,
    file,
    study,
    outcome,
    differences: found,
    passwords: handed,
  }).catch((error: unknown) => tellUnread(context, error));
  const unread = settled === undefined || pack === undefined;
  return conclude(context, {
    next: nextSteps(request, pack, handed),
    outcome,
    view: agreed.view,
    open: open.map((each) => each.what),
    findings: agreed.study.findings,
    pack,
    handed,
    unread,
  });
}

/** What is left to people after a run that made something they have to know of; paths are those of the pack. */
function nextSteps(
  { file, state, place }: ApplyRequest,
  pack: HandedOver | undefined,
  handed: readonly HandedOut[],
): readonly string[] {
  if (pack === undefined) return [];
  const given =
    'Give each person their sheet of the pack (welcome/) and, by another way, their first password.';
  const manual = `Do the ${pack.openItems} thing(s) that only a person can do: report.html, Manual items, has the clicks.`;
  const kept = [
    `Commit ${basename(file.path)}: it says everything that was wanted, and holds no secret.`,
    'Run bootstrap-account check every day, best in CI: exit code 2 when something has changed.',
  ];
  return [
    ...(handed.length === 0 ? [] : [given]),
    ...(state.size > 0 || pack.openItems === 0 ? [] : [manual]),
    ...(state.size > 0 || place.target.kind === 'rehearsal' ? [] : kept),
  ];
}

function tellUnread(context: Context, error: unknown): undefined {
  if (!(error instanceof ToolError)) throw error;
  context.host.tell({ level: 'error', text: [error.message, error.fix].filter(Boolean).join(' ') });
  return undefined;
}

/** What `check` would say now, but for who did it: that takes a look into the event history a finding. */
function everythingFound(
  context: Context,
  { answers }: ApplyRequest,
  { plan, snapshot, differences }: Study,
): readonly Finding[] {
  return findDrift({ plan, snapshot, differences, answers, now: context.now() });
}

const openDifferences = (study: Study) =>
  study.differences.filter((each) => (each.resources ?? []).length > 0);

/** Reads back, hands out passwords, reads back again. Not cut off by Ctrl-C: the run itself is over. */
async function settle(
  context: Context,
  request: ApplyRequest,
  outcome: Outcome,
): Promise<{ readonly study: Study; readonly handed: readonly HandedOut[] }> {
  const { file, place, answers, folder } = request;
  const look = () =>
    studyAccount(context, place, file, answers, readStateIndex(folder), {
      staging: stagingOf(request),
    });
  const study = await lookUntil(
    context,
    look,
    (seen) => outcome.kind !== 'done' || openDifferences(seen).length === 0,
  );
  const handed = outcome.kind === 'done' ? await passwords(context, request, study) : [];
  if (handed.length === 0) return { study, handed };
  // Passwords change the users and nothing else: the rest was read a moment ago.
  const { users } = await readIdentities(place.clients);
  return { study: { ...study, snapshot: { ...study.snapshot, users } }, handed };
}

/**
 * Without anything changed by hand it is one run of the plan. With it the engine reads the account first:
 * limited to what was changed when the file wants nothing else, since a limited run must not need new things.
 */
async function runAgreed(context: Context, { study, view, preview, stack }: Agreed): Promise<Outcome> {
  const planned = plannedResources(study.plan);
  const same = new Set(preview.steps.filter((step) => step.operation === 'same').map((step) => step.name));
  const repaired = [...new Set(view.repairs.flatMap((each) => repairTargets(each, study)))].filter((name) =>
    same.has(name),
  );
  const targets = repaired.flatMap((name) => study.state.get(name)?.urn ?? []);
  if (targets.length === 0) return carryOut(context, stack, { expected: preview.steps, planned });
  const changes = preview.steps.some((step) => step.operation !== 'same' && step.type.startsWith('aws:'));
  return putBack(context, stack, { plan: study.plan, steps: preview.steps, targets, limited: !changes });
}

async function passwords(
  context: Context,
  request: ApplyRequest,
  after: Study,
): Promise<readonly HandedOut[]> {
  const { plan, snapshot } = after;
  const passwordFolder = handoverRoot(request.file, plan.account.id, 'passwords');
  return handOutPasswords(context, request.place, {
    plan,
    snapshot,
    folder: request.folder,
    way: wayOf(context, request),
    passwordFolder,
  });
}

function inSync(context: Context, view: PlanView, study: Study): CommandResult {
  const severe = view.foreign.filter((each) => each.severity === 'high' || each.severity === 'critical');
  tellFindings(
    context,
    [...view.foreign, ...study.findings].filter((each) => each.severity !== 'info'),
  );
  for (const each of view.pending) context.host.tell({ level: 'info', text: `${each.what} ${each.fix}` });
  const { id } = study.plan.account;
  const sentence =
    severe.length === 0
      ? `In sync: account ${id} is as the file says.`
      : `Nothing to do: what the file wants is there. But ${severe.length} thing(s) that are not ours need a look; they are named above.`;
  if (!context.flags.json) context.host.write(`${sentence}\n`);
  return {
    code: exitCodes.done,
    document: {
      result: severe.length === 0 ? 'in-sync' : 'nothing-to-do',
      foreign: view.foreign,
      findings: study.findings,
      pending: view.pending,
    },
  };
}

interface Ending {
  readonly outcome: Outcome;
  readonly view: PlanView;
  readonly open: readonly string[];
  /** Of the study before the run. */
  readonly findings: readonly Finding[];
  readonly pack: { readonly folder: string } | undefined;
  readonly handed: readonly HandedOut[];
  /** What a person does next, where all went well. */
  readonly next: readonly string[];
  /** True when the account could not be read back, or the pack not be written. */
  readonly unread: boolean;
}

function conclude(context: Context, ending: Ending): CommandResult {
  const { outcome, view, open, pack, handed, unread } = ending;
  const { host } = context;
  for (const each of outcome.diagnostics)
    host.tell({ level: each.severity, text: [each.message, each.fix].filter(Boolean).join(' ') });
  for (const each of handed)
    if (each.path !== undefined)
      host.tell({ level: 'info', text: `First password of ${each.person}: ${each.path}` });
  if (pack !== undefined) host.tell({ level: 'info', text: `Handover pack: ${pack.folder}` });
  const done = outcome.steps.filter(
    (step) => step.operation !== 'same' && step.type.startsWith('aws:'),
  ).length;
  const document = {
    result: outcome.kind,
    changes: view.changes,
    power: view.power,
    adopted: view.adopted,
    outcome,
    open,
    findings: ending.findings,
    passwords: handed,
    handover: pack?.folder ?? null,
  };
  if (outcome.kind === 'interrupted') {
    host.tell({
      level: 'warning',
      text: `Stopped after ${done} change(s), all recorded. Run apply again to go on.`,
    });
    return { code: exitCodes.interrupted, document };
  }
  if (outcome.kind === 'failed' || open.length > 0 || unread) {
    for (const each of open) host.tell({ level: 'error', text: `Not as planned: ${each}` });
    host.tell({
      level: 'error',
      text: 'Not everything is done. What is done stays; run apply again after the cause is gone.',
    });
    return { code: exitCodes.failed, document };
  }
  host.tell({
    level: 'success',
    text: `Done: ${done} change(s) in ${Math.round(outcome.seconds)} s, read back and as planned.`,
  });
  if (ending.next.length > 0) host.tell({ level: 'info', text: 'What comes next:' });
  for (const each of ending.next) host.tell({ level: 'info', text: `· ${each}` });
  return { code: exitCodes.done, document };
}
