import { EngineError, ToolError, UserError } from '../errors.ts';

/** AWS's own name for what went wrong, like `NoSuchEntity`; undefined when it is no AWS error. */
export function awsErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // S3's Head* calls answer without a body: then only the status is known.
  const named = 'Code' in error && typeof error.Code === 'string' ? error.Code : error.name;
  return named.replace(/Exception$/, '');
}

/** HTTP status of an AWS answer; undefined when there was none. */
export function awsStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const { $metadata: metadata } = error;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

/** What a call answers; undefined where AWS says that what it is about is not there, as after a run that broke off. */
export async function unlessGone<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (awsErrorCode(error) === 'NoSuchEntity') return undefined;
    throw error;
  }
}

const denied = new Set(['AccessDenied', 'UnauthorizedOperation', 'AuthorizationError', 'Forbidden', '403']);

/** The caller lacks a permission, or a service control policy takes it. */
export function isAccessDenied(error: unknown): boolean {
  const code = awsErrorCode(error);
  return code !== undefined && denied.has(code);
}

const expired = new Set(['ExpiredToken', 'RequestExpired', 'TokenRefreshRequired']);
const skewed = new Set(['RequestTimeTooSkewed', 'RequestInTheFuture']);
const unknownHere = new Set([
  'AuthFailure',
  'InvalidClientTokenId',
  'UnrecognizedClient',
  'InvalidAccessKeyId',
  'OptInRequired',
]);
const network = new Set([
  'ENOTFOUND',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'TimeoutError',
]);

/** The region is not switched on for the account: it does not know keys that others accept. */
export function isRegionSwitchedOff(error: unknown): boolean {
  const code = awsErrorCode(causeOf(error));
  return code !== undefined && unknownHere.has(code);
}

/** The region could not be reached at all. */
export function isUnreachable(error: unknown): boolean {
  const cause = causeOf(error);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : awsErrorCode(cause);
  return code !== undefined && network.has(code);
}

/** The AWS error behind one of ours. */
function causeOf(error: unknown): unknown {
  return error instanceof ToolError ? error.cause : error;
}

/**
 * Turns a failed AWS call into a sentence with a next step. Errors of our own pass through unchanged.
 * @param what what was being done, like `reading the trails`
 */
export function explainAwsError(error: unknown, what: string, region: string): ToolError {
  if (error instanceof ToolError) return error;
  const code = awsErrorCode(error) ?? 'unknown';
  const detail = { cause: error };
  if (expired.has(code)) {
    const fix =
      'Sign in again (aws sso login, aws login, or new temporary keys), then run the same command again.';
    return new UserError('CredentialsExpired', `The credentials expired while ${what}.`, { ...detail, fix });
  }
  if (skewed.has(code)) {
    const fix = 'Set the clock of this machine (timedatectl set-ntp true), then run again.';
    return new UserError(
      'ClockSkewed',
      `AWS refused a call because the clock of this machine is wrong (${code}, while ${what}).`,
      { ...detail, fix },
    );
  }
  if (unknownHere.has(code)) {
    const fix = `Check that the region ${region} is spelt right and switched on for the account (Account page, AWS Regions), and that the key still exists.`;
    return new UserError(
      'CredentialsUnknown',
      `AWS does not know these credentials in the region ${region} (${code}, while ${what}).`,
      { ...detail, fix },
    );
  }
  if (network.has(code) || (error instanceof Error && 'code' in error && network.has(String(error.code)))) {
    const fix = 'Check the network and any proxy, then run again.';
    return new EngineError(
      'NetworkFailed',
      `AWS could not be reached in the region ${region} while ${what}.`,
      { ...detail, fix },
    );
  }
  if (isAccessDenied(error)) {
    const fix = 'Run with a caller that may do it; `bootstrap-account rights plan` prints the policy.';
    return new EngineError('AccessDenied', `AWS denied a call while ${what}: ${messageOf(error)}`, {
      ...detail,
      fix,
    });
  }
  return new EngineError('AwsCallFailed', `AWS answered ${code} while ${what}: ${messageOf(error)}`, {
    ...detail,
    fix: 'Run the same command again; with --debug it tells more.',
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
