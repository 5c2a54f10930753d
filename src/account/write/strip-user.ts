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
import type { Denying } from '../../model/removal.ts';
import { explainAwsError, unlessGone } from '../aws-error.ts';
import type { Clients } from '../clients.ts';
import { type OwnKeyClients, refuseOwnKeyIds } from '../own-keys.ts';
import { deleteCredentials } from './delete-credentials.ts';

type StripClients = OwnKeyClients & Pick<Clients, 'iam' | 'region'>;

/**
 * Takes everything off a user but the user: doors before belongings, every key switched off before anything is
 * deleted, so that a run that breaks off leaves somebody who can do nothing. Groups and policies are listed again:
 * they may be others than were shown. What is gone already is fine.
 * @param options.denying what goes last, as it was read before
 * @param options.keepKeys keys stay, switched off
 * @param options.devices serial numbers of device objects that nobody uses and that bear the user's name
 * @throws RefusedError `OwnKey`, before anything is changed; ToolError with a next step
 */
export async function stripUser(
  clients: StripClients,
  user: string,
  options: {
    readonly keepKeys?: boolean;
    readonly devices?: readonly string[];
    readonly denying?: Denying;
  } = {},
): Promise<void> {
  const { iam } = clients;
  try {
    await switchOffKeys(clients, user, () => true);
    await deleteCredentials(clients, user, options);
    for (const SerialNumber of options.devices ?? [])
      await unlessGone(() => iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber })));
    await takeRights(iam, user, options.denying);
  } catch (error) {
    throw explainAwsError(error, `taking everything off ${user}`, clients.region);
  }
}

/** Groups by name, managed policies by ARN, inline ones by name. */
type Rights = Denying;

/** A deny that goes before what it holds down would leave a moment with more rights: so the denies go last. */
async function takeRights(
  iam: IAMClient,
  user: string,
  denying: Denying = { groups: [], attached: [], inline: [] },
): Promise<void> {
  const input = { UserName: user };
  const { groups, attached, inline } = await listRights(iam, user);
  const taking = [
    ...groups.map((GroupName) => ({
      isLast: denying.groups.includes(GroupName),
      take: () => iam.send(new RemoveUserFromGroupCommand({ ...input, GroupName })),
    })),
    ...attached.map((PolicyArn) => ({
      isLast: denying.attached.includes(PolicyArn),
      take: () => iam.send(new DetachUserPolicyCommand({ ...input, PolicyArn })),
    })),
    ...inline.map((PolicyName) => ({
      isLast: denying.inline.includes(PolicyName),
      take: () => iam.send(new DeleteUserPolicyCommand({ ...input, PolicyName })),
    })),
  ];
  for (const { take } of [...taking.filter((each) => !each.isLast), ...taking.filter((each) => each.isLast)])
    await unlessGone<unknown>(take);
}

async function listRights(iam: IAMClient, user: string): Promise<Rights> {
  const input = { UserName: user };
  const groups = await unlessGone(() => iam.send(new ListGroupsForUserCommand(input)));
  const attached = await unlessGone(async () => {
    const arns: string[] = [];
    for await (const page of paginateListAttachedUserPolicies({ client: iam }, input))
      arns.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []));
    return arns;
  });
  const inline = await unlessGone(async () => {
    const names: string[] = [];
    for await (const page of paginateListUserPolicies({ client: iam }, input))
      names.push(...(page.PolicyNames ?? []));
    return names;
  });
  return {
    groups: (groups?.Groups ?? []).flatMap(({ GroupName }) => GroupName ?? []),
    attached: attached ?? [],
    inline: inline ?? [],
  };
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
