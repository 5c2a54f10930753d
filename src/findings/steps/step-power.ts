import type { Plan } from '../../model/plan.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { comparePower } from '../../policies/compare-power.ts';
import { liveWorld } from '../../policies/live-world.ts';
import { powersOf } from '../../policies/matrix.ts';
import { worldAfter } from '../after-world.ts';
import type { StepInput, StepPower } from './step-input.ts';

/** What each step that touches rights changes, judged by evaluating everybody's policies at each stage. */
export function powerOfSteps({ plan, state, snapshot }: StepInput): StepPower {
  const after = (of: Plan, account: Snapshot) => powersOf(worldAfter(of, state, account));
  const today = powersOf(liveWorld(plan, snapshot));
  const staged = after(withoutDeny(plan, snapshot), snapshot);
  const enforced = after(plan, snapshot);
  const withoutDirect = takeDirectPolicies(plan, snapshot);
  const direct = after(plan, withoutDirect);
  const grouped = after(plan, takeOtherGroups(plan, withoutDirect));
  const canEnrol = today
    .filter(({ rows }) =>
      rows.some(
        ({ action, what, decision, withoutMfa }) =>
          action === 'iam:EnableMFADevice' && what.includes('own') && (withoutMfa ?? decision) === 'allowed',
      ),
    )
    .map(({ name }) => name);
  return {
    prepare: comparePower(today, staged),
    enforce: comparePower(staged, enforced),
    direct: comparePower(enforced, direct),
    groups: comparePower(direct, grouped),
    canEnrol: new Set(canEnrol),
  };
}

/** Everything that is planned but the MFA policy, where the account does not have it on a group yet. */
function withoutDeny(plan: Plan, snapshot: Snapshot): Plan {
  const mfa = plan.parts.groups.policies['require-mfa'];
  const groups = plan.parts.groups.groups.map((group) => {
    const live = snapshot.groups.find((each) => each.name === group.name);
    const has = live?.attached.some(({ arn }) => arn === mfa?.arn) === true;
    return has ? group : { ...group, customer: group.customer.filter((key) => key !== 'require-mfa') };
  });
  return { ...plan, parts: { ...plan.parts, groups: { ...plan.parts.groups, groups } } };
}

/** Policies of their own, taken off whoever the file knows. */
function takeDirectPolicies({ parts }: Plan, snapshot: Snapshot): Snapshot {
  const known = new Set([...parts.people, ...parts.machines].map(({ name }) => name));
  return {
    ...snapshot,
    users: snapshot.users.map((user) =>
      known.has(user.name) ? { ...user, attached: [], inline: [] } : user,
    ),
  };
}

/** Memberships in groups that the file does not know, and what hangs on planned groups by hand. */
function takeOtherGroups({ parts }: Plan, snapshot: Snapshot): Snapshot {
  const planned = new Set(parts.groups.groups.map(({ name }) => name));
  return {
    ...snapshot,
    users: snapshot.users.map((user) => ({
      ...user,
      groups: user.groups.filter((group) => planned.has(group)),
    })),
    groups: snapshot.groups.map((group) =>
      planned.has(group.name) ? { ...group, attached: [], inline: [] } : group,
    ),
  };
}
