import type { Finding } from '../../model/finding.ts';
import type { Plan } from '../../model/plan.ts';
import type { BucketFact, Snapshot } from '../../model/snapshot.ts';
import { findingOf } from '../rules.ts';

interface RoleBucket {
  readonly role: string;
  readonly name: string;
  /** Account id. */
  readonly owner: string;
  readonly create: boolean;
}

/**
 * Bucket names are global: a name that nobody checked may be a stranger's, and the role would carry the
 * company's data there.
 */
export function checkBuckets(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const account = plan.account.id;
  const wanted = plan.parts.roles.flatMap((role) =>
    role.buckets.map(
      ({ name, owner }): RoleBucket => ({
        role: role.name,
        name,
        owner,
        create: role.createBuckets.some((made) => made.name === name),
      }),
    ),
  );
  return wanted.flatMap((bucket) => {
    const live = snapshot.buckets[bucket.name];
    return live === undefined ? [] : checkBucket(bucket, live, account);
  });
}

function checkBucket(bucket: RoleBucket, live: BucketFact, account: string): readonly Finding[] {
  const ours = bucket.owner === account;
  switch (live.kind) {
    case 'absent':
      return ours && bucket.create ? [] : [absent(bucket, ours)];
    case 'foreign':
      return ours || bucket.create ? [foreign(bucket)] : [];
    case 'own':
      return ours ? [] : [notTheirs(bucket, account)];
  }
}

function absent({ role, name, owner }: RoleBucket, ours: boolean): Finding {
  return findingOf('role-bucket-absent', name, {
    what: `The bucket "${name}" of role "${role}" does not exist.`,
    why: 'Anybody in the world could make it, and the programs of the role would then talk to whoever did.',
    fix: ours
      ? 'Write create: true at that bucket to have it made here, or correct the name.'
      : `Ask the owner, account ${owner}, to make it first, or correct the name.`,
    stops: 'refuse',
  });
}

function foreign({ role, name }: RoleBucket): Finding {
  return findingOf('role-bucket-foreign', name, {
    what: `The bucket "${name}" of role "${role}" belongs to another account.`,
    why: 'The role would carry data of this company to a stranger.',
    fix: 'Choose another name; or, if you know that account and mean it, write owner: "<its 12 digits>" (without create) at that bucket.',
    stops: 'refuse',
  });
}

function notTheirs({ role, name, owner }: RoleBucket, account: string): Finding {
  return findingOf('role-bucket-foreign', name, {
    what: `The bucket "${name}" of role "${role}" belongs to this account, but the file says owner ${owner}.`,
    expected: owner,
    actual: account,
    why: 'The role would be allowed only in the account that the file names, so it could not reach the bucket.',
    fix: 'Remove owner at that bucket, or correct the name.',
    stops: 'refuse',
  });
}
