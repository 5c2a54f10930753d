import type { Context } from '../context.ts';
import { backupState } from '../engine/backups.ts';
import { previewStack } from '../engine/run.ts';
import { EngineError } from '../errors.ts';
import { logicalNames as names } from '../lib/logical-names.ts';
import type { Outcome } from '../model/outcome.ts';
import { plannedResources } from '../plan/planned-resources.ts';
import { carryOut } from './carry-out.ts';
import { stopIfInterrupted } from './confirm.ts';
import { withStack } from './engine-session.ts';
import { guardPreview } from './guard-preview.ts';
import type { Place } from './place.ts';
import { previewFailed } from './preview-failed.ts';
import { requireApplied } from './require-applied.ts';
import type { Study } from './study.ts';

/**
 * Makes one role of the plan, with its profile and the buckets made for it, and touches nothing else, whatever else
 * the file may want by now. The account's lock is held by the caller.
 * @returns the titles of what was made or changed
 * @throws UserError `NeverApplied`; EngineError `RoleNotMade`
 */
export async function makeRole(
  context: Context,
  place: Place,
  folder: string,
  study: Study,
  role: string,
): Promise<readonly string[]> {
  requireApplied(study, folder);
  return withStack(context, place, folder, study.plan, async (stack) => {
    const preview = await previewStack(stack, { signal: context.interrupts.signal });
    stopIfInterrupted(context);
    if (preview.kind === 'failed') throw previewFailed(preview);
    const planned = plannedResources(study.plan);
    const wanted = namesOfRole(study, role);
    const isOf = (name: string) => wanted.has(name);
    const steps = preview.steps.filter(({ name, operation }) => isOf(name) && operation !== 'same');
    guardPreview({ ...preview, steps }, study.plan, planned);
    if (steps.length === 0) return [];
    // The component around the roles is new where there was no role before.
    const around = preview.steps.filter(
      ({ type, operation }) => type.endsWith(':Ec2Roles') && operation === 'create',
    );
    backupState(folder, context.now());
    const targets = [...around, ...steps].map(({ urn }) => urn);
    const outcome = await carryOut(context, stack, { expected: steps, planned, targets });
    failUnlessDone(context, outcome, role);
    const titles = new Map(planned.map((each) => [each.name, each.title]));
    return steps.map(({ name }) => titles.get(name) ?? name);
  });
}

function namesOfRole({ plan }: Study, role: string): ReadonlySet<string> {
  const planned = plan.parts.roles.find((each) => each.name === role);
  const buckets = (planned?.createBuckets ?? []).flatMap(({ name }) => [
    names.roleBucket(name),
    names.roleBucketPublicAccessBlock(name),
    names.roleBucketEncryption(name),
    names.roleBucketPolicy(name),
  ]);
  return new Set([names.role(role), names.rolePolicy(role), names.roleProfile(role), ...buckets]);
}

function failUnlessDone(context: Context, outcome: Outcome, role: string): void {
  for (const each of outcome.diagnostics)
    context.host.tell({ level: each.severity, text: [each.message, each.fix].filter(Boolean).join(' ') });
  if (outcome.kind === 'done') return;
  throw new EngineError(
    'RoleNotMade',
    `The role "${role}" was not made completely; what was done is recorded.`,
    {
      fix: 'Run the same command again when the cause is gone.',
    },
  );
}
