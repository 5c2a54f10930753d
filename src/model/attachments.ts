import type { GroupPlan, GroupsPlan } from './plan.ts';

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
