import type { Context } from '../context.ts';
import { previewStack } from '../engine/run.ts';
import { UserError } from '../errors.ts';
import { compareOpinions } from '../findings/engine-opinion.ts';
import type { DeepLook } from '../model/check-report.ts';
import { plannedResources } from '../plan/planned-resources.ts';
import type { Drift } from './check-account.ts';
import { stopIfInterrupted } from './confirm.ts';
import { withStack } from './engine-session.ts';
import type { Place } from './place.ts';
import { previewFailed } from './preview-failed.ts';

/**
 * Lets the engine read the account by itself, resource by resource, and compares what it sees with what we
 * found. Changes neither the account nor the state. The account's lock is held by the caller.
 * @throws UserError `NoState`; EngineError `PreviewFailed`
 */
export async function lookDeeper(
  context: Context,
  place: Place,
  folder: string,
  { study, findings }: Drift,
): Promise<DeepLook> {
  if (study.state.size === 0) {
    throw new UserError(
      'NoState',
      `--deep compares with the engine's state, and there is none in ${folder}.`,
      {
        fix: 'Run it where the state is, or without --deep: a check needs the file alone.',
      },
    );
  }
  context.host.tell({ level: 'info', text: 'Asking the engine for a second opinion …' });
  const { signal } = context.interrupts;
  const preview = await withStack(context, place, folder, study.plan, (stack) =>
    previewStack(stack, { signal, refresh: true }),
  );
  stopIfInterrupted(context);
  if (preview.kind === 'failed') throw previewFailed(preview);
  return compareOpinions(findings, preview.steps, plannedResources(study.plan));
}
