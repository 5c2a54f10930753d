import { paginateListBuckets } from '@aws-sdk/client-s3';
import type { Clients } from '../clients.ts';
import type { Gather } from './gather.ts';

/** Names of all buckets of the account, in every region; https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export async function readBucketNames(clients: Clients, gather: Gather): Promise<readonly string[]> {
  const names: string[] = [];
  await gather.attempt('s3:ListAllMyBuckets', async () => {
    for await (const page of paginateListBuckets({ client: clients.s3, pageSize: 1000 }, {}))
      names.push(...(page.Buckets ?? []).flatMap((bucket) => bucket.Name ?? []));
  });
  return names.sort();
}
