import type { Diagnostic } from '../model/outcome.ts';
import { redactText } from './redact.ts';

/** Stable names of the failures that are known; `Unknown` carries the engine's own words. */
export type EngineFailure =
  | 'CredentialsExpired'
  | 'AccessDenied'
  | 'AccountNotAllowed'
  | 'AlreadyExists'
  | 'BucketTaken'
  | 'Throttled'
  | 'StackLocked'
  | 'PluginMissing'
  | 'PassphraseWrong'
  | 'ImportReplaces'
  | 'ImportMissing'
  | 'DeleteConflict'
  | 'LimitExceeded'
  | 'MalformedPolicy'
  | 'ServiceUnavailable'
  | 'ConnectionLost'
  | 'DiskFull'
  | 'PendingOperations'
  | 'StateInvalid'
  | 'Unknown';

interface Rule {
  readonly failure: EngineFailure;
  readonly when: RegExp;
  readonly message: (found: RegExpExecArray) => string;
  readonly fix: string;
}

const renew =
  'Sign in again (for example `aws sso login` or `aws login`) and run the same command: it carries on where it stopped.';
const again = 'Run the same command again: what was done is recorded, the rest follows.';

/** First match wins: the narrow ones stand before the wide ones. Each has a recorded text as its test. */
const rules: readonly Rule[] = [
  {
    failure: 'CredentialsExpired',
    when: /\b(ExpiredToken(?:Exception)?|RequestExpired|TokenRefreshRequired)\b|security token included in the request is expired/,
    message: () => 'The AWS credentials expired during the run.',
    fix: renew,
  },
  {
    failure: 'CredentialsExpired',
    when: /\b(InvalidClientTokenId|UnrecognizedClientException|AuthFailure)\b/,
    message: (found) =>
      `AWS does not accept the credentials (${found[1]}): they were removed, or the region is not enabled for this account.`,
    fix: 'Check with `aws sts get-caller-identity`; sign in again, or enable the region, then run the same command.',
  },
  {
    failure: 'AccountNotAllowed',
    when: /AWS account ID not allowed: (\d{12})|account ID "?(\d{12})"? (?:is )?not allowed/i,
    message: (found) =>
      `The credentials belong to account ${found[1] ?? found[2]}, which is not the account of this plan. Nothing was changed.`,
    fix: 'Pick the right login with --profile, or the right file with --file.',
  },
  {
    failure: 'AccessDenied',
    when: /(?:User: (\S+) )?is not authorized to perform: (\S+)(?: on resource: (\S+))?/,
    message: (found) =>
      `AWS refused ${trimEnd(found[2])}${found[3] === undefined ? '' : ` on ${trimEnd(found[3])}`}${found[1] === undefined ? '' : ` for ${found[1]}`}.`,
    fix: 'Give this login the missing action (`bootstrap-account rights apply` prints the whole policy), then run the same command.',
  },
  {
    failure: 'AccessDenied',
    when: /\b(AccessDenied(?:Exception)?|UnauthorizedOperation|Forbidden)\b/,
    message: () =>
      'AWS refused the call: this login lacks a permission, or a policy of the organization denies it.',
    fix: 'Compare with `bootstrap-account rights apply`, then run the same command.',
  },
  {
    failure: 'ImportReplaces',
    when: /previously-imported resources that still specify an ID may not be replaced/,
    message: () =>
      'The existing resource differs in a property that cannot be changed in place, so it cannot be taken over as planned. It was left alone.',
    fix: 'Run `bootstrap-account plan`: it shows the property. Give the resource another name in the file, or change it by hand first.',
  },
  {
    failure: 'ImportMissing',
    when: /^resource '([^']+)' does not exist$/,
    message: (found) => `"${found[1]}" was to be taken over, but it is not in the account any more.`,
    fix: 'Run the same command again: the new plan makes it.',
  },
  {
    failure: 'BucketTaken',
    when: /\b(BucketAlreadyExists)\b|requested bucket name is not available/,
    message: () => 'The bucket name is taken by another AWS account.',
    fix: 'Choose another bucket name in bootstrap-account.yaml; nothing is ever sent to a bucket of somebody else.',
  },
  {
    failure: 'AlreadyExists',
    when: /\b(EntityAlreadyExists(?:Exception)?|BucketAlreadyOwnedByYou|TrailAlreadyExists\w*|AlreadyExistsException|ResourceConflictException)\b/,
    message: (found) =>
      `It exists in the account already (${found[1]}), and the record of this tool does not know it.`,
    fix: 'Run the same command again: the new plan takes over what exists.',
  },
  {
    failure: 'DeleteConflict',
    when: /\bDeleteConflict(?:Exception)?\b(?:: (.{1,200}))?/,
    message: (found) =>
      `AWS does not delete it while something still hangs on it${found[1] === undefined ? '' : `: ${trimEnd(found[1])}`}.`,
    fix: 'Look for keys, MFA devices, sign-in passwords or attachments that were added by hand, remove them, then run the same command.',
  },
  {
    failure: 'LimitExceeded',
    when: /\b(LimitExceeded(?:Exception)?|TooManyBuckets|MaximumNumberOf\w+Exceeded\w*)\b(?:: (.{1,200}))?/,
    message: (found) => `An AWS quota is reached${found[2] === undefined ? '' : `: ${trimEnd(found[2])}`}.`,
    fix: 'Raise the quota in the Service Quotas console, or ask for less in the file.',
  },
  {
    failure: 'MalformedPolicy',
    when: /\bMalformedPolicy(?:Document)?(?:Exception)?\b(?:: (.{1,200}))?/,
    message: (found) =>
      `AWS does not accept the policy document${found[1] === undefined ? '' : `: ${trimEnd(found[1])}`}.`,
    fix: 'Check the statements in the file with `bootstrap-account template validate`.',
  },
  {
    failure: 'Throttled',
    when: /\b(Throttling(?:Exception)?|TooManyRequests(?:Exception)?|RequestLimitExceeded|SlowDown|Rate exceeded)\b/,
    message: () => 'AWS asked to slow down, and kept on asking after all retries.',
    fix: `Wait a minute. ${again}`,
  },
  {
    failure: 'StackLocked',
    when: /the stack is currently locked by|\[409\] Conflict: Another update is currently in progress/,
    message: () => 'Another run holds the lock on the state of this account.',
    fix: 'Wait for it to end. If it was killed, run `bootstrap-account state unlock`.',
  },
  {
    failure: 'PluginMissing',
    when: /failed to load plugin|no resource plugin '?"?([\w.-]+)|could not (?:find|load|start|download) (?:latest version for )?(?:provider|plugin) ?"?([\w:.-]*)|error downloading (?:provider|plugin) "?([\w.-]*)|failed to (?:download|install) plugin/i,
    message: (found) => `The engine has no usable AWS plug-in${nameOf(found)}.`,
    fix: 'Run once with access to the internet: the engine fetches it then. `bootstrap-account doctor` says what is missing.',
  },
  {
    failure: 'PassphraseWrong',
    when: /incorrect passphrase|passphrase must be set|constructing secrets manager of type "passphrase"/,
    message: () => 'The passphrase file does not belong to this state.',
    fix: 'Put the right passphrase file back beside the state (`bootstrap-account state where` shows the folder).',
  },
  {
    failure: 'PendingOperations',
    when: /interrupted while creating|pending (?:CREATE|operations)/,
    message: () => 'An earlier run was cut off in the middle of a step.',
    fix: 'Run `bootstrap-account apply`: it looks in the account what became of the step.',
  },
  {
    failure: 'StateInvalid',
    when: /snapshot integrity failure|failed to load checkpoint|unexpected end of JSON input/,
    message: () => 'The recorded state is damaged.',
    fix: 'List the backups with `bootstrap-account state restore`, and put the newest valid one back.',
  },
  {
    failure: 'DiskFull',
    when: /no space left on device|ENOSPC|disk quota exceeded|read-only file system/i,
    message: () => 'The disk does not take the record of the run any more (full, or read-only).',
    fix: `Make room. ${again}`,
  },
  {
    failure: 'ServiceUnavailable',
    when: /\b(ServiceUnavailable(?:Exception)?|InternalFailure|InternalError|ServiceFailure(?:Exception)?|StatusCode: 5\d\d)\b/,
    message: () => 'AWS had a fault of its own, and kept on having it after all retries.',
    fix: `Wait a few minutes; health.aws.amazon.com tells about outages. ${again}`,
  },
  {
    failure: 'ConnectionLost',
    when: /no such host|connection (?:refused|reset)|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|i\/o timeout|TLS handshake|dial tcp/,
    message: () => 'The connection to AWS broke off.',
    fix: `Check the network and the proxy settings. ${again}`,
  },
];

