import {
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DeleteLoginProfileCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  type IAMClient,
  ListAttachedGroupPoliciesCommand,
  ListGroupPoliciesCommand,
  paginateGetGroup,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam';
import type { Denying, PolicyHolder, RemovalStep } from '../../model/removal.ts';
import { explainAwsError, unlessGone } from '../aws-error.ts';
import type { Clients } from '../clients.ts';
import type { OwnKeyClients } from '../own-keys.ts';
import { stripUser, switchOffKeys } from './strip-user.ts';

type RemovalClients = OwnKeyClients & Pick<Clients, 'iam' | 'region'>;

/**
 * Takes one thing away. What is gone already is fine: a run that broke off can be run again.
 * @throws ToolError with a next step
 */
export async function carryOutRemoval(clients: RemovalClients, step: RemovalStep): Promise<void> {
  try {
    await remove(clients, step);
  } catch (error) {
    throw explainAwsError(error, `removing by hand what was decided (${step.kind})`, clients.region);
  }
}

async function remove(clients: RemovalClients, step: RemovalStep): Promise<unknown> {
  const { iam } = clients;
  switch (step.kind) {
    case 'leave-group':
      return unlessGone(() =>
        iam.send(new RemoveUserFromGroupCommand({ UserName: step.user, GroupName: step.group })),
      );
    case 'detach-policy':
      return unlessGone(() => detach(iam, step.holder, step.arn));
    case 'delete-inline-policy':
      return unlessGone(() => deleteInline(iam, step.holder, step.policy));
    case 'delete-login-profile':
      return unlessGone(() => iam.send(new DeleteLoginProfileCommand({ UserName: step.user })));
    case 'switch-off-key':
      return switchOffKeys(clients, step.user, (id) => id.endsWith(step.idEnd));
    case 'delete-group':
      return deleteGroup(iam, step.group);
    case 'delete-user':
      return deleteUser(clients, step.user, step.denying);
  }
}

function detach(iam: IAMClient, { kind, name }: PolicyHolder, arn: string): Promise<unknown> {
  switch (kind) {
    case 'user':
      return iam.send(new DetachUserPolicyCommand({ UserName: name, PolicyArn: arn }));
    case 'group':
      return iam.send(new DetachGroupPolicyCommand({ GroupName: name, PolicyArn: arn }));
    case 'role':
      return iam.send(new DetachRolePolicyCommand({ RoleName: name, PolicyArn: arn }));
  }
}

function deleteInline(iam: IAMClient, { kind, name }: PolicyHolder, policy: string): Promise<unknown> {
  switch (kind) {
    case 'user':
      return iam.send(new DeleteUserPolicyCommand({ UserName: name, PolicyName: policy }));
    case 'group':
      return iam.send(new DeleteGroupPolicyCommand({ GroupName: name, PolicyName: policy }));
    case 'role':
      return iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName: policy }));
  }
}

/** The boundary goes with the user, and not before: without it they would be able to do more for a moment. */
async function deleteUser(clients: RemovalClients, user: string, denying?: Denying): Promise<void> {
  await stripUser(clients, user, denying === undefined ? {} : { denying });
  await unlessGone(() => clients.iam.send(new DeleteUserCommand({ UserName: user })));
}

/** Members first: what the group gave ends at once, whatever comes after. */
async function deleteGroup(iam: IAMClient, group: string): Promise<void> {
  const input = { GroupName: group };
  const members = await unlessGone(async () => {
    const names: string[] = [];
    for await (const page of paginateGetGroup({ client: iam }, input))
      names.push(...(page.Users ?? []).flatMap(({ UserName }) => UserName ?? []));
    return names;
  });
  for (const UserName of members ?? [])
    await unlessGone(() => iam.send(new RemoveUserFromGroupCommand({ ...input, UserName })));
  const attached = await unlessGone(() => iam.send(new ListAttachedGroupPoliciesCommand(input)));
  for (const { PolicyArn } of attached?.AttachedPolicies ?? [])
    await unlessGone(() => iam.send(new DetachGroupPolicyCommand({ ...input, PolicyArn })));
  const inline = await unlessGone(() => iam.send(new ListGroupPoliciesCommand(input)));
  for (const PolicyName of inline?.PolicyNames ?? [])
    await unlessGone(() => iam.send(new DeleteGroupPolicyCommand({ ...input, PolicyName })));
  await unlessGone(() => iam.send(new DeleteGroupCommand(input)));
}
