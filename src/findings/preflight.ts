import { compareFindings, type Finding } from '../model/finding.ts';
import { checkAccount } from './preflight/account.ts';
import { checkBuckets } from './preflight/buckets.ts';
import type { PreflightInput } from './preflight/input.ts';
import { checkNames } from './preflight/names.ts';
import { checkOwner } from './preflight/owner.ts';
import { checkOwnership } from './preflight/ownership.ts';
import { checkPolicySizes } from './preflight/policy-sizes.ts';
import { checkQuotas } from './preflight/quotas.ts';
import { checkRegions } from './preflight/regions.ts';
import { checkRoot } from './preflight/root-gate.ts';
import { checkTrail } from './preflight/trail.ts';

export type { PreflightInput };

/** Everything that speaks against a run, all at once, most severe first. Pure. */
export function preflight(input: PreflightInput): Finding[] {
  const { snapshot, plan, state } = input;
  const planned =
    plan === undefined
      ? []
      : [
          ...checkNames(plan, snapshot),
          ...checkOwner(plan, snapshot, state, input.stateId),
          ...checkOwnership(plan, snapshot, state),
          ...checkQuotas(plan, snapshot),
          ...checkPolicySizes(plan, snapshot),
          ...checkTrail(plan, snapshot, state),
          ...checkBuckets(plan, snapshot),
        ];
  return [
    ...checkRoot(snapshot),
    ...checkAccount(input),
    ...checkRegions(snapshot, input.namedRegions),
    ...planned,
  ].sort(compareFindings);
}
