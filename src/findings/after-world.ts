import { logicalNames as names } from '../lib/logical-names.ts';
import type { PersonPlan, Plan, RolePlan, StateIndex } from '../model/plan.ts';
import type { RoleFact, Snapshot, UserFact } from '../model/snapshot.ts';
import { policySetOf } from '../policies/effective.ts';
import { isSomebodys, liveResources, liveRoleHolder, userHolder } from '../policies/live-world.ts';
import { type MatrixScope, matrixScope } from '../policies/matrix-questions.ts';
import { groupHolder, roleHolder } from '../policies/planned-world.ts';
import { type Holder, plannedResourcePolicies, type World } from '../policies/world.ts';
import { documentsAfter, effectivePoliciesAfter, groupsAfter, hangingAfter } from './after-state.ts';

/**
 * The account once a plan is carried out: what is ours as planned, what hangs there by hand as it is. Whoever
 * our record made and the plan no longer wants is gone, unless they were there before us.
 */
export function worldAfter(plan: Plan, state: StateIndex, snapshot: Snapshot): World {
  const scope = matrixScope(plan, snapshot);
  const { groups, people, machines, roles } = plan.parts;
  const stays = (name: string): boolean => !state.has(name) || state.get(name)?.retained === true;
  const present = snapshot.users.filter(
    (user) =>
      [...people, ...machines].some((each) => each.name === user.name) ||
      (stays(names.person(user.name)) && stays(names.machine(user.name))),
  );
  const coming = [...people, ...machines].filter(
    (each) => !snapshot.users.some((user) => user.name === each.name),
  );
  const others = snapshot.roles.filter(
    (role) =>
      isSomebodys(role) && !roles.some((each) => each.name === role.name) && stays(names.role(role.name)),
  );
  const documents = documentsAfter(plan, snapshot);
  return {
    holders: [
      ...groups.groups
        .filter((group) => group.kind === 'human')
        .map((group) =>
          groupHolder(
            scope,
            group,
            policySetOf(hangingAfter(plan, state, snapshot, group.name), undefined, documents),
          ),
        ),
      ...[...present, ...coming.map(asFact)].map((user) => userAfter(scope, state, snapshot, user)),
      ...roles.map((role) => roleAfter(scope, snapshot, role)),
      ...others.map((role) => liveRoleHolder(scope, role, policySetOf([role], role.boundaryArn, documents))),
    ],
    resources: new Map([...liveResources(plan, snapshot), ...plannedResourcePolicies(scope)]),
  };
}

function userAfter(scope: MatrixScope, state: StateIndex, snapshot: Snapshot, user: UserFact): Holder {
  const { plan } = scope;
  const policies = effectivePoliciesAfter(plan, state, snapshot, user, 'after');
  return userHolder(scope, user, policies, groupsAfter(plan, state, user, 'after'));
}

/** Somebody who is made by the run, as they will be read the moment after, before they are put into groups. */
function asFact(person: Pick<PersonPlan, 'name' | 'arn' | 'path' | 'tags' | 'boundaryArn'>): UserFact {
  return {
    name: person.name,
    arn: person.arn,
    path: person.path,
    createdAt: '',
    groups: [],
    attached: [],
    inline: [],
    ...(person.boundaryArn === undefined ? {} : { boundaryArn: person.boundaryArn }),
    tags: person.tags,
    mfaDevices: [],
    accessKeys: [],
  };
}

function roleAfter(scope: MatrixScope, snapshot: Snapshot, role: RolePlan): Holder {
  const live = snapshot.roles.find((each) => each.name === role.name);
  const byHand: Pick<RoleFact, 'attached' | 'inline'> = {
    attached: live?.attached ?? [],
    inline: (live?.inline ?? []).filter((policy) => policy.name !== role.policy.name),
  };
  return roleHolder(
    scope,
    role,
    policySetOf(
      [{ attached: [], inline: [role.policy] }, byHand],
      role.boundaryArn,
      documentsAfter(scope.plan, snapshot),
    ),
  );
}
