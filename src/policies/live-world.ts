import { bucketArn } from '../lib/arn.ts';
import type { Plan } from '../model/plan.ts';
import type { RoleFact, Snapshot, UserFact } from '../model/snapshot.ts';
import type { NamedPolicy, PolicySet } from './access.ts';
import { effectivePolicies, policySetOf } from './effective.ts';
import {
  type MatrixScope,
  machineQuestions,
  matrixScope,
  otherRoleQuestions,
  peopleQuestions,
  roleQuestions,
  workOf,
} from './matrix-questions.ts';
import { groupHolder } from './planned-world.ts';
import { type Holder, rolePrincipal, userPrincipal, type World } from './world.ts';

/**
 * The account as it was read: whatever hangs on anybody, planned or not. The plan only says what is asked, and
 * who is who; groups, users and roles that it wants and the account lacks do not appear.
 */
export function liveWorld(plan: Plan, snapshot: Snapshot): World {
  const scope = matrixScope(plan, snapshot);
  const documents = documentsOf(snapshot);
  const groups = plan.parts.groups.groups.flatMap((group) => {
    const live = snapshot.groups.find((each) => each.name === group.name);
    if (live === undefined || group.kind !== 'human') return [];
    return [groupHolder(scope, group, policySetOf([live], undefined, documents))];
  });
  return {
    holders: [
      ...groups,
      ...snapshot.users.map((user) => userHolder(scope, user, effectivePolicies(snapshot, user.name))),
      ...snapshot.roles
        .filter(isSomebodys)
        .map((role) => liveRoleHolder(scope, role, policySetOf([role], role.boundaryArn, documents))),
    ],
    resources: liveResources(plan, snapshot),
  };
}

/** A present user, in the words of the plan: person, machine, or neither. */
export function userHolder(
  scope: MatrixScope,
  user: UserFact,
  policies: PolicySet,
  groups: readonly string[] = user.groups,
): Holder {
  const { plan } = scope;
  const { people, machines } = plan.parts;
  const planned = [...people, ...machines].find((each) => each.name === user.name);
  const principal = userPrincipal(plan, user.arn, user.tags);
  // Whatever group makes it, the same is asked before and after a run.
  const work = workOf(plan, [...new Set([...user.groups, ...(planned?.groups ?? [])])].sort());
  const isMachine = machines.some((machine) => machine.name === user.name);
  const isPerson = people.some((person) => person.name === user.name);
  return {
    kind: isMachine ? 'machine' : isPerson ? 'person' : 'other-user',
    name: user.name,
    arn: user.arn,
    who: isMachine ? `machine ${user.name}` : user.name,
    groups,
    principal,
    policies,
    questions: isMachine ? machineQuestions(scope, principal, work) : peopleQuestions(scope, principal, work),
  };
}

export function liveRoleHolder(scope: MatrixScope, role: RoleFact, policies: PolicySet): Holder {
  const { plan } = scope;
  const planned = plan.parts.roles.find((each) => each.name === role.name);
  const principal = rolePrincipal(plan, role.name);
  return {
    kind: planned === undefined ? 'other-role' : 'role',
    name: role.name,
    arn: role.arn,
    who: `role ${role.name}`,
    groups: [],
    principal,
    policies,
    questions: planned === undefined ? otherRoleQuestions(scope, role.arn) : roleQuestions(scope, planned),
  };
}

/** Roles of AWS's services and of IAM Identity Center are theirs: nobody changes them here. */
export function isSomebodys(role: RoleFact): boolean {
  return !role.path.startsWith('/aws-service-role/') && !role.path.startsWith('/aws-reserved/');
}

export function documentsOf(snapshot: Snapshot) {
  const documents = new Map(snapshot.policies.map((policy) => [policy.arn, policy.document]));
  return (arn: string) => documents.get(arn);
}

export function liveResources(plan: Plan, snapshot: Snapshot): World['resources'] {
  const buckets = Object.values(snapshot.buckets).flatMap(
    (bucket): readonly (readonly [string, NamedPolicy])[] =>
      bucket.kind !== 'own' || bucket.policy === undefined
        ? []
        : [
            [
              bucketArn(plan.account.partition, bucket.name),
              { name: `the policy of bucket ${bucket.name}`, document: bucket.policy },
            ],
          ],
  );
  const keys = snapshot.keys.map(
    (key) =>
      [key.arn, { name: `the policy of key ${key.aliases[0] ?? key.id}`, document: key.policy }] as const,
  );
  const roles = snapshot.roles.map(
    (role) => [role.arn, { name: `the trust policy of role ${role.name}`, document: role.trust }] as const,
  );
  return new Map([...buckets, ...keys, ...roles]);
}
