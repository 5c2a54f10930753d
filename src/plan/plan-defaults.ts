import { logicalNames as names } from '../lib/logical-names.ts';
import type { Answers } from '../model/answers.ts';
import type { DefaultsPlan } from '../model/plan.ts';
import type { PasswordPolicyFact, Snapshot } from '../model/snapshot.ts';
import type { Adoption } from './adoption.ts';

/** Account-wide settings. Whatever is set stronger in the account stays stronger. */
export function planDefaults(answers: Answers, snapshot: Snapshot, adoption: Adoption): DefaultsPlan {
  const { alias } = answers.account;
  const { blockPublicS3, encryptEbs } = answers.defaults;
  adoption.found(
    names.passwordPolicy,
    snapshot.passwordPolicy === undefined ? undefined : 'iam-account-password-policy',
    false,
  );
  if (alias !== undefined && snapshot.aliases.includes(alias))
    adoption.found(names.accountAlias, alias, false);
  if (blockPublicS3 && snapshot.s3PublicAccessBlock !== undefined) {
    adoption.found(names.s3PublicAccessBlock, answers.account.id, false);
  }
  if (encryptEbs && snapshot.ebsEncryptionByDefault === true)
    adoption.found(names.ebsEncryption, 'default', false);
  return {
    ...(alias === undefined ? {} : { alias }),
    passwordPolicy: planPasswordPolicy(answers.defaults.passwordPolicy, snapshot.passwordPolicy),
    blockPublicS3,
    encryptEbs,
  };
}

function planPasswordPolicy(
  wanted: Answers['defaults']['passwordPolicy'],
  live: PasswordPolicyFact | undefined,
): DefaultsPlan['passwordPolicy'] {
  if (live === undefined) return wanted;
  return {
    minimumLength: Math.max(wanted.minimumLength, live.minimumLength),
    requireSymbols: wanted.requireSymbols || live.requireSymbols,
    requireNumbers: wanted.requireNumbers || live.requireNumbers,
    requireUppercase: wanted.requireUppercase || live.requireUppercase,
    requireLowercase: wanted.requireLowercase || live.requireLowercase,
    reusePrevention: Math.max(wanted.reusePrevention, live.reusePrevention ?? 0),
    ...(live.maxAgeDays === undefined || live.maxAgeDays === 0 ? {} : { maxAgeDays: live.maxAgeDays }),
    ...(live.hardExpiry === true ? { hardExpiry: true } : {}),
  };
}
