import type { Finding } from '../../model/finding.ts';
import type { Plan } from '../../model/plan.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { findingOf } from '../rules.ts';

interface Named {
  readonly name: string;
  readonly arn: string;
}

/**
 * IAM holds names unique without regard to case, and we match them exactly: «admins» can neither be made nor
 * adopted while «Admins» is there. The same spelling at another path is an adoption, no clash.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function checkNames(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const { groups, people, machines, roles } = plan.parts;
  const policies = [...Object.values(groups.policies), ...machines.map((machine) => machine.boundary)];
  return [
    ...clashes(
      'group',
      groups.groups.map((group) => group.name),
      snapshot.groups,
    ),
    ...clashes(
      'user',
      [...people, ...machines].map((user) => user.name),
      snapshot.users,
    ),
    ...clashes(
      'policy',
      policies.map((policy) => policy.name),
      snapshot.policies.filter((policy) => !policy.awsManaged),
    ),
    ...clashes(
      'role',
      roles.map((role) => role.name),
      snapshot.roles,
    ),
    ...clashes(
      'instance profile',
      roles.map((role) => role.profile.name),
      snapshot.instanceProfiles,
    ),
  ];
}

function clashes(kind: string, wanted: readonly string[], present: readonly Named[]): readonly Finding[] {
  const byLowerCase = new Map(present.map((thing) => [thing.name.toLowerCase(), thing]));
  return wanted.flatMap((name) => {
    const live = byLowerCase.get(name.toLowerCase());
    if (live === undefined || live.name === name) return [];
    return [
      findingOf('name-case-clash', live.arn, {
        what: `The file says ${kind} "${name}", the account has "${live.name}".`,
        expected: name,
        actual: live.name,
        why: 'For IAM the two are one name, so it cannot be made; and they are not surely the same thing, so it is not adopted.',
        fix:
          kind === 'policy' || kind === 'instance profile'
            ? `The name follows from that of the group, machine or role: choose another name for that in the file, or take the other ${kind} away.`
            : `Write "${live.name}" into the file in place of "${name}" to adopt it: \`bootstrap-account check --repair\` offers to. Or choose another name.`,
        stops: 'refuse',
      }),
    ];
  });
}
