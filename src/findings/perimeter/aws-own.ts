import { parseArn } from '../../lib/arn.ts';
import type { PolicyDocument } from '../../model/policy.ts';
import type { RoleFact } from '../../model/snapshot.ts';
import { listOf } from '../../policies/list-of.ts';

/**
 * Paths that only AWS can make roles under: service-linked ones, and those of IAM Identity Center.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
const awsPaths = ['/aws-service-role/', '/aws-reserved/'];

/**
 * Roles that Organizations and Control Tower make in a member account. Anybody can take such a name, so it
 * counts only while nobody but one other account, or an AWS service, is let in.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html
 */
const organizationNames =
  /^(OrganizationAccountAccessRole|AWSControlTower\w*|aws-controltower-[\w-]+|stacksets-exec-\w+)$/;

/** True for what AWS itself put into the account: known by rule, never reported. */
export function isAwsOwn(role: Pick<RoleFact, 'name' | 'path' | 'trust'>): boolean {
  if (isProtected(role)) return true;
  return organizationNames.test(role.name) && trustsOneAccount(role.trust);
}

/** True for roles that nobody in the account can change or hand out. */
export function isProtected({ path }: Pick<RoleFact, 'path'>): boolean {
  return awsPaths.some((start) => path.startsWith(start));
}

function trustsOneAccount(trust: PolicyDocument): boolean {
  const allows = trust.Statement.filter((statement) => statement.Effect === 'Allow');
  const accounts = new Set<string>();
  for (const { Principal } of allows) {
    if (typeof Principal !== 'object' || Principal.Federated !== undefined) return false;
    for (const name of listOf(Principal.AWS)) accounts.add(parseArn(name)?.accountId ?? name);
  }
  return accounts.size <= 1 && [...accounts].every((account) => /^\d{12}$/.test(account));
}
