import { RefusedError } from '../errors.ts';
import type { EngineStep, Outcome } from '../model/outcome.ts';
import type { Plan, PlannedResource } from '../model/plan.ts';

/**
 * A preview that would replace or delete something that was there before us, or that keeps the account's
 * history, is refused. The steps are looked at, not the exit status: an import that needs a replacement
 * previews without an error.
 * @throws RefusedError `WouldReplace` naming each thing and the property that forces it
 */
export function guardPreview(preview: Outcome, plan: Plan, planned: readonly PlannedResource[]): void {
  const kept = new Set([...plan.retain, ...planned.filter((each) => each.kept).map((each) => each.name)]);
  const titles = new Map(planned.map((each) => [each.name, each.title]));
  const adopted = new Set(Object.keys(plan.adopt));
  const broken = preview.steps.filter(
    (step) => isDestructive(step) && (kept.has(step.name) || adopted.has(step.name)) && titles.has(step.name),
  );
  if (broken.length === 0) return;
  const lines = broken.map((step) => {
    const because = step.replaces.length > 0 ? ` because of ${step.replaces.join(', ')}` : '';
    return `${titles.get(step.name) ?? step.name} would be ${step.operation === 'delete' ? 'deleted' : 'replaced'}${because}`;
  });
  throw new RefusedError(
    'WouldReplace',
    `The plan would destroy what must stay:\n${lines.map((line) => `  ${line}`).join('\n')}`,
    {
      fix: 'Nothing was changed. Make the file say what the account has (name, path, region), or give the new thing another name.',
      details: broken,
    },
  );
}

function isDestructive(step: EngineStep): boolean {
  return step.operation === 'replace' || step.operation === 'delete';
}
