import type { LaunchTemplateSpecification } from '@aws-sdk/client-auto-scaling';
import type { TemplateUser } from '../../model/keys.ts';
import type { Clients } from '../clients.ts';
import type { Gather } from './gather.ts';

/**
 * The Auto Scaling groups of a region that start machines from a launch template, by the template's id. Fleets and
 * services of other accounts are not seen.
 * @returns undefined where they may not be read
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html
 */
export async function readTemplateUsers(
  clients: Clients,
  gather: Gather,
): Promise<ReadonlyMap<string, readonly TemplateUser[]> | undefined> {
  const client = await clients.autoScaling();
  const { paginateDescribeAutoScalingGroups } = await import('../late/auto-scaling.ts');
  return gather.attempt('autoscaling:DescribeAutoScalingGroups', async () => {
    const users = new Map<string, TemplateUser[]>();
    for await (const page of paginateDescribeAutoScalingGroups({ client, pageSize: 100 }, {})) {
      for (const { AutoScalingGroupName: group = '', ...each } of page.AutoScalingGroups ?? []) {
        const mixed = each.MixedInstancesPolicy?.LaunchTemplate;
        const used = [
          each.LaunchTemplate,
          mixed?.LaunchTemplateSpecification,
          ...(mixed?.Overrides ?? []).map(({ LaunchTemplateSpecification: own }) => own),
        ];
        for (const [id, version] of versionsOf(used))
          users.set(id, [...(users.get(id) ?? []), { group, version }]);
      }
    }
    return users;
  });
}

function versionsOf(
  used: readonly (LaunchTemplateSpecification | undefined)[],
): readonly (readonly [string, string])[] {
  const pairs = used.flatMap((each) =>
    each?.LaunchTemplateId === undefined
      ? []
      : [[each.LaunchTemplateId, each.Version ?? '$Default'] as const],
  );
  return [...new Map(pairs.map((pair) => [pair.join(' '), pair])).values()];
}
