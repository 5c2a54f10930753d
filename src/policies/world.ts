import { bucketArn } from '../lib/arn.ts';
import type { Plan } from '../model/plan.ts';
import type { HolderKind } from '../model/power.ts';
import type { AccessRequest, NamedPolicy, PolicySet } from './access.ts';
import type { MatrixScope, Question } from './matrix-questions.ts';

/** Somebody, or a kind of somebody, with every policy that has a say in what they may do. */
export interface Holder {
  readonly kind: HolderKind;
  readonly name: string;
  /** Of the user or role; of a group, the member's who stands for it. */
  readonly arn: string;
  /** For people: «member of finance», «role checkbot». */
  readonly who: string;
  readonly groups: readonly string[];
  readonly principal: AccessRequest['principal'];
  readonly policies: PolicySet;
  readonly questions: readonly Question[];
}

/** Everybody of an account, as it is or as it is planned, and the policies of what they reach for. */
export interface World {
  readonly holders: readonly Holder[];
  /** Own policies of buckets, keys and roles, by their ARN. Missing: there is none, or it is not known. */
  readonly resources: ReadonlyMap<string, NamedPolicy>;
}

export function userPrincipal(
  plan: Plan,
  arn: string,
  tags?: Readonly<Record<string, string>>,
): AccessRequest['principal'] {
  const principal = { arn, accountId: plan.account.id, kind: 'user' } as const;
  return tags === undefined ? principal : { ...principal, tags };
}

export function rolePrincipal(plan: Plan, role: string): AccessRequest['principal'] {
  const { id, partition } = plan.account;
  return { arn: `arn:${partition}:sts::${id}:assumed-role/${role}/session`, accountId: id, kind: 'role' };
}

/** Policies of resources that a plan sets: audit bucket, audit key (under the ARN it goes by), trust of its roles. */
export function plannedResourcePolicies({
  plan,
  auditKeyArn,
}: MatrixScope): readonly (readonly [string, NamedPolicy])[] {
  const trail = plan.parts['audit-trail'];
  const bucket =
    trail === null
      ? []
      : ([
          [
            bucketArn(plan.account.partition, trail.bucket.name),
            { name: `the policy of bucket ${trail.bucket.name}`, document: trail.bucket.policy },
          ],
        ] as const);
  const key =
    trail?.key === undefined
      ? []
      : ([
          [auditKeyArn, { name: `the policy of key ${trail.key.alias}`, document: trail.key.policy }],
        ] as const);
  const roles = plan.parts.roles.map(
    (role) => [role.arn, { name: `the trust policy of role ${role.name}`, document: role.trust }] as const,
  );
  return [...bucket, ...key, ...roles];
}

/** The policy of what a call is about: of the bucket for an object, of a key, of a role for taking it on. */
export function resourcePolicyOf(world: World, action: string, resource: string): NamedPolicy | undefined {
  if (action.startsWith('s3:')) return world.resources.get(resource.split('/')[0] ?? resource);
  // What is done to a role is not its trust policy's business, only taking it on is.
  const isTrust = action.startsWith('sts:AssumeRole');
  return action.startsWith('kms:') || isTrust ? world.resources.get(resource) : undefined;
}
