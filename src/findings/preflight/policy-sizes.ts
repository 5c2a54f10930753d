import type { Finding } from '../../model/finding.ts';
import type { Plan } from '../../model/plan.ts';
import type { PolicyDocument } from '../../model/policy.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { findingOf } from '../rules.ts';

/**
 * Length of every document, counted as IAM counts: without white space. S3 and KMS count bytes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function checkPolicySizes(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const { summary } = snapshot;
  const { groups, machines, roles } = plan.parts;
  const trail = plan.parts['audit-trail'];
  const managed = summary.PolicySizeQuota ?? 6_144;
  const trust = summary.AssumeRolePolicySizeQuota ?? 2_048;
  const policies = [...Object.values(groups.policies), ...machines.map((machine) => machine.boundary)];
  return [
    ...policies.flatMap((policy) => tooLong(`policy ${policy.name}`, policy.document, managed)),
    ...roles.flatMap((role) => tooLong(`trust policy of role ${role.name}`, role.trust, trust)),
    ...roles.flatMap((role) => checkInline(role, snapshot)),
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
    ...(trail === null
      ? []
      : tooLong(`policy of bucket ${trail.bucket.name}`, trail.bucket.policy, 20 * 1024)),
    // https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
    ...(trail?.key === undefined
      ? []
      : tooLong(`policy of key ${trail.key.alias}`, trail.key.policy, 32 * 1024)),
  ];
}

/** A role's inline policies count together, with those that are on it already. */
function checkInline(role: Plan['parts']['roles'][number], snapshot: Snapshot): readonly Finding[] {
  const others =
    snapshot.roles
      .find((live) => live.name === role.name)
      ?.inline.filter((policy) => policy.name !== role.policy.name) ?? [];
  const present = others.reduce((sum, policy) => sum + sizeOf(policy.document), 0);
  return tooLong(
    `inline policies of role ${role.name}`,
    role.policy.document,
    snapshot.summary.RolePolicySizeQuota ?? 10_240,
    present,
  );
}

function tooLong(subject: string, document: PolicyDocument, quota: number, present = 0): readonly Finding[] {
  const size = sizeOf(document) + present;
  if (size <= quota) return [];
  return [
    findingOf('policy-too-long', subject, {
      what: `The ${subject} has ${size} characters without white space; AWS takes ${quota}.`,
      expected: `at most ${quota}`,
      actual: `${size}`,
      why: 'AWS would refuse it in the middle of the run. It is not split by itself: the parts could mean something else.',
      fix: 'Name fewer actions and resources, or give the work to two groups or roles.',
      stops: 'refuse',
    }),
  ];
}

function sizeOf(document: PolicyDocument): number {
  return JSON.stringify(document).replace(/\s/g, '').length;
}
