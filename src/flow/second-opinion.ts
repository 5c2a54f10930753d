import { simulateCalls } from '../account/read/simulate.ts';
import { callsToConfirm, findDisagreements } from '../findings/second-opinion.ts';
import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { liveWorld } from '../policies/live-world.ts';
import type { Place } from './place.ts';
import type { Study } from './study.ts';

/**
 * Has AWS's own simulator answer a part of the matrix again. Reads only, some dozen calls; where it may not be
 * asked that is written down and nothing else.
 */
export async function askSecondOpinion(
  place: Place,
  { plan, snapshot }: Pick<Study, 'plan' | 'snapshot'>,
): Promise<{ readonly findings: readonly Finding[]; readonly told: NonNullable<Report['secondOpinion']> }> {
  const calls = callsToConfirm(liveWorld(plan, snapshot));
  const { answers, notAsked } = await simulateCalls(place.clients, calls);
  const findings = findDisagreements(answers);
  const told = {
    asked: answers.length,
    differing: findings.length,
    ...(notAsked === undefined ? {} : { notAsked }),
  };
  return { findings, told };
}
