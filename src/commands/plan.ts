import { resolve } from 'node:path';
import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { previewStack } from '../engine/run.ts';
import { exitCodes } from '../errors.ts';
import { type ConsentFlags, enforceGuards, readConsents } from '../flow/enforce.ts';
import { expectEngine, withStack } from '../flow/engine-session.ts';
import { guardPreview } from '../flow/guard-preview.ts';
import { openPlace } from '../flow/place.ts';
import { prepareFile, requireAnswers } from '../flow/prepare-answers.ts';
import { previewFailed } from '../flow/preview-failed.ts';
import { isInSync, showPlan, viewPlan } from '../flow/show-plan.ts';
import { showSteps } from '../flow/show-steps.ts';
import { withState } from '../flow/state-session.ts';
import { studyAccount } from '../flow/study.ts';
import { tellFindings } from '../flow/tell-findings.ts';
import { writePlanFile } from '../handover/plan-file.ts';
import { plannedResources } from '../plan/planned-resources.ts';

export interface PlanFlags extends ConsentFlags {
  readonly out?: string;
  /** The way to in sync in steps, in place of the plan. */
  readonly steps?: true | 'text' | 'markdown';
  readonly staged?: boolean;
}

/** `plan`: what apply would do, guards included; exit 0 nothing, 2 changes. Changes nothing in the account. */
export async function runPlan(context: Context, options: PlanFlags): Promise<CommandResult> {
  const prepared = await prepareFile(context, {});
  const place = await openPlace(context, prepared);
  if (options.steps !== undefined) {
    const ready = await requireAnswers(context, prepared, place);
    return showSteps(context, place, ready, options.steps === true ? 'text' : options.steps);
  }
  return withState(context, place, 'plan', async (folder, state) => {
    const { file, answers } = await requireAnswers(context, prepared, place);
    expectEngine();
    const study = await studyAccount(context, place, file, answers, state, {
      signal: context.interrupts.signal,
      staging: options.staged === true ? 'begin' : 'off',
    });
    const planned = plannedResources(study.plan);
    const preview = await withStack(context, place, folder, study.plan, (stack) =>
      previewStack(stack, { signal: context.interrupts.signal }),
    );
    if (preview.kind === 'failed') throw previewFailed(preview);
    const view = viewPlan(study, preview, planned);
    if (!context.flags.json) showPlan(context, view, study.plan);
    if (options.out !== undefined) await writePlanFile(resolve(context.cwd, options.out), study.plan);
    enforceGuards(study.findings, readConsents(options));
    tellFindings(context, study.findings);
    guardPreview(preview, study.plan, planned);
    const same = isInSync(view);
    if (same) context.host.tell({ level: 'success', text: 'In sync: nothing to do.' });
    const document = {
      result: same ? 'in-sync' : 'changes',
      plan: study.plan,
      ...view,
      findings: study.findings,
    };
    return { code: same ? exitCodes.done : exitCodes.changes, document };
  });
}
