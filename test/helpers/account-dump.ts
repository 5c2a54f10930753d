import { ListKeysCommand } from '@aws-sdk/client-kms';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import type { Clients } from '../../src/account/clients.ts';
import { readCaller } from '../../src/account/read/caller.ts';
import { readSnapshot } from '../../src/account/read/snapshot.ts';

/**
 * What the account holds, so that two accounts can be compared: dates and generated ids are replaced by
 * their roles. Every key and bucket is counted, whoever made it: an orphan shows.
 */
export async function dumpAccount(clients: Clients): Promise<unknown> {
  const caller = await readCaller(clients);
  const [buckets, keys] = await Promise.all([
    clients.s3.send(new ListBucketsCommand({})),
    clients.kms.send(new ListKeysCommand({})),
  ]);
  const bucketNames = (buckets.Buckets ?? []).flatMap((bucket) => bucket.Name ?? []).sort();
  const interest = { buckets: bucketNames, keyAliases: ['alias/account-trail'], awsManagedPolicies: [] };
  const snapshot = await readSnapshot(clients, interest, {
    caller,
    region: clients.region,
    now: new Date(),
  });
  const { takenAt: _, caller: __, policies, ...rest } = snapshot;
  const keyIds = (keys.Keys ?? []).flatMap((key) => key.KeyId ?? []);
  const text = JSON.stringify({
    ...rest,
    policies: policies.filter((policy) => !policy.awsManaged),
    bucketNames,
    keys: snapshot.keys,
    keyCount: keyIds.length,
  });
  const plain = keyIds
    .reduce((told, id) => told.replaceAll(id, 'KEY'), text)
    .replace(/(audit[a-z0-9-]*)-[0-9a-f]{8}\b/g, '$1-RANDOM')
    .replace(/"StateId":"[0-9a-f]+"/g, '"StateId":"RANDOM"')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'DATE');
  return JSON.parse(plain) as unknown;
}
