import type { Context } from '../context.ts';
import { previewStack } from '../engine/run.ts';
import { resourceUrn } from '../engine/urn.ts';
import { UserError } from '../errors.ts';
import { logicalNames as names } from '../lib/logical-names.ts';
import { attachmentsOf } from '../model/attachments.ts';
import type { EngineStep, Outcome } from '../model/outcome.ts';
import type { Plan, StateIndex } from '../model/plan.ts';
import { plannedResources } from '../plan/planned-resources.ts';
import { carryOut } from './carry-out.ts';
import { stopIfInterrupted } from './confirm.ts';
import { withStack } from './engine-session.ts';
import { guardPreview } from './guard-preview.ts';
import type { Place } from './place.ts';
import { previewFailed } from './preview-failed.ts';
import { putBack } from './put-back.ts';
import { requireApplied } from './require-applied.ts';
import type { Study } from './study.ts';

/** A resource that a limited run is about. */
export interface Target {
  /** Logical name. */
  readonly name: string;
  readonly type: string;
  /** Type of the component it stands in. */
  readonly component: string;
}
export interface LimitedWish {
  readonly place: Place;
  readonly folder: string;
  readonly study: Pick<Study, 'plan' | 'state' | 'differences'>;
  readonly targets: readonly Target[];
}
/** What the engine would do to the targets, and the way to have it done. */
export interface LimitedRun {
  readonly steps: readonly EngineStep[];
  readonly carryOut: () => Promise<Outcome>;
}

/**
 * Opens the engine for a run that touches the targets and nothing else, whatever else the file may want by now. What
 * was changed on them by hand is put back, which needs a look at the account first.
 * @throws RefusedError `WouldReplace`; EngineError `PreviewFailed`
 */
export async function withLimitedRun<T>(
  context: Context,
  wish: LimitedWish,
  work: (run: LimitedRun) => Promise<T>,
): Promise<T> {
  const { place, folder, study } = wish;
  const { plan, state } = study;
  const urns = wish.targets.map(
    (target) => state.get(target.name)?.urn ?? resourceUrn(plan.account.id, target),
  );
  return withStack(context, place, folder, plan, async (stack) => {
    const preview = await previewStack(stack, { signal: context.interrupts.signal, targets: urns });
    stopIfInterrupted(context);
    if (preview.kind === 'failed') throw previewFailed(preview);
    const planned = plannedResources(plan);
    guardPreview(preview, plan, planned);
    const changed = new Set(
      study.differences.flatMap(({ resources = [] }) => resources).filter((name) => state.has(name)),
    );
    const byHand = wish.targets.some(({ name }) => changed.has(name));
    const steps = preview.steps.filter(({ urn }) => urns.includes(urn));
    return work({
      steps: steps.filter(({ operation, name }) => operation !== 'same' || changed.has(name)),
      carryOut: () =>
        byHand
          ? putBack(context, stack, { plan, steps, targets: urns, limited: true })
          : carryOut(context, stack, { expected: steps, planned, targets: urns }),
    });
  });
}

/**
 * What a member of these groups stands on must have been made by an earlier run: a limited run makes nothing else.
 * @throws UserError `NeverApplied`, `GroupNotMade`
 */
export function requireGround(
  plan: Plan,
  state: StateIndex,
  groups: readonly string[],
  folder: string,
): void {
  requireApplied({ state, plan }, folder);
  const missing = plan.parts.groups.groups
    .filter((group) => groups.includes(group.name))
    .filter(
      (group) =>
        !state.has(names.group(group.name)) ||
        attachmentsOf(group, plan.parts.groups.policies).some(
          (policy) => !state.has(names.groupPolicy(group.name, policy.name)),
        ),
    );
  if (missing.length === 0) return;
  const which = missing.map(({ name }) => `"${name}"`).join(', ');
  throw new UserError('GroupNotMade', `The file wants more for ${which} than the last run made.`, {
    fix: 'Run `bootstrap-account apply` first; then again.',
  });
}