/** What became of an engine's or AWS's error text. */
export interface TranslatedError extends Diagnostic {
  readonly failure: EngineFailure;
}

/**
 * Turns an error text of the engine, the plug-in or AWS into one plain sentence and a next step. Never
 * throws; the result carries no credentials and no control characters.
 * @param name Logical name of the resource, where one is concerned.
 */
export function translateError(text: string, name?: string): TranslatedError {
  const clean = redactText(plainText(text));
  const subject = name === undefined ? {} : { name };
  for (const rule of rules) {
    const found = rule.when.exec(clean);
    if (found !== null) {
      return {
        severity: 'error',
        ...subject,
        failure: rule.failure,
        message: rule.message(found),
        fix: rule.fix,
      };
    }
  }
  return { severity: 'error', ...subject, failure: 'Unknown', message: shorten(clean) };
}

/** Strips the engine's colour marks (`<{%reset%}>`), terminal escapes and control characters; joins lines. */
export function plainText(text: string): string {
  return text
    .replace(/<\{%[^%]*%\}>/g, '')
    .replace(/\p{Cc}\[[0-9;?]*[A-Za-z]/gu, '')
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

const longestMessage = 600;
function shorten(text: string): string {
  if (text === '') return 'The engine failed without a word.';
  return text.length <= longestMessage ? text : `${text.slice(0, longestMessage)}…`;
}
function trimEnd(text: string | undefined): string {
  return (text ?? '').replace(/[\s.,;:]+$/, '');
}
function nameOf(found: RegExpExecArray): string {
  const name = found.slice(1).find((part) => part !== undefined && part !== '');
  return name === undefined ? '' : ` (${name})`;
}
