import { HeadBucketCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import type { BucketFact } from '../../model/snapshot.ts';
import { awsErrorCode, awsStatus } from '../aws-error.ts';
import { mapBounded } from '../bounded.ts';
import type { Clients } from '../clients.ts';
import { type BucketLook, readBucketSettings } from './bucket-settings.ts';
import type { Gather } from './gather.ts';

/** Buckets by name: absent, somebody else's, or ours with every setting. */
export async function readBuckets(
  clients: Clients,
  gather: Gather,
  accountId: string,
  names: readonly string[],
): Promise<Readonly<Record<string, BucketFact>>> {
  const wanted = [...new Set(names)].sort();
  const facts = await mapBounded(wanted, 5, (name) => readBucket({ clients, gather, accountId, name }));
  return Object.fromEntries(facts.flatMap((fact) => (fact === undefined ? [] : [[fact.name, fact]])));
}

type Head = { readonly kind: 'absent' | 'foreign' } | { readonly kind: 'own'; readonly region: string };

async function readBucket(look: BucketLook): Promise<BucketFact | undefined> {
  const { name } = look;
  const head = await look.gather.attempt('s3:ListBucket', () => headBucket(look), { subject: name });
  if (head === undefined) return undefined;
  if (head.kind !== 'own') return { kind: head.kind, name };
  const there = { ...look, clients: look.clients.forRegion(head.region) };
  return { kind: 'own', name, region: head.region, ...(await readBucketSettings(there)) };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
async function headBucket({ clients, accountId, name }: BucketLook): Promise<Head> {
  try {
    const answer = await clients.s3.send(
      new HeadBucketCommand({ Bucket: name, ExpectedBucketOwner: accountId }),
    );
    // Emulators leave the region out; there is one region only.
    return { kind: 'own', region: answer.BucketRegion ?? clients.region };
  } catch (error) {
    const status = awsStatus(error);
    if (status === 404 || awsErrorCode(error) === 'NotFound') return { kind: 'absent' };
    if (status !== 403) throw error;
    return (await findOwn(clients, name)) ?? { kind: 'foreign' };
  }
}

/** 403 also comes for a bucket of ours that this caller may not list: the account's own list tells. */
async function findOwn(clients: Clients, name: string): Promise<Head | undefined> {
  try {
    const { Buckets: buckets } = await clients.s3.send(
      new ListBucketsCommand({ Prefix: name, MaxBuckets: 100 }),
    );
    const own = buckets?.find((bucket) => bucket.Name === name);
    return own === undefined ? undefined : { kind: 'own', region: own.BucketRegion ?? clients.region };
  } catch (error) {
    // Without that list nobody can say whose it is: never taken for ours.
    if (awsStatus(error) === 403) return undefined;
    throw error;
  }
}
