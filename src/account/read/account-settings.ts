import {
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  ListAccountAliasesCommand,
} from '@aws-sdk/client-iam';
import { GetPublicAccessBlockCommand } from '@aws-sdk/client-s3-control';
import type { PasswordPolicyFact, PublicAccessBlockFact, Snapshot } from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';
import type { Gather } from './gather.ts';

type Settings = Pick<Snapshot, 'aliases' | 'summary' | 'root' | 'passwordPolicy' | 's3PublicAccessBlock'>;

/** The account-wide settings: one call each. */
export async function readAccountSettings(
  clients: Clients,
  gather: Gather,
  accountId: string,
): Promise<Settings> {
  const [aliases, summary, passwordPolicy, s3PublicAccessBlock] = await Promise.all([
    gather.attempt('iam:ListAccountAliases', () => clients.iam.send(new ListAccountAliasesCommand({}))),
    gather.attempt('iam:GetAccountSummary', () => clients.iam.send(new GetAccountSummaryCommand({}))),
    readPasswordPolicy(clients, gather),
    readPublicAccessBlock(clients, gather, accountId),
  ]);
  const map: Readonly<Record<string, number>> = summary?.SummaryMap ?? {};
  return {
    aliases: aliases?.AccountAliases ?? [],
    summary: map,
    // Live, unlike the credential report. A signing certificate of root is a key as well.
    root: {
      hasAccessKeys:
        (map.AccountAccessKeysPresent ?? 0) > 0 || (map.AccountSigningCertificatesPresent ?? 0) > 0,
      hasMfa: (map.AccountMFAEnabled ?? 0) > 0,
    },
    ...(passwordPolicy === undefined ? {} : { passwordPolicy }),
    ...(s3PublicAccessBlock === undefined ? {} : { s3PublicAccessBlock }),
  };
}

async function readPasswordPolicy(clients: Clients, gather: Gather): Promise<PasswordPolicyFact | undefined> {
  const answer = await gather.attempt(
    'iam:GetAccountPasswordPolicy',
    () => clients.iam.send(new GetAccountPasswordPolicyCommand({})),
    {
      absent: ['NoSuchEntity'],
    },
  );
  const policy = answer?.PasswordPolicy;
  if (policy === undefined) return undefined;
  return {
    // AWS's own default: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html
    minimumLength: policy.MinimumPasswordLength ?? 6,
    requireSymbols: policy.RequireSymbols === true,
    requireNumbers: policy.RequireNumbers === true,
    requireUppercase: policy.RequireUppercaseCharacters === true,
    requireLowercase: policy.RequireLowercaseCharacters === true,
    allowUsersToChange: policy.AllowUsersToChangePassword === true,
    // 0 means that passwords have no end.
    ...(policy.MaxPasswordAge === undefined || policy.MaxPasswordAge === 0
      ? {}
      : { maxAgeDays: policy.MaxPasswordAge }),
    ...(policy.PasswordReusePrevention === undefined
      ? {}
      : { reusePrevention: policy.PasswordReusePrevention }),
    ...(policy.HardExpiry === undefined ? {} : { hardExpiry: policy.HardExpiry }),
  };
}

async function readPublicAccessBlock(
  clients: Clients,
  gather: Gather,
  accountId: string,
): Promise<PublicAccessBlockFact | undefined> {
  const answer = await gather.attempt(
    's3:GetAccountPublicAccessBlock',
    () => clients.s3control.send(new GetPublicAccessBlockCommand({ AccountId: accountId })),
    { absent: ['NoSuchPublicAccessBlockConfiguration'] },
  );
  return publicAccessBlockFact(answer?.PublicAccessBlockConfiguration);
}

interface BlockSettings {
  readonly BlockPublicAcls?: boolean | undefined;
  readonly IgnorePublicAcls?: boolean | undefined;
  readonly BlockPublicPolicy?: boolean | undefined;
  readonly RestrictPublicBuckets?: boolean | undefined;
}

/** The four switches, of an account or of a bucket. */
export function publicAccessBlockFact(
  settings: BlockSettings | undefined,
): PublicAccessBlockFact | undefined {
  if (settings === undefined) return undefined;
  return {
    blockPublicAcls: settings.BlockPublicAcls === true,
    ignorePublicAcls: settings.IgnorePublicAcls === true,
    blockPublicPolicy: settings.BlockPublicPolicy === true,
    restrictPublicBuckets: settings.RestrictPublicBuckets === true,
  };
}
