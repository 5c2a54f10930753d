import {
  CreateAccountAliasCommand,
  DeleteAccountAliasCommand,
  DeleteAccountPasswordPolicyCommand,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam';
import { DeletePublicAccessBlockCommand, PutPublicAccessBlockCommand } from '@aws-sdk/client-s3-control';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';
import { putContacts, putRegions } from './regional-settings.ts';

/** Account settings as they were at one moment. */
export type Settings = Pick<
  Snapshot,
  'aliases' | 'passwordPolicy' | 's3PublicAccessBlock' | 'ebsEncryptionByDefault' | 'regions' | 'contacts'
>;

/**
 * Puts account settings back as they were, one call each, only where they differ.
 * @returns what was put back, in words
 */
export async function putSettings(
  clients: Clients,
  accountId: string,
  wanted: Settings,
  present: Settings,
): Promise<readonly string[]> {
  const done: string[] = [];
  const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  if (differs(wanted.passwordPolicy, present.passwordPolicy)) {
    await putPasswordPolicy(clients, wanted.passwordPolicy);
    done.push('password policy');
  }
  if (differs(wanted.s3PublicAccessBlock, present.s3PublicAccessBlock)) {
    await putPublicAccessBlock(clients, accountId, wanted.s3PublicAccessBlock);
    done.push('S3 public access block');
  }
  done.push(
    ...(await putRegions(clients, wanted, present)),
    ...(await putContacts(clients, wanted, present)),
  );
  if (differs(wanted.aliases, present.aliases)) {
    const [alias] = wanted.aliases;
    for (const old of present.aliases)
      await clients.iam.send(new DeleteAccountAliasCommand({ AccountAlias: old }));
    if (alias !== undefined) await clients.iam.send(new CreateAccountAliasCommand({ AccountAlias: alias }));
    done.push('account alias');
  }
  return done;
}

async function putPasswordPolicy(clients: Clients, wanted: Settings['passwordPolicy']): Promise<void> {
  if (wanted === undefined) {
    await clients.iam.send(new DeleteAccountPasswordPolicyCommand({}));
    return;
  }
  await clients.iam.send(
    new UpdateAccountPasswordPolicyCommand({
      MinimumPasswordLength: wanted.minimumLength,
      RequireSymbols: wanted.requireSymbols,
      RequireNumbers: wanted.requireNumbers,
      RequireUppercaseCharacters: wanted.requireUppercase,
      RequireLowercaseCharacters: wanted.requireLowercase,
      AllowUsersToChangePassword: wanted.allowUsersToChange,
      // AWS takes no 0 here: left out means off.
      MaxPasswordAge: wanted.maxAgeDays === 0 ? undefined : wanted.maxAgeDays,
      PasswordReusePrevention: wanted.reusePrevention === 0 ? undefined : wanted.reusePrevention,
      HardExpiry: wanted.hardExpiry,
    }),
  );
}

async function putPublicAccessBlock(
  clients: Clients,
  accountId: string,
  wanted: Settings['s3PublicAccessBlock'],
): Promise<void> {
  if (wanted === undefined) {
    await clients.s3control.send(new DeletePublicAccessBlockCommand({ AccountId: accountId }));
    return;
  }
  await clients.s3control.send(
    new PutPublicAccessBlockCommand({
      AccountId: accountId,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: wanted.blockPublicAcls,
        BlockPublicPolicy: wanted.blockPublicPolicy,
        IgnorePublicAcls: wanted.ignorePublicAcls,
        RestrictPublicBuckets: wanted.restrictPublicBuckets,
      },
    }),
  );
}
