import { paginateListUsers, type UserDetail } from '@aws-sdk/client-iam';
import type { UserFact } from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';
import { attachedPolicies, inlinePolicies } from './authorization.ts';
import { type CredentialsOfUser, readCredentialsOfUsers } from './credentials-of-users.ts';
import { byName, isoTime, tagsOf } from './facts.ts';
import type { Gather } from './gather.ts';

/** Users with everything that hangs on them; last sign-ins come from a second bulk read. */
export async function readUsers(
  clients: Clients,
  gather: Gather,
  details: readonly UserDetail[],
  report?: Parameters<typeof readCredentialsOfUsers>[3],
): Promise<readonly UserFact[]> {
  if (details.length === 0) return [];
  const signIns = readSignIns(clients, gather);
  const names = signIns.then((lastUsed) =>
    details.map(({ UserName: name = '' }) => {
      const passwordLastUsedAt = lastUsed.get(name);
      return { name, ...(passwordLastUsedAt === undefined ? {} : { passwordLastUsedAt }) };
    }),
  );
  const [lastUsed, credentials] = await Promise.all([
    signIns,
    readCredentialsOfUsers(clients, gather, names, report),
  ]);
  return byName(
    details.map((detail) =>
      userFact(detail, credentials.get(detail.UserName ?? ''), lastUsed.get(detail.UserName ?? '')),
    ),
  );
}

/** Last sign-in with the password, ISO time, by user name. */
async function readSignIns(clients: Clients, gather: Gather): Promise<ReadonlyMap<string, string>> {
  const lastUsed = new Map<string, string>();
  await gather.attempt('iam:ListUsers', async () => {
    for await (const page of paginateListUsers({ client: clients.iam, pageSize: 1000 }, {})) {
      for (const user of page.Users ?? []) {
        const at = isoTime(user.PasswordLastUsed);
        if (at !== undefined) lastUsed.set(user.UserName ?? '', at);
      }
    }
  });
  return lastUsed;
}

function userFact(
  detail: UserDetail,
  credentials: CredentialsOfUser | undefined,
  passwordLastUsedAt: string | undefined,
): UserFact {
  const name = detail.UserName ?? '';
  const boundaryArn = detail.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    name,
    arn: detail.Arn ?? '',
    path: detail.Path ?? '/',
    createdAt: isoTime(detail.CreateDate) ?? '',
    groups: [...(detail.GroupList ?? [])].sort(),
    attached: attachedPolicies(detail.AttachedManagedPolicies),
    inline: inlinePolicies(detail.UserPolicyList, `user ${name}`),
    ...(boundaryArn === undefined ? {} : { boundaryArn }),
    tags: tagsOf(detail.Tags),
    mfaDevices: credentials?.mfaDevices ?? [],
    ...(credentials?.mfaSince === undefined ? {} : { mfaSince: credentials.mfaSince }),
    ...(credentials?.loginProfile === undefined ? {} : { loginProfile: credentials.loginProfile }),
    accessKeys: credentials?.accessKeys ?? [],
    ...(passwordLastUsedAt === undefined ? {} : { passwordLastUsedAt }),
  };
}
