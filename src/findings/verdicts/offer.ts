import type { Finding, Verdict } from '../../model/finding.ts';
import type { Plan, StateIndex } from '../../model/plan.ts';
import { isReversible, type Removal } from '../../model/removal.ts';
import { type Adopted, type AdoptFacts, adoptFinding } from './adopt.ts';
import { removalOf } from './remove.ts';

export interface OfferFacts extends AdoptFacts {
  readonly plan: Plan;
  readonly state: StateIndex;
}

/** What can be decided about one finding, here and now, with what each decision would do. */
export interface Offer {
  readonly finding: Finding;
  readonly verdicts: readonly Verdict[];
  readonly adopted?: Adopted;
  /** Of the verdict that it serves. */
  readonly removal?: Removal;
}

/** Everything is possible that the finding's rule allows and that can be carried out from here. Pure. */
export function offerVerdicts(finding: Finding, facts: OfferFacts): Offer {
  const allowed = (verdict: Verdict) => finding.verdicts === undefined || finding.verdicts.includes(verdict);
  const adopted = allowed('adopt') ? adoptFinding(finding, facts) : undefined;
  const found = removalOf(finding, facts);
  const removal = found !== undefined && allowed(found.serves) ? found : undefined;
  const repair = allowed('repair') && canRepair(finding, facts.state);
  return {
    finding,
    verdicts: [
      ...(repair || removal?.serves === 'repair' ? ['repair' as const] : []),
      ...(adopted === undefined ? [] : ['adopt' as const]),
      ...(removal?.serves === 'remove' ? ['remove' as const] : []),
      ...(allowed('accept') ? ['accept' as const] : []),
    ],
    ...(adopted === undefined ? {} : { adopted }),
    ...(removal === undefined ? {} : { removal }),
  };
}

/** A repair is a run limited to what the state knows; what it does not know is `apply`'s, which adopts it first. */
function canRepair(finding: Finding, state: StateIndex): boolean {
  return (finding.resources ?? []).some((name) => state.has(name));
}

/**
 * Repairs that may be made without asking for each. Nobody is made again by the way: the person behind a
 * missing user may have left. And nothing is deleted that cannot be given again as it was.
 */
export function isPlainRepair({ finding, verdicts, removal }: Offer): boolean {
  if (!verdicts.includes('repair') || finding.rule === 'user-missing') return false;
  return removal?.serves !== 'repair' || isReversible(removal);
}
