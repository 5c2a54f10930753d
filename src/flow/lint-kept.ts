import type { Finding } from '../model/finding.ts';
import type { Plan } from '../model/plan.ts';
import { lintDocument } from '../policies/lint/lint.ts';

/** What only shows in the document as a whole; the rest of foreign statements is compared with the plan. */
const told = new Set(['policy-resource-locks-out', 'policy-key-unmanageable']);

/**
 * Documents in which ours stands beside what was there before: a statement that is kept may be one that lets
 * nobody but root repair it. It is told, not refused, since it is in the account already.
 */
export async function lintKept({ account, parts }: Plan): Promise<readonly Finding[]> {
  const trail = parts['audit-trail'];
  if (trail === null) return [];
  const known = { account: { accountId: account.id, partition: account.partition, region: account.region } };
  const { bucket, key } = trail;
  const found = [
    ...(await lintDocument({
      ...known,
      where: `the policy of bucket ${bucket.name}`,
      name: `bucket/${bucket.name}`,
      holder: 'resource',
      use: 'bucket',
      document: bucket.policy,
    })),
    ...(key === undefined
      ? []
      : await lintDocument({
          ...known,
          where: `the policy of key ${key.alias}`,
          name: `key/${key.alias}`,
          holder: 'resource',
          use: 'key',
          document: key.policy,
        })),
  ];
  return found
    .map(({ finding }) => finding)
    .filter(({ rule }) => told.has(rule))
    .map(({ stops: _dropped, consent: _none, ...finding }) => finding);
}
