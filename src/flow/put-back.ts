import type { Context } from '../context.ts';
import { previewStack } from '../engine/run.ts';
import type { OpenStack } from '../engine/workspace.ts';
import type { EngineStep, Outcome } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import { plannedResources } from '../plan/planned-resources.ts';
import { carryOut } from './carry-out.ts';
import { stopIfInterrupted } from './confirm.ts';
import { guardPreview } from './guard-preview.ts';
import { previewFailed } from './preview-failed.ts';

export interface PutBackWish {
  readonly plan: Plan;
  /** What a preview without a look at the account says; rows of the list are made of it. */
  readonly steps: readonly EngineStep[];
  /** URNs that were changed by hand. */
  readonly targets: readonly string[];
  /** Touches nothing but the targets; a limited run must not need new things. */
  readonly limited: boolean;
}

/**
 * Puts back what was changed by hand: the engine reads the account first, its preview is guarded, then it runs.
 * @throws RefusedError `WouldReplace`; EngineError `PreviewFailed`
 */
export async function putBack(context: Context, stack: OpenStack, wish: PutBackWish): Promise<Outcome> {
  const { plan, steps, targets } = wish;
  const planned = plannedResources(plan);
  const limits = wish.limited ? { targets } : {};
  const refreshed = await previewStack(stack, {
    signal: context.interrupts.signal,
    refresh: true,
    ...limits,
  });
  stopIfInterrupted(context);
  if (refreshed.kind === 'failed') throw previewFailed(refreshed);
  // A refresh shows what is gone as deleted; only what would be replaced is a danger here.
  const replacing = refreshed.steps.filter((step) => step.operation === 'replace');
  guardPreview({ ...refreshed, steps: replacing }, plan, planned);
  const expected = steps.map((step) =>
    targets.includes(step.urn) ? { ...step, operation: 'update' as const } : step,
  );
  return carryOut(context, stack, { expected, planned, refresh: true, ...limits });
}
