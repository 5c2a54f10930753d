import type { CommandResult } from '../command.ts';
import type { LoadedFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import { backupState } from '../engine/backups.ts';
import { previewStack } from '../engine/run.ts';
import { readStateIndex } from '../engine/state.ts';
import type { OpenStack } from '../engine/workspace.ts';
import { EngineError, exitCodes } from '../errors.ts';
import { recordSettings } from '../handover/settings-record.ts';
import type { Answers } from '../model/answers.ts';
import type { Outcome } from '../model/outcome.ts';
import type { StateIndex } from '../model/plan.ts';
import { plannedResources } from '../plan/planned-resources.ts';
import { carryOut } from './carry-out.ts';
import { confirmApply, stopIfInterrupted } from './confirm.ts';
import { type Consents, enforceGuards } from './enforce.ts';
import { withStack } from './engine-session.ts';
import {
  type HandedOut,
  handOutPasswords,
  type PasswordWay,
  peopleWithoutPassword,
} from './first-passwords.ts';
import { guardPreview } from './guard-preview.ts';
import { handOver, handoverRoot } from './hand-over.ts';
import { checkPlaceAgain, type Place } from './place.ts';
import { isInSync, type PlanView, repairTargets, showPlan, viewPlan } from './show-plan.ts';
import { type Study, studyAccount } from './study.ts';

export interface ApplyRequest {
  readonly file: LoadedFile;
  readonly place: Place;
  readonly answers: Answers;
  readonly folder: string;
  readonly state: StateIndex;
  readonly consents: Consents;
  readonly passwords?: PasswordWay;
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
  const study = await studyAccount(context, place, file, answers, state);
  enforceGuards(study.findings, request.consents);
  stopIfInterrupted(context);
  return withStack(context, place, folder, study.plan, async (stack) => {
    const planned = plannedResources(study.plan);
    context.host.tell({ level: 'info', text: 'Asking the engine what would change …' });
    const preview = await previewStack(stack, { signal: context.interrupts.signal });
    stopIfInterrupted(context);
    if (preview.kind === 'failed') throw previewFailed(preview);
    guardPreview(preview, study.plan, planned);
    const view = viewPlan(study, preview, planned);
    const waiting = await peopleWithoutPassword(study.plan, study.snapshot, folder, context.now);
    if (isInSync(view) && waiting.length === 0) return inSync(context, view, study);
    for (const finding of study.findings)
      context.host.tell({
        level: finding.severity === 'info' ? 'info' : 'warning',
        text: `${finding.what} ${finding.fix}`,
      });
    showPlan(context, view, study.plan);
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

interface Agreed {
  readonly study: Study;
  readonly view: PlanView;
  readonly preview: Outcome;
  readonly stack: OpenStack;
}

async function carryThrough(context: Context, request: ApplyRequest, agreed: Agreed): Promise<CommandResult> {
  const outcome = await runAgreed(context, agreed);
  const { file, place, answers, folder } = request;
  const readBack = () => studyAccount(context, place, file, answers, readStateIndex(folder));
  const made = await readBack();
  const handed = outcome.kind === 'done' ? await passwords(context, request, made) : [];
  const after = handed.length === 0 ? made : await readBack();
  const open = after.differences.filter((each) => (each.resources ?? []).length > 0);
  const pack = await handOver(context, {
    place,
    file,
    study: after,
    outcome,
    differences: open,
    passwords: handed,
  });
  return conclude(context, { outcome, view: agreed.view, open: open.map((each) => each.what), pack, handed });
}

/** First puts back what was changed by hand, with refresh and limited to it; then the rest of the plan. */
async function runAgreed(context: Context, { study, view, preview, stack }: Agreed): Promise<Outcome> {
  const planned = plannedResources(study.plan);
  const targets = [...new Set(view.repairs.flatMap((each) => repairTargets(each, study)))].flatMap(
    (name) => study.state.get(name)?.urn ?? [],
  );
  const changes = view.changes.some((change) => change.verb !== 'leave alone' && change.verb !== 'repair');
  const expected = preview.steps.map((step) =>
    targets.includes(step.urn) ? { ...step, operation: 'update' as const } : step,
  );
  const repaired =
    targets.length === 0
      ? undefined
      : await carryOut(context, stack, {
          expected: expected.filter((step) => targets.includes(step.urn)),
          planned,
          targets,
          refresh: true,
        });
  if (repaired !== undefined && (repaired.kind !== 'done' || !changes)) return repaired;
  return carryOut(context, stack, { expected: preview.steps, planned });
}

async function passwords(
  context: Context,
  request: ApplyRequest,
  after: Study,
): Promise<readonly HandedOut[]> {
  const way = request.passwords ?? (context.host.interactive ? 'terminal' : 'file');
  const { plan, snapshot } = after;
  const passwordFolder = handoverRoot(request.file, plan.account.id, 'passwords');
  return handOutPasswords(context, request.place, {
    plan,
    snapshot,
    folder: request.folder,
    way,
    passwordFolder,
  });
}

function inSync(context: Context, view: PlanView, study: Study): CommandResult {
  for (const finding of view.foreign)
    context.host.tell({ level: 'warning', text: `Not ours, left alone: ${finding.what}` });
  if (!context.flags.json)
    context.host.write(`In sync: account ${study.plan.account.id} is as the file says.\n`);
  return { code: exitCodes.done, document: { result: 'in-sync', foreign: view.foreign } };
}

/** The preview itself failed: nothing was changed. */
export function previewFailed(preview: Outcome): EngineError {
  const errors = preview.diagnostics.filter((each) => each.severity === 'error');
  const [first] = errors;
  return new EngineError(
    'PreviewFailed',
    errors.map((each) => each.message).join('\n') || 'The engine could not make a preview.',
    {
      fix: `${first?.fix ?? 'Run it again with --debug.'} Nothing was changed.`,
      details: errors,
    },
  );
}

interface Ending {
  readonly outcome: Outcome;
  readonly view: PlanView;
  readonly open: readonly string[];
  readonly pack: { readonly folder: string } | undefined;
  readonly handed: readonly HandedOut[];
}

function conclude(context: Context, { outcome, view, open, pack, handed }: Ending): CommandResult {
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
    outcome,
    open,
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
  if (outcome.kind === 'failed' || open.length > 0) {
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
  return { code: exitCodes.done, document };
}
