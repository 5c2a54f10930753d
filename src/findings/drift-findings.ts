import type { Answers } from '../model/answers.ts';
import { compareFindings, type Finding } from '../model/finding.ts';
import type { Plan } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { applyExceptions } from './exceptions.ts';
import { comparePlan } from './ours.ts';
import { joinFacts } from './perimeter/fact.ts';
import { perimeterFacts } from './perimeter.ts';

/**
 * All that `check` has to say: the plan against the account, and what is around it. One fact is one finding; the
 * file's exceptions are applied; most severe first. Pure.
 * @param p.plan made of the same snapshot, so that what is foreign on our own things stands in it
 * @param p.differences the plan against that snapshot, where it is known already
 * @param p.now the clock; grace and ages are counted by it
 */
export function findDrift(p: {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  readonly differences?: readonly Finding[];
  readonly answers: Pick<Answers, 'graceDays' | 'rootClosedAt' | 'exceptions'>;
  readonly now: Date;
}): readonly Finding[] {
  const ours = (p.differences ?? comparePlan(p.plan, p.snapshot)).map((finding) => ({
    finding,
    covers: coveredBy(finding),
  }));
  const joined = joinFacts([...ours, ...perimeterFacts(p)]);
  return [...applyExceptions(joined, p.answers.exceptions, p.now)].sort(compareFindings);
}

/** Who keeps a group waiting has no device: that is said once. */
function coveredBy({ rule, subject }: Finding): readonly string[] {
  return rule === 'mfa-staged' ? [`human-without-mfa:${subject.slice(subject.indexOf('/') + 1)}`] : [];
}
