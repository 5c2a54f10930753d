import type { GroupPlan, GroupsPlan } from './plan.ts';
import type { Statement } from './policy.ts';

/** What is attached to a group, in the order in which it has to be: the MFA deny before any grant. */
export function attachmentsOf(
  group: GroupPlan,
  policies: GroupsPlan['policies'],
): readonly { readonly name: string; readonly arn: string }[] {
  const deny = policies['require-mfa'];
  const own = group.customer.flatMap((key) => policies[key] ?? []);
  const work = own.filter((policy) => policy !== deny);
  return [...(deny !== undefined && own.includes(deny) ? [deny] : []), ...group.awsManaged, ...work];
}

/** Key in `GroupsPlan.policies` of a policy that the file itself names. */
export const ownPolicyKey = (name: string): string => `own/${name}`;

/** The statements that the file itself gives groups: their work policies, and the policies that they name. */
export function statementsOf(plan: GroupsPlan, groups: readonly string[]): readonly Statement[] {
  const keys = groups.flatMap((group) => [
    `${group}-work`,
    ...(plan.groups.find(({ name }) => name === group)?.customer ?? []).filter((key) =>
      key.startsWith('own/'),
    ),
  ]);
  return [...new Set(keys)].flatMap((key) => plan.policies[key]?.document.Statement ?? []);
}
