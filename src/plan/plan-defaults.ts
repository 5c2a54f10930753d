import { logicalNames as names } from '../lib/logical-names.ts';
import type { Answers } from '../model/answers.ts';
import type { DefaultsPlan } from '../model/plan.ts';
import type { PasswordPolicyFact, Snapshot } from '../model/snapshot.ts';
import type { Adoption } from './adoption.ts';
import { planContacts } from './plan-contacts.ts';
import { planRegions } from './plan-regions.ts';

/** Account-wide settings. Whatever is set stronger in the account stays stronger. */
export function planDefaults(answers: Answers, snapshot: Snapshot, adoption: Adoption): DefaultsPlan {
  const { alias } = answers.account;
  const { blockPublicS3, encryptEbs, requireImdsv2, accessAnalyzer } = answers.defaults;
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
  return {
    ...(alias === undefined ? {} : { alias }),
    passwordPolicy: passwordPolicyOf(
      answers.defaults.passwordPolicy,
      recordedPolicy(answers.defaults.passwordPolicy, adoption.recorded(names.passwordPolicy)),
      snapshot.passwordPolicy,
    ),
    blockPublicS3,
    encryptEbs,
    requireImdsv2,
    accessAnalyzer,
    contacts: planContacts(answers, snapshot, adoption),
    regions: planRegions(answers, snapshot, adoption),
  };
}

/**
 * What is recorded stays as it is while the account is at least as strong: then nothing has to be written. Once
 * something has, the whole policy is, and each rule that somebody made stronger has to be in it.
 */
function passwordPolicyOf(
  wanted: Answers['defaults']['passwordPolicy'],
  recorded: DefaultsPlan['passwordPolicy'] | undefined,
  live: PasswordPolicyFact | undefined,
): DefaultsPlan['passwordPolicy'] {
  if (recorded === undefined) return planPasswordPolicy(wanted, live);
  if (live === undefined || isAsStrong(live, recorded)) return recorded;
  return planPasswordPolicy(recorded, live);
}

function isAsStrong(live: PasswordPolicyFact, than: DefaultsPlan['passwordPolicy']): boolean {
  return (
    live.minimumLength >= than.minimumLength &&
    (live.reusePrevention ?? 0) >= than.reusePrevention &&
    (live.requireSymbols || !than.requireSymbols) &&
    (live.requireNumbers || !than.requireNumbers) &&
    (live.requireUppercase || !than.requireUppercase) &&
    (live.requireLowercase || !than.requireLowercase) &&
    live.allowUsersToChange
  );
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

/**
 * What an earlier run recorded, where it is enough for the file: a rule that somebody made stronger since is no
 * change of ours, and is not touched as long as nothing else has to be.
 */
function recordedPolicy(
  wanted: Answers['defaults']['passwordPolicy'],
  recorded: Readonly<Record<string, unknown>> | undefined,
): DefaultsPlan['passwordPolicy'] | undefined {
  if (recorded === undefined) return undefined;
  const number = (key: string) => (typeof recorded[key] === 'number' ? recorded[key] : 0);
  const on = (key: string) => recorded[key] === true;
  const enough =
    number('minimumPasswordLength') >= wanted.minimumLength &&
    number('passwordReusePrevention') >= wanted.reusePrevention &&
    (on('requireSymbols') || !wanted.requireSymbols) &&
    (on('requireNumbers') || !wanted.requireNumbers) &&
    (on('requireUppercaseCharacters') || !wanted.requireUppercase) &&
    (on('requireLowercaseCharacters') || !wanted.requireLowercase);
  if (!enough) return undefined;
  return {
    minimumLength: number('minimumPasswordLength'),
    reusePrevention: number('passwordReusePrevention'),
    requireSymbols: on('requireSymbols'),
    requireNumbers: on('requireNumbers'),
    requireUppercase: on('requireUppercaseCharacters'),
    requireLowercase: on('requireLowercaseCharacters'),
    ...(number('maxPasswordAge') > 0 ? { maxAgeDays: number('maxPasswordAge') } : {}),
    ...(on('hardExpiry') ? { hardExpiry: true } : {}),
  };
}
