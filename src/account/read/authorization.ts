import {
  type GroupDetail,
  type AttachedPolicy as IamAttachedPolicy,
  type ManagedPolicyDetail,
  type PolicyDetail,
  paginateGetAccountAuthorizationDetails,
  type RoleDetail,
  type UserDetail,
} from '@aws-sdk/client-iam';
import type { AttachedPolicy, GroupFact, InlinePolicy } from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';
import { parseDocument } from './document.ts';
import { byName } from './facts.ts';
import type { Gather } from './gather.ts';

/** What one bulk read brings: users, groups, roles and policies, a thousand entries a page. */
export interface Authorization {
  readonly users: readonly UserDetail[];
  readonly groups: readonly GroupDetail[];
  readonly roles: readonly RoleDetail[];
  readonly policies: readonly ManagedPolicyDetail[];
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
export async function readAuthorization(clients: Clients, gather: Gather): Promise<Authorization> {
  const users: UserDetail[] = [];
  const groups: GroupDetail[] = [];
  const roles: RoleDetail[] = [];
  const policies: ManagedPolicyDetail[] = [];
  await gather.attempt('iam:GetAccountAuthorizationDetails', async () => {
    for await (const page of paginateGetAccountAuthorizationDetails(
      { client: clients.iam, pageSize: 1000 },
      {},
    )) {
      users.push(...(page.UserDetailList ?? []));
      groups.push(...(page.GroupDetailList ?? []));
      roles.push(...(page.RoleDetailList ?? []));
      policies.push(...(page.Policies ?? []));
    }
  });
  return { users, groups, roles, policies };
}

export function groupFacts(details: readonly GroupDetail[]): readonly GroupFact[] {
  return byName(
    details.map((group) => ({
      name: group.GroupName ?? '',
      arn: group.Arn ?? '',
      path: group.Path ?? '/',
      ...(group.CreateDate === undefined ? {} : { createdAt: group.CreateDate.toISOString() }),
      attached: attachedPolicies(group.AttachedManagedPolicies),
      inline: inlinePolicies(group.GroupPolicyList, `group ${group.GroupName}`),
    })),
  );
}

export function attachedPolicies(
  policies: readonly IamAttachedPolicy[] | undefined,
): readonly AttachedPolicy[] {
  return byName(
    (policies ?? []).map((policy) => ({ name: policy.PolicyName ?? '', arn: policy.PolicyArn ?? '' })),
  );
}

export function inlinePolicies(
  policies: readonly PolicyDetail[] | undefined,
  owner: string,
): readonly InlinePolicy[] {
  return byName(
    (policies ?? []).map((policy) => ({
      name: policy.PolicyName ?? '',
      document: parseDocument(policy.PolicyDocument ?? '{}', `policy ${policy.PolicyName} on ${owner}`),
    })),
  );
}
