import { worldAfter } from '../findings/after-world.ts';
import type { Power, PowerChange } from '../model/power.ts';
import type { ReportPermission } from '../model/report.ts';
import { chooseRows } from '../policies/choose-rows.ts';
import { comparePower } from '../policies/compare-power.ts';
import { liveWorld } from '../policies/live-world.ts';
import { markAgainst, powersOf } from '../policies/matrix.ts';
import { matrixScope } from '../policies/matrix-questions.ts';
import { plannedWorld } from '../policies/planned-world.ts';
import type { Study } from './study.ts';

type Looked = Pick<Study, 'plan' | 'state' | 'snapshot'>;

/** What a run would make of everybody's power: who may do what afterwards, and what is other than today. */
export function powerOfPlan({ plan, state, snapshot }: Looked): {
  readonly permissions: readonly ReportPermission[];
  readonly power: readonly PowerChange[];
} {
  const after = powersOf(worldAfter(plan, state, snapshot));
  return {
    permissions: chooseRows(after),
    power: comparePower(powersOf(liveWorld(plan, snapshot)), after),
  };
}

/** Everybody's power in the account as it is; what the file would have otherwise is marked. */
export function livePowers({ plan, snapshot }: Looked): readonly Power[] {
  const managed = snapshot.policies.filter((policy) => policy.awsManaged);
  const planned = plannedWorld({
    plan,
    awsManaged: Object.fromEntries(managed.map((policy) => [policy.arn, policy.document])),
    scope: matrixScope(plan, snapshot),
  });
  return markAgainst(powersOf(planned), powersOf(liveWorld(plan, snapshot)));
}
