import { type ArnScope, iamArn } from '../lib/arn.ts';
import { logicalNames as names } from '../lib/logical-names.ts';
import type { Answers, RoleAnswer } from '../model/answers.ts';
import type { RolePlan, TrailPlan } from '../model/plan.ts';
import type { Statement } from '../model/policy.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { bucketRole, ec2Trust } from '../policies/documents/bucket-role.ts';
import { mergeDocuments } from '../policies/documents/merge.ts';
import { tlsOnlyPolicy } from '../policies/documents/tls-only.ts';
import type { Adoption } from './adoption.ts';
import { isMadeByUs } from './origin.ts';
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
  const { region } = answers.account;
  return answers.roles.map((role) =>
    planRole(role, statementsNamed(role, answers), trail, { ...scope, region }, snapshot, adoption),
  );
}

/** The statements of the file's policies that the role names; a document takes each Sid once. */
function statementsNamed(role: RoleAnswer, { policies = [] }: Answers): readonly Statement[] {
  const named = policies.filter(({ name }) => role.policies?.includes(name) === true);
  const seen = new Set<string>();
  return named
    .flatMap(({ statements }) => statements)
    .map((statement) => {
      if (statement.Sid === undefined) return statement;
      let Sid = statement.Sid;
      for (let number = 2; seen.has(Sid); number += 1) Sid = `${statement.Sid}${number}`;
      seen.add(Sid);
      return { ...statement, Sid };
    });
}

function planRole(
  role: RoleAnswer,
  statements: readonly Statement[],
  trail: TrailPlan | null,
  scope: ArnScope & { readonly region: string },
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
    .map(({ name }) => planRoleBucket(name, scope, snapshot, adoption));
  const buckets = role.buckets.map((bucket) => ({ ...bucket, owner: bucket.owner ?? scope.accountId }));
  const things = (role.things ?? []).map((each) => ({ ...each, region: each.region ?? scope.region }));
  const path = live?.path ?? role.path ?? '/';
  const own = { ...role.tags, Purpose: tagValue(role.purpose) };
  return {
    name: role.name,
    path,
    arn: live?.arn ?? iamArn(scope, 'role', path, role.name),
    ...(role.purpose === undefined ? {} : { purpose: role.purpose }),
    ...(role.owner === undefined ? {} : { owner: role.owner }),
    description:
      role.purpose ??
      live?.description ??
      `Programs on EC2 that use ${[...[...buckets, ...things].map(({ name }) => name), ...(role.policies ?? [])].join(', ')}.`,
    maxSessionSeconds: live?.maxSessionSeconds ?? 3600,
    ...(live?.boundaryArn === undefined ? {} : { boundaryArn: live.boundaryArn }),
    // On a role of our own a stranger in the trust policy is put out; on an adopted one they stay, and are told.
    trust:
      live === undefined || isMadeByUs(live.tags)
        ? ec2Trust(scope)
        : mergeDocuments(ec2Trust(scope), live.trust).document,
    policy: {
      name: bucketPolicyName,
      document: bucketRole({
        scope,
        buckets,
        things,
        ...(trail === null ? {} : { auditBucket: trail.bucket.name }),
        ...(statements.length === 0 ? {} : { statements }),
      }),
    },
    ...(statements.length === 0 ? {} : { statements }),
    profile: {
      name: role.name,
      path: profile?.path ?? role.path ?? '/',
      tags: adoption.tags(names.roleProfile(role.name), profile?.tags, own),
    },
    createBuckets: created,
    buckets: buckets.map(({ name, access, prefix, owner }) => ({
      name,
      access,
      owner,
      ...(prefix === undefined ? {} : { prefix }),
    })),
    ...(things.length === 0 ? {} : { things }),
    tags: adoption.tags(names.role(role.name), live?.tags, own),
  };
}

function planRoleBucket(
  name: string,
  { partition }: ArnScope,
  snapshot: Snapshot,
  adoption: Adoption,
): RolePlan['createBuckets'][number] {
  const live = snapshot.buckets[name];
  const tlsOnly = tlsOnlyPolicy(partition, name);
  if (live?.kind !== 'own') {
    const tags = adoption.tags(names.roleBucket(name), undefined, {});
    return { name, tags, encrypt: true, policy: tlsOnly };
  }
  const encryption = names.roleBucketEncryption(name);
  const encrypt = live.encryption?.algorithm.startsWith('aws:kms') !== true || adoption.knows(encryption);
  adoption.foundTagged(names.roleBucket(name), name, live.tags);
  adoption.found(
    names.roleBucketPublicAccessBlock(name),
    live.publicAccessBlock === undefined ? undefined : name,
    false,
  );
  adoption.found(encryption, live.encryption === undefined || !encrypt ? undefined : name, false);
  const policy = names.roleBucketPolicy(name);
  const isOurs = isMadeByUs(live.tags) || adoption.knows(policy);
  adoption.found(policy, live.policy === undefined || !isOurs ? undefined : name, false);
  return {
    name,
    tags: adoption.tags(names.roleBucket(name), live.tags, {}),
    encrypt,
    ...(isOurs ? { policy: mergeDocuments(tlsOnly, live.policy).document } : {}),
  };
}
