import { logicalNames as names } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import type { ManagedPolicyPlan, Plan } from '../../model/plan.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { equalDocuments } from '../../policies/documents/merge.ts';
import { describeDifference, drift } from './drift.ts';

/** Key of the MFA policy in `GroupsPlan.policies`. */
const mfaKey = 'require-mfa';

/** Customer-managed policies: those of groups, and the boundaries of machines. */
export function comparePolicies(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const { groups, machines } = plan.parts;
  return [
    ...Object.entries(groups.policies).flatMap(([key, policy]) =>
      comparePolicy(policy, names.policy(key), key === mfaKey, snapshot),
    ),
    ...machines.flatMap((machine) =>
      comparePolicy(machine.boundary, names.machineBoundary(machine.name), false, snapshot),
    ),
  ];
}

function comparePolicy(
  policy: ManagedPolicyPlan,
  resource: string,
  mfa: boolean,
  snapshot: Snapshot,
): readonly Finding[] {
  const live = snapshot.policies.find((candidate) => candidate.arn === policy.arn);
  if (live === undefined) {
    return [
      drift('policy-missing', policy.name, {
        what: `The policy "${policy.name}" is missing.`,
        expected: policy.arn,
        actual: 'absent',
        why: policy.description,
        resources: [resource],
      }),
    ];
  }
  if (equalDocuments(policy.document, live.document)) return [];
  return [
    drift(mfa ? 'mfa-policy-changed' : 'policy-changed', policy.name, {
      what: `The policy "${policy.name}" says something else than planned.`,
      expected: `${policy.document.Statement.length} statements as planned`,
      actual: describeDifference(policy.document, live.document),
      why: mfa
        ? 'This policy is what makes MFA a must; changed, a password alone may be enough.'
        : 'It decides what its holders may do.',
      resources: [resource],
    }),
  ];
}
