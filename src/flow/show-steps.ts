import type { CommandResult } from '../command.ts';
import type { LoadedFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../errors.ts';
import { findDrift } from '../findings/drift-findings.ts';
import { planSteps } from '../findings/plan-steps.ts';
import type { Answers } from '../model/answers.ts';
import type { StepsReport } from '../model/steps.ts';
import { renderStepsMarkdown } from '../report/render/steps-markdown.ts';
import { renderStepsText } from '../report/render/steps-text.ts';
import { peekState } from './check-account.ts';
import type { Place } from './place.ts';
import { studyAccount } from './study.ts';

export type StepsFormat = 'text' | 'markdown';

/**
 * The way from the account as it is to in sync, in steps. Reads only: needs neither engine nor lock, and no guard
 * refuses it, since what a guard would refuse is one of the steps. Exit 0 when nothing is left, 2 otherwise.
 */
export async function showSteps(
  context: Context,
  place: Place,
  ready: { readonly file: LoadedFile; readonly answers: Answers },
  format: StepsFormat = 'text',
): Promise<CommandResult> {
  const { file, answers } = ready;
  const state = peekState(context, place);
  const study = await studyAccount(context, place, file, answers, state, {
    signal: context.interrupts.signal,
  });
  const { plan, snapshot } = study;
  const { id, alias, region } = plan.account;
  const report: StepsReport = {
    account: { id, region, ...(alias === undefined ? {} : { alias }) },
    rehearsal: place.target.kind === 'rehearsal',
    takenAt: snapshot.takenAt,
    file: file.document.file,
    ...planSteps({
      plan,
      snapshot,
      state,
      groups: file.merged.groups ?? {},
      findings: findDrift({ plan, snapshot, answers, now: context.now() }),
      guards: study.findings,
    }),
  };
  if (!context.flags.json)
    context.host.write(
      format === 'markdown'
        ? renderStepsMarkdown(report)
        : renderStepsText(report, { width: context.host.width }),
    );
  const code = report.result === 'in-sync' ? exitCodes.done : exitCodes.changes;
  return { code, document: { ...report } };
}
