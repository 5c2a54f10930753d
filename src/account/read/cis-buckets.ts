import {
  GetBucketLoggingCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  paginateListBuckets,
} from '@aws-sdk/client-s3';
import type { CisBucketFact, CisFacts } from '../../model/cis.ts';
import { awsErrorCode } from '../aws-error.ts';
import { mapBounded } from '../bounded.ts';
import type { Clients } from '../clients.ts';
import { parseDocument } from './document.ts';
import type { Gather } from './gather.ts';

/** Buckets looked into at most; each costs two calls. */
const bucketLimit = 200;
const bucketConcurrency = 8;

/** The account's buckets, those of trails first: policy, MFA delete, and for the trails' their access logs. */
export async function readCisBuckets(
  clients: Clients,
  gather: Gather,
  accountId: string,
  trailBuckets: readonly string[],
): Promise<Pick<CisFacts, 'buckets' | 'bucketsLeftOut'>> {
  const all = await listBuckets(clients, gather);
  if (all === undefined) return { bucketsLeftOut: 0 };
  const isTrails = ({ name }: Place) => trailBuckets.includes(name);
  const chosen = [...all.filter(isTrails), ...all.filter((each) => !isTrails(each))].slice(0, bucketLimit);
  const buckets = await mapBounded(chosen, bucketConcurrency, (place) =>
    readBucket(clients.forRegion(place.region), gather, accountId, place.name, isTrails(place)),
  );
  return {
    buckets: [...buckets].sort((a, b) => (a.name < b.name ? -1 : 1)),
    bucketsLeftOut: all.length - chosen.length,
  };
}

interface Place {
  readonly name: string;
  readonly region: string;
}

async function listBuckets(clients: Clients, gather: Gather): Promise<readonly Place[] | undefined> {
  return gather.attempt('s3:ListAllMyBuckets', async () => {
    const found: Place[] = [];
    // Only an answer in pages tells the regions.
    for await (const page of paginateListBuckets({ client: clients.s3, pageSize: 1000 }, {})) {
      for (const { Name: name, BucketRegion: region = clients.region } of page.Buckets ?? [])
        if (name !== undefined) found.push({ name, region });
    }
    return found;
  });
}

async function readBucket(
  { s3 }: Clients,
  gather: Gather,
  accountId: string,
  name: string,
  withLogs: boolean,
): Promise<CisBucketFact> {
  const input = { Bucket: name, ExpectedBucketOwner: accountId };
  const about = { subject: name, absent: ['NoSuchBucket'] };
  const [policy, versioning, logging] = await Promise.all([
    gather.attempt('s3:GetBucketPolicy', () => readPolicy(s3, input), about),
    gather.attempt('s3:GetBucketVersioning', () => s3.send(new GetBucketVersioningCommand(input)), about),
    withLogs
      ? gather.attempt('s3:GetBucketLogging', () => s3.send(new GetBucketLoggingCommand(input)), about)
      : undefined,
  ]);
  const target = logging?.LoggingEnabled?.TargetBucket;
  return {
    name,
    ...(policy === undefined
      ? {}
      : { policy: policy === 'none' ? 'none' : parseDocument(policy, `bucket ${name}`) }),
    ...(versioning === undefined ? {} : { mfaDelete: versioning.MFADelete === 'Enabled' }),
    ...(logging === undefined ? {} : { accessLogs: target === undefined ? 'off' : { bucket: target } }),
  };
}

async function readPolicy(
  s3: Clients['s3'],
  input: { readonly Bucket: string; readonly ExpectedBucketOwner: string },
): Promise<string> {
  try {
    return (await s3.send(new GetBucketPolicyCommand(input))).Policy ?? 'none';
  } catch (error) {
    if (awsErrorCode(error) === 'NoSuchBucketPolicy') return 'none';
    throw error;
  }
}
