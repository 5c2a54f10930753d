import { attachmentsOf } from '../model/attachments.ts';
import type { GroupPlan, Plan, RolePlan } from '../model/plan.ts';
import type { PolicyDocument } from '../model/policy.ts';
import type { PolicySet } from './access.ts';
import { policySetOf } from './effective.ts';
import {
  type MatrixScope,
  machineQuestions,
  matrixScope,
  peopleQuestions,
  roleQuestions,
  workOf,
} from './matrix-questions.ts';
import { type Holder, plannedResourcePolicies, rolePrincipal, userPrincipal, type World } from './world.ts';

export interface PlannedWorld {
  readonly plan: Plan;
  /** Documents of AWS-managed policies by ARN; what is missing makes answers `unknown`. */
  readonly awsManaged: Readonly<Record<string, PolicyDocument>>;
  /** Of the account that the plan is compared with, where there is one. */
  readonly scope?: MatrixScope;
}

/** The account as the file wants it, and nothing besides. */
export function plannedWorld(p: PlannedWorld): World {
  const { groups, machines, people, roles } = p.plan.parts;
  const scope = p.scope ?? matrixScope(p.plan);
  const human = groups.groups.filter((group) => group.kind === 'human');
  return {
    holders: [
      ...human.map((group) => groupHolder(scope, group, policiesOf(p, [group.name], undefined))),
      ...people.map((person): Holder => {
        const principal = userPrincipal(p.plan, person.arn, person.tags);
        return {
          kind: 'person',
          name: person.name,
          arn: person.arn,
          who: person.name,
          groups: person.groups,
          principal,
          policies: policiesOf(p, person.groups, person.boundaryArn),
          questions: peopleQuestions(scope, principal, workOf(p.plan, person.groups)),
        };
      }),
      ...machines.map((machine): Holder => {
        const principal = userPrincipal(p.plan, machine.arn, machine.tags);
        return {
          kind: 'machine',
          name: machine.name,
          arn: machine.arn,
          who: `machine ${machine.name}`,
          groups: machine.groups,
          principal,
          policies: { ...policiesOf(p, machine.groups, undefined), boundary: [machine.boundary] },
          questions: machineQuestions(scope, principal, workOf(p.plan, machine.groups)),
        };
      }),
      ...roles.map((role) => roleHolder(scope, role, plannedRolePolicies(role))),
    ],
    resources: new Map(plannedResourcePolicies(scope)),
  };
}

/** The rows of a group speak of a member who is in no other; the first of them lends the name. */
export function groupHolder(scope: MatrixScope, group: GroupPlan, policies: PolicySet): Holder {
  const { plan } = scope;
  const { id, partition } = plan.account;
  const member = plan.parts.people.find((person) => person.groups.includes(group.name));
  const principal = userPrincipal(plan, member?.arn ?? `arn:${partition}:iam::${id}:user/member`);
  return {
    kind: 'group',
    name: group.name,
    arn: principal.arn,
    who: `member of ${group.name}`,
    groups: [group.name],
    principal,
    policies,
    questions: peopleQuestions(scope, principal, workOf(plan, [group.name])),
  };
}

export function roleHolder(scope: MatrixScope, role: RolePlan, policies: PolicySet): Holder {
  return {
    kind: 'role',
    name: role.name,
    arn: role.arn,
    who: `role ${role.name}`,
    groups: [],
    principal: rolePrincipal(scope.plan, role.name),
    policies,
    questions: roleQuestions(scope, role),
  };
}

function plannedRolePolicies(role: RolePlan): PolicySet {
  return policySetOf([{ attached: [], inline: [role.policy] }], role.boundaryArn, () => undefined);
}

function policiesOf(p: PlannedWorld, names: readonly string[], boundaryArn: string | undefined): PolicySet {
  const { groups, policies } = p.plan.parts.groups;
  const own = new Map(Object.values(policies).map((policy) => [policy.arn, policy.document]));
  const hanging = groups
    .filter((group) => names.includes(group.name))
    .map((group) => ({ attached: attachmentsOf(group, policies), inline: [] }));
  return policySetOf(hanging, boundaryArn, (arn) => own.get(arn) ?? p.awsManaged[arn]);
}
