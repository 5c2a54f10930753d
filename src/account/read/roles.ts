import {
  GetInstanceProfileCommand,
  type InstanceProfile,
  paginateListInstanceProfiles,
  paginateListRoles,
  type Role,
  type RoleDetail,
} from '@aws-sdk/client-iam';
import type { InstanceProfileFact, RoleFact } from '../../model/snapshot.ts';
import { mapBounded } from '../bounded.ts';
import { type Clients, iamConcurrency } from '../clients.ts';
import { attachedPolicies, inlinePolicies } from './authorization.ts';
import { parseDocument } from './document.ts';
import { byName, isoTime, tagsOf } from './facts.ts';
import type { Gather } from './gather.ts';

/** Roles; description and session length come from a second bulk read, as the first lacks them. */
export async function readRoles(
  clients: Clients,
  gather: Gather,
  details: readonly RoleDetail[],
): Promise<readonly RoleFact[]> {
  const listed = new Map<string, Role>();
  await gather.attempt('iam:ListRoles', async () => {
    for await (const page of paginateListRoles({ client: clients.iam, pageSize: 1000 }, {})) {
      for (const role of page.Roles ?? []) listed.set(role.RoleName ?? '', role);
    }
  });
  return byName(details.map((detail) => roleFact(detail, listed.get(detail.RoleName ?? ''))));
}

function roleFact(detail: RoleDetail, listed: Role | undefined): RoleFact {
  const name = detail.RoleName ?? '';
  const boundaryArn = detail.PermissionsBoundary?.PermissionsBoundaryArn;
  const description = listed?.Description;
  const lastUsedAt = isoTime(detail.RoleLastUsed?.LastUsedDate);
  return {
    name,
    arn: detail.Arn ?? '',
    path: detail.Path ?? '/',
    ...(description === undefined || description === '' ? {} : { description }),
    maxSessionSeconds: listed?.MaxSessionDuration ?? 3600,
    trust: parseDocument(detail.AssumeRolePolicyDocument ?? '{}', `trust policy of role ${name}`),
    attached: attachedPolicies(detail.AttachedManagedPolicies),
    inline: inlinePolicies(detail.RolePolicyList, `role ${name}`),
    ...(boundaryArn === undefined ? {} : { boundaryArn }),
    tags: tagsOf(detail.Tags),
    instanceProfiles: (detail.InstanceProfileList ?? [])
      .map((profile) => profile.InstanceProfileName ?? '')
      .sort(),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
  };
}

/**
 * Instance profiles, those without a role too.
 * @param origins their tags too, which lists do not carry: one more call a profile
 */
export async function readInstanceProfiles(
  clients: Clients,
  gather: Gather,
  origins: boolean,
): Promise<readonly InstanceProfileFact[]> {
  const found: InstanceProfile[] = [];
  await gather.attempt('iam:ListInstanceProfiles', async () => {
    for await (const page of paginateListInstanceProfiles({ client: clients.iam, pageSize: 1000 }, {}))
      found.push(...(page.InstanceProfiles ?? []));
  });
  const facts = await mapBounded(found, iamConcurrency, async (profile) => {
    const name = profile.InstanceProfileName ?? '';
    const answer = origins ? await getInstanceProfile(clients, gather, name) : undefined;
    return {
      name,
      arn: profile.Arn ?? '',
      path: profile.Path ?? '/',
      roles: (profile.Roles ?? []).map((role) => role.RoleName ?? '').sort(),
      tags: tagsOf(answer?.InstanceProfile?.Tags),
    };
  });
  return byName(facts);
}

function getInstanceProfile(clients: Clients, gather: Gather, name: string) {
  return gather.attempt(
    'iam:GetInstanceProfile',
    () => clients.iam.send(new GetInstanceProfileCommand({ InstanceProfileName: name })),
    { subject: name, absent: ['NoSuchEntity'] },
  );
}
