import type { DeepLook } from '../model/check-report.ts';
import type { Finding } from '../model/finding.ts';
import type { EngineStep } from '../model/outcome.ts';
import type { PlannedResource } from '../model/plan.ts';

/**
 * Compares our findings with a preview for which the engine read the account itself. What the engine manages
 * nothing of (somebody else's policy on our group) it cannot see; that is no disagreement. Pure.
 */
export function compareOpinions(
  findings: readonly Finding[],
  steps: readonly EngineStep[],
  planned: readonly PlannedResource[],
): DeepLook {
  const titles = new Map(planned.map((each) => [each.name, each.title]));
  const seen = new Map<string, readonly string[]>();
  for (const step of steps) {
    if (step.operation === 'same' || step.operation === 'read' || !step.type.startsWith('aws:')) continue;
    seen.set(step.name, [...new Set([...(seen.get(step.name) ?? []), ...step.changed])].sort());
  }
  const managed = findings.filter((finding) => (finding.resources ?? []).length > 0);
  const agreed = managed.filter((finding) => finding.resources?.some((name) => seen.has(name)));
  const explained = new Set(managed.flatMap((finding) => finding.resources ?? []));
  return {
    engineOnly: [...seen]
      .filter(([name]) => !explained.has(name))
      .map(([name, changed]) => ({ name, title: titles.get(name) ?? name, changed }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    oursOnly: managed.filter((finding) => !agreed.includes(finding)).map((finding) => finding.id),
    agreed: agreed.length,
  };
}
