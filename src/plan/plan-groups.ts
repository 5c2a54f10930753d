import { type ArnScope, awsManagedPolicyArn, iamArn } from '../lib/arn.ts';
import { logicalNames as names } from '../lib/logical-names.ts';
import type { Answers, GroupAnswer } from '../model/answers.ts';
import { attachmentsOf, ownPolicyKey } from '../model/attachments.ts';
import type { GroupPlan, GroupsPlan, ManagedPolicyPlan } from '../model/plan.ts';
import type { PolicyDocument } from '../model/policy.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { commandLineKeys, commandLineLogin } from '../policies/documents/command-line.ts';
import { billingManagerGuard, financeAddition } from '../policies/documents/finance.ts';
import { enrolMfa, requireMfa } from '../policies/documents/require-mfa.ts';
import type { Adoption } from './adoption.ts';
import { ownPath } from './origin.ts';
import { planManagedPolicy } from './plan-policy.ts';
import { enrolName, type Staging, stageGroup, waitingMembers } from './staging.ts';

interface PolicyWish {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly document: PolicyDocument;
}

const awsManagedByAccess: Readonly<Record<GroupAnswer['access']['kind'], readonly string[]>> = {
  administrator: ['AdministratorAccess'],
  'billing-read-only': ['AWSBillingReadOnlyAccess'],
  'billing-manager': ['job-function/Billing'],
  support: ['AWSSupportAccess'],
  none: [],
  statements: [],
};

/** ARNs of the AWS-managed policies that a set of answers attaches. */
export function awsManagedPoliciesOf(
  groups: readonly GroupAnswer[],
  partition: ArnScope['partition'],
): readonly string[] {
  const wanted = groups.flatMap((group) => awsManagedByAccess[group.access.kind]);
  return [...new Set(wanted)].sort().map((policy) => awsManagedPolicyArn(partition, policy));
}

/**
 * Plans groups and the policies on them; the MFA policy comes first in every human group.
 * @param staging whether it may wait for members who have not enrolled
 */
export function planGroups(
  answers: Answers,
  scope: ArnScope,
  snapshot: Snapshot,
  adoption: Adoption,
  staging: Staging,
): GroupsPlan {
  const policies: Record<string, ManagedPolicyPlan> = {};
  const groups = answers.groups.map((group): GroupPlan => {
    const wishes = [...policiesOf(group, scope), ...namedPolicies(group, answers)];
    const waiting = waitingMembers(group, answers, snapshot, adoption, staging);
    for (const wish of waiting.length === 0 ? wishes : [...wishes, enrolPolicy(scope)]) {
      policies[wish.key] ??= planManagedPolicy(
        { ...wish, logicalName: names.policy(wish.key) },
        scope,
        snapshot,
        adoption,
      );
    }
    const live = snapshot.groups.find((candidate) => candidate.name === group.name);
    const path = live?.path ?? group.path ?? ownPath;
    adoption.found(names.group(group.name), live?.name, path !== ownPath);
    const whole: GroupPlan = {
      name: group.name,
      path,
      arn: live?.arn ?? iamArn(scope, 'group', path, group.name),
      kind: group.kind,
      ...(group.purpose === undefined ? {} : { purpose: group.purpose }),
      ...(group.owner === undefined ? {} : { owner: group.owner }),
      awsManaged: awsManagedByAccess[group.access.kind].map((policy) => ({
        name: policy.slice(policy.lastIndexOf('/') + 1),
        arn: awsManagedPolicyArn(scope.partition, policy),
      })),
      customer: wishes.map((wish) => wish.key),
    };
    const planned = waiting.length === 0 ? whole : stageGroup(whole, policies, live, waiting);
    adoptAttachments(planned, policies, snapshot, adoption);
    return planned;
  });
  return { policies, groups };
}

function policiesOf(group: GroupAnswer, scope: ArnScope): readonly PolicyWish[] {
  return group.kind === 'machine'
    ? workPolicy(group)
    : [mfaPolicy(scope), ...workPolicy(group), ...commandLinePolicy(group, scope)];
}

/** What the file defines under `policies` and the group names. */
function namedPolicies(group: GroupAnswer, { policies = [] }: Answers): readonly PolicyWish[] {
  return policies
    .filter(({ name }) => group.policies?.includes(name) === true)
    .map(({ name, purpose, statements }) => ({
      key: ownPolicyKey(name),
      name,
      description: purpose ?? 'A policy of the account file.',
      document: { Version: '2012-10-17', Statement: statements },
    }));
}

function mfaPolicy(scope: ArnScope): PolicyWish {
  const description = 'Denies everything but enrolling an MFA device while a session has no MFA.';
  return { key: 'require-mfa', name: 'RequireMFA', description, document: requireMfa(scope) };
}

function enrolPolicy(scope: ArnScope): PolicyWish {
  const description = 'Lets members of a group that waits for its MFA rule enrol an MFA device.';
  return { key: 'enrol-mfa', name: enrolName, description, document: enrolMfa(scope) };
}

function workPolicy(group: GroupAnswer): readonly PolicyWish[] {
  const { access } = group;
  switch (access.kind) {
    case 'billing-read-only':
      return [
        {
          key: 'finance-addition',
          name: 'FinanceAddition',
          description: 'Cost Explorer reads that AWSBillingReadOnlyAccess lacks.',
          document: financeAddition(),
        },
      ];
    case 'billing-manager':
      return [
        {
          key: 'billing-manager-guard',
          name: 'BillingManagerGuard',
          description: 'Keeps billing managers from closing the account and from the billing access switch.',
          document: billingManagerGuard(),
        },
      ];
    case 'statements': {
      const document: PolicyDocument = { Version: '2012-10-17', Statement: access.statements };
      return [
        {
          key: `${group.name}-work`,
          name: `${group.name}-work`,
          description: `What the group ${group.name} is for.`,
          document,
        },
      ];
    }
    case 'administrator':
    case 'support':
    case 'none':
      return [];
  }
}

function commandLinePolicy(group: GroupAnswer, scope: ArnScope): readonly PolicyWish[] {
  switch (group.cli) {
    case 'keys':
      return [
        {
          key: 'command-line-keys',
          name: 'CommandLineKeys',
          description: 'Own access keys, made and changed with MFA only.',
          document: commandLineKeys(scope),
        },
      ];
    case 'login':
      return [
        {
          key: 'command-line-login',
          name: 'CommandLineLogin',
          description: 'Command line sessions through aws login.',
          document: commandLineLogin(scope),
        },
      ];
    case 'none':
      return [];
  }
}

function adoptAttachments(
  group: GroupPlan,
  policies: GroupsPlan['policies'],
  snapshot: Snapshot,
  adoption: Adoption,
): void {
  const live = snapshot.groups.find((candidate) => candidate.name === group.name);
  const before = adoption.isRetained(names.group(group.name));
  for (const policy of attachmentsOf(group, policies)) {
    const attached = live?.attached.some((candidate) => candidate.arn === policy.arn) === true;
    adoption.found(
      names.groupPolicy(group.name, policy.name),
      attached ? `${group.name}/${policy.arn}` : undefined,
      before,
    );
  }
}
