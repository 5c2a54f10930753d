import type { Partition } from '../model/target.ts';

const mainRegions: Readonly<Record<Partition, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

/**
 * The region in which a partition records the events of its global services (IAM, budgets, account settings).
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
 */
export function mainRegion(partition: Partition): string {
  return mainRegions[partition];
}

/** The partition of a region, which its name tells: `cn-…`, `us-gov-…`, all others. */
export function partitionOf(region: string): Partition {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
