import { simulateCalls } from '../account/read/simulate.ts';
import { callsToAsk, findMissingRights, judgeNeededCalls } from '../findings/missing-rights.ts';
import type { PlannedResource } from '../model/plan.ts';
import { enforceGuards, readConsents } from './enforce.ts';
import type { Place } from './place.ts';
import type { Study } from './study.ts';

/**
 * Whether the caller may do all that the plan may need, asked before anything is written: by the caller's own
 * policies, and by AWS's simulator where it may be asked, which sees policies of the organisation too.
 * @throws RefusedError `MissingRight` naming each action
 */
export async function checkRights(
  place: Place,
  study: Study,
  planned: readonly PlannedResource[],
): Promise<void> {
  const calls = judgeNeededCalls(study, planned);
  const { answers } = await simulateCalls(place.clients, callsToAsk(calls));
  enforceGuards(findMissingRights(calls, answers), readConsents({}));
}
