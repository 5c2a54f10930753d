import {
  DeleteUserPolicyCommand,
  DeleteVirtualMFADeviceCommand,
  DetachUserPolicyCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListGroupsForUserCommand,
  paginateListAttachedUserPolicies,
  paginateListUserPolicies,
  RemoveUserFromGroupCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { explainAwsError, unlessGone } from '../aws-error.ts';
import type { Clients } from '../clients.ts';
import { type OwnKeyClients, refuseOwnKeyIds } from '../own-keys.ts';
import { deleteCredentials } from './delete-credentials.ts';

type StripClients = OwnKeyClients & Pick<Clients, 'iam' | 'region'>;

/**
 * Takes everything off a user but the user: doors before belongings, every key switched off before anything is
 * deleted, so that a run that breaks off leaves somebody who can do nothing. Groups and policies are listed again:
 * they may be others than were shown. What is gone already is fine.
 * @param options.keepKeys keys stay, switched off
 * @param options.devices serial numbers of device objects that nobody uses and that bear the user's name
 * @throws RefusedError `OwnKey`, before anything is changed; ToolError with a next step
 */
export async function stripUser(
  clients: StripClients,
  user: string,
  options: { readonly keepKeys?: boolean; readonly devices?: readonly string[] } = {},
): Promise<void> {
  const { iam } = clients;
  try {
    await switchOffKeys(clients, user, () => true);
    await deleteCredentials(clients, user, options);
    for (const SerialNumber of options.devices ?? [])
      await unlessGone(() => iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber })));
    await takePolicies(iam, user);
    const groups = await unlessGone(() => iam.send(new ListGroupsForUserCommand({ UserName: user })));
    for (const { GroupName } of groups?.Groups ?? [])
      await unlessGone(() => iam.send(new RemoveUserFromGroupCommand({ UserName: user, GroupName })));
  } catch (error) {
    throw explainAwsError(error, `taking everything off ${user}`, clients.region);
  }
}

async function takePolicies(iam: IAMClient, user: string): Promise<void> {
  const input = { UserName: user };
  const attached = await unlessGone(async () => {
    const arns: string[] = [];
    for await (const page of paginateListAttachedUserPolicies({ client: iam }, input))
      arns.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []));
    return arns;
  });
  for (const PolicyArn of attached ?? [])
    await unlessGone(() => iam.send(new DetachUserPolicyCommand({ ...input, PolicyArn })));
  const inline = await unlessGone(async () => {
    const names: string[] = [];
    for await (const page of paginateListUserPolicies({ client: iam }, input))
      names.push(...(page.PolicyNames ?? []));
    return names;
  });
  for (const PolicyName of inline ?? [])
    await unlessGone(() => iam.send(new DeleteUserPolicyCommand({ ...input, PolicyName })));
}

/**
 * Switches off those keys of a user that are meant; a key can be switched on again.
 * @throws RefusedError `OwnKey`, before the first one
 */
export async function switchOffKeys(
  clients: OwnKeyClients & Pick<Clients, 'iam'>,
  user: string,
  which: (id: string) => boolean,
): Promise<void> {
  const { iam } = clients;
  const keys = await unlessGone(() => iam.send(new ListAccessKeysCommand({ UserName: user })));
  const ids = (keys?.AccessKeyMetadata ?? []).flatMap(({ AccessKeyId }) => AccessKeyId ?? []).filter(which);
  await refuseOwnKeyIds(clients, ids);
  for (const AccessKeyId of ids) {
    const input = { UserName: user, AccessKeyId, Status: 'Inactive' as const };
    await unlessGone(() => iam.send(new UpdateAccessKeyCommand(input)));
  }
}
