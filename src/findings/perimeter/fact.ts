import type { Answers } from '../../model/answers.ts';
import type { Finding, Verdict } from '../../model/finding.ts';
import type { Plan } from '../../model/plan.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { type DriftRule, registry } from '../registry.ts';

/** What the perimeter is judged by. */
export interface PerimeterInput {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  readonly answers: Pick<Answers, 'graceDays' | 'rootClosedAt'>;
  readonly now: Date;
}

/** A finding, and the ids of lesser ones that say the same of the same thing: it stands in their place. */
export interface Fact {
  readonly finding: Finding;
  readonly covers: readonly string[];
}

type Told = Pick<Finding, 'what' | 'fix'> &
  Partial<Omit<Finding, 'id' | 'rule' | 'severity' | 'subject'>> & { readonly covers?: readonly string[] };

/** A fact under its rule: severity, and where nothing else is said why and verdicts, come from the registry. */
export function factOf(rule: DriftRule, subject: string, { covers = [], ...told }: Told): Fact {
  const { severity, why, verdicts } = registry[rule];
  const id = `${rule}:${subject}`;
  return { finding: { id, rule, severity, subject, why, verdicts, ...told }, covers };
}

/** One fact, one finding: what a graver one covers goes, and its way of repair goes over to that one. */
export function joinFacts(facts: readonly Fact[]): readonly Finding[] {
  const covered = new Set(facts.flatMap((fact) => fact.covers));
  const byId = new Map(facts.map(({ finding }) => [finding.id, finding]));
  return facts
    .filter(({ finding }) => !covered.has(finding.id))
    .map(({ finding, covers }) =>
      inherit(
        finding,
        covers.flatMap((id) => byId.get(id) ?? []),
      ),
    );
}

const verdictOrder: readonly Verdict[] = ['repair', 'adopt', 'remove', 'accept'];

function inherit(finding: Finding, lesser: readonly Finding[]): Finding {
  if (lesser.length === 0) return finding;
  const all = [finding, ...lesser];
  const verdicts = new Set(all.flatMap((each) => each.verdicts ?? []));
  const resources = unique(all.flatMap((each) => each.resources ?? []));
  return {
    ...finding,
    verdicts: verdictOrder.filter((verdict) => verdicts.has(verdict)),
    ...(resources.length === 0 ? {} : { resources }),
  };
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
