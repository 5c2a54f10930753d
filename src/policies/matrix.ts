import { attachmentsOf } from '../model/attachments.ts';
import type { GroupPlan, Plan } from '../model/plan.ts';
import type { PolicyDocument } from '../model/policy.ts';
import type { ReportPermission } from '../model/report.ts';
import type { AccessRequest, Decision, PolicySet } from './access.ts';
import { policySetOf } from './effective.ts';
import { evaluateAccess } from './evaluate.ts';
import { groupQuestions, machineQuestions, type Question, roleQuestions } from './matrix-questions.ts';

export interface MatrixInput {
  readonly plan: Plan;
  /** Documents of AWS-managed policies by ARN; what is missing makes answers `unknown`. */
  readonly awsManaged: Readonly<Record<string, PolicyDocument>>;
}

/**
 * Who may do what once a plan is carried out, and by which statement: every group, machine and role against
 * the calls that matter.
 */
export function permissionRows(p: MatrixInput): readonly ReportPermission[] {
  const { groups, machines, roles } = p.plan.parts;
  return [
    ...groups.groups.filter((group) => group.kind === 'human').flatMap((group) => groupRows(p, group)),
    ...machines.flatMap((machine) => {
      const principal = { arn: machine.arn, accountId: p.plan.account.id, kind: 'user' } as const;
      const planned = groups.groups.filter((group) => machine.groups.includes(group.name));
      const policies = { ...policiesOf(p, planned), boundary: [machine.boundary] };
      const work = planned.flatMap((group) => workOf(p.plan, group));
      return machineQuestions(p.plan, principal, work).map((question) =>
        answer(`machine ${machine.name}`, principal, policies, question),
      );
    }),
    ...roles.flatMap((role) => {
      const { id, partition } = p.plan.account;
      const principal = {
        arn: `arn:${partition}:sts::${id}:assumed-role/${role.name}/session`,
        accountId: id,
        kind: 'role',
      } as const;
      const policies = policySetOf(
        [{ attached: [], inline: [role.policy] }],
        role.boundaryArn,
        () => undefined,
      );
      return roleQuestions(p.plan, role).map((question) =>
        answer(`role ${role.name}`, principal, policies, question),
      );
    }),
  ];
}

function groupRows(p: MatrixInput, group: GroupPlan): readonly ReportPermission[] {
  const { id, partition } = p.plan.account;
  const member = p.plan.parts.people.find((person) => person.groups.includes(group.name));
  const principal = {
    arn: member?.arn ?? `arn:${partition}:iam::${id}:user/member`,
    accountId: id,
    kind: 'user',
  } as const;
  const policies = policiesOf(p, [group]);
  return groupQuestions(p.plan, principal, workOf(p.plan, group)).map((question) => {
    const withMfa = { ...question, context: { ...question.context, 'aws:MultiFactorAuthPresent': 'true' } };
    const { context } = question;
    const signedIn = evaluate(principal, policies, {
      ...question,
      context: { ...context, 'aws:MultiFactorAuthPresent': 'false' },
    });
    const bareKey = evaluate(principal, policies, question);
    return {
      ...answer(`member of ${group.name}`, principal, policies, withMfa),
      withoutMfa: weaker(signedIn, bareKey),
    };
  });
}

/** The more open of two answers: without MFA nothing may pass, neither way. */
function weaker(a: Decision, b: Decision): Decision['decision'] {
  const both = [a.decision, b.decision];
  return both.includes('allowed') ? 'allowed' : both.includes('unknown') ? 'unknown' : 'denied';
}

function answer(
  who: string,
  principal: AccessRequest['principal'],
  policies: PolicySet,
  question: Question,
): ReportPermission {
  const { decision, reason } = evaluate(principal, policies, question);
  return { who, what: question.what, action: question.action, resource: question.resource, decision, reason };
}

function evaluate(principal: AccessRequest['principal'], policies: PolicySet, question: Question): Decision {
  const { action, resource, resourceAccount, context, resourcePolicy } = question;
  const request = {
    principal,
    action,
    resource,
    context,
    ...(resourceAccount === undefined ? {} : { resourceAccount }),
  };
  return evaluateAccess(
    request,
    resourcePolicy === undefined ? policies : { ...policies, resource: resourcePolicy },
  );
}

function policiesOf(p: MatrixInput, groups: readonly GroupPlan[]): PolicySet {
  const { policies } = p.plan.parts.groups;
  const own = new Map(Object.values(policies).map((policy) => [policy.arn, policy.document]));
  const hanging = groups.map((group) => ({ attached: attachmentsOf(group, policies), inline: [] }));
  return policySetOf(hanging, undefined, (arn) => own.get(arn) ?? p.awsManaged[arn]);
}

/** The statements that the file itself gives a group. */
function workOf(plan: Plan, group: GroupPlan): PolicyDocument['Statement'] {
  return plan.parts.groups.policies[`${group.name}-work`]?.document.Statement ?? [];
}
