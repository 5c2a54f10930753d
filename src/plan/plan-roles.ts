import { type ArnScope, iamArn } from '../lib/arn.ts';
import { logicalNames as names } from '../lib/logical-names.ts';
import type { Answers, RoleAnswer } from '../model/answers.ts';
import type { RolePlan, Tags, TrailPlan } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { bucketRole, ec2Trust } from '../policies/documents/bucket-role.ts';
import { mergeDocuments } from '../policies/documents/merge.ts';
import type { Adoption } from './adoption.ts';
import { planTags } from './origin.ts';
import { tagValue } from './plan-people.ts';

/** Name of the inline policy on every role we make. */
const bucketPolicyName = 'buckets';

/** Plans EC2 roles: trust, one inline policy for its buckets, an instance profile of the same name. */
export function planRoles(
  answers: Answers,
  trail: TrailPlan | null,
  scope: ArnScope,
  snapshot: Snapshot,
  adoption: Adoption,
): readonly RolePlan[] {
  return answers.roles.map((role) => planRole(role, trail, scope, snapshot, adoption));
}

function planRole(
  role: RoleAnswer,
  trail: TrailPlan | null,
  scope: ArnScope,
  snapshot: Snapshot,
  adoption: Adoption,
): RolePlan {
  const live = snapshot.roles.find((candidate) => candidate.name === role.name);
  const profile = snapshot.instanceProfiles.find((candidate) => candidate.name === role.name);
  const inline = live?.inline.some((policy) => policy.name === bucketPolicyName) === true;
  adoption.foundTagged(names.role(role.name), live?.name, live?.tags);
  adoption.found(names.rolePolicy(role.name), inline ? `${role.name}:${bucketPolicyName}` : undefined, false);
  adoption.foundTagged(names.roleProfile(role.name), profile?.name, profile?.tags);
  const created = role.buckets
    .filter((bucket) => bucket.create)
    .map(({ name }) => ({ name, tags: planTags(adoptRoleBucket(name, snapshot, adoption), {}) }));
  const buckets = role.buckets.map((bucket) => ({ ...bucket, owner: bucket.owner ?? scope.accountId }));
  const path = live?.path ?? '/';
  const own = { Purpose: tagValue(role.purpose) };
  return {
    name: role.name,
    path,
    arn: live?.arn ?? iamArn(scope, 'role', path, role.name),
    ...(role.purpose === undefined ? {} : { purpose: role.purpose }),
    description:
      role.purpose ??
      live?.description ??
      `Programs on EC2 that use ${buckets.map((bucket) => bucket.name).join(', ')}.`,
    maxSessionSeconds: live?.maxSessionSeconds ?? 3600,
    ...(live?.boundaryArn === undefined ? {} : { boundaryArn: live.boundaryArn }),
    trust: mergeDocuments(ec2Trust(scope), live?.trust).document,
    policy: {
      name: bucketPolicyName,
      document: bucketRole({ scope, buckets, ...(trail === null ? {} : { auditBucket: trail.bucket.name }) }),
    },
    profile: { name: role.name, path: profile?.path ?? '/', tags: planTags(profile?.tags, own) },
    createBuckets: created,
    buckets: buckets.map(({ name, access, prefix, owner }) => ({
      name,
      access,
      owner,
      ...(prefix === undefined ? {} : { prefix }),
    })),
    tags: planTags(live?.tags, own),
  };
}

/** @returns the present bucket's tags; undefined where it has to be made */
function adoptRoleBucket(bucket: string, snapshot: Snapshot, adoption: Adoption): Tags | undefined {
  const live = snapshot.buckets[bucket];
  if (live?.kind !== 'own') return undefined;
  adoption.foundTagged(names.roleBucket(bucket), bucket, live.tags);
  adoption.found(
    names.roleBucketPublicAccessBlock(bucket),
    live.publicAccessBlock === undefined ? undefined : bucket,
    false,
  );
  adoption.found(
    names.roleBucketEncryption(bucket),
    live.encryption === undefined ? undefined : bucket,
    false,
  );
  return live.tags;
}
