import type { Context } from '../context.ts';
import { ToolError, UserError } from '../errors.ts';
import type { AwsCredentials } from '../model/target.ts';
import { awsErrorCode, explainAwsError } from './aws-error.ts';

export interface SessionWish {
  /** The long-lived key that the session is opened with. */
  readonly key: AwsCredentials;
  readonly region: string;
  /** ARN of a virtual device, or the number on a hardware one. A passkey gives no codes. */
  readonly serial: string;
  readonly code: string;
}
export type OpenSession = (wish: SessionWish) => Promise<AwsCredentials>;

/** Seconds; AWS's own default, longer than any run, so that nobody is asked in the middle of one. */
const sessionSeconds = 43_200;

/** sts:GetSessionToken: what comes back is for this process's memory only. */
export const openSession: OpenSession = async ({ key, region, serial, code }) => {
  const { GetSessionTokenCommand, STSClient } = await import('./late/sts.ts');
  const sts = new STSClient({ region, credentials: key, ignoreConfiguredEndpointUrls: true });
  try {
    const { Credentials: session } = await sts.send(
      new GetSessionTokenCommand({ SerialNumber: serial, TokenCode: code, DurationSeconds: sessionSeconds }),
    );
    if (session?.AccessKeyId === undefined || session.SecretAccessKey === undefined)
      throw new UserError('MfaSessionFailed', `AWS gave no session for the MFA device ${serial}.`);
    return {
      accessKeyId: session.AccessKeyId,
      secretAccessKey: session.SecretAccessKey,
      ...(session.SessionToken === undefined ? {} : { sessionToken: session.SessionToken }),
      ...(session.Expiration === undefined ? {} : { expiration: session.Expiration }),
    };
  } finally {
    sts.destroy();
  }
};

/** A code is typed wrong, or is too old by the time it arrives. */
const tries = 3;

/**
 * Asks for the code and opens the session. It is kept in memory; near its end a new code is asked for, so only
 * between commands' steps and never behind anybody's back.
 * @throws UserError `MfaNeedsTerminal`, `MfaCodeRefused`
 */
export function mfaSession(
  ctx: Context,
  wish: Omit<SessionWish, 'code'>,
  open: OpenSession,
): () => Promise<AwsCredentials> {
  let session: Promise<AwsCredentials> | undefined;
  return async () => {
    const present = await session?.catch(() => undefined);
    if (present !== undefined && !isOver(present, ctx.now())) return present;
    if (present !== undefined) throw sessionOver();
    session = openWithCode(ctx, wish, open);
    return session;
  };
}

function isOver({ expiration }: AwsCredentials, now: Date): boolean {
  return expiration !== undefined && expiration.getTime() <= now.getTime();
}

/** In the middle of a run nobody can be asked: the list on the screen is the engine's. */
function sessionOver(): UserError {
  return new UserError('CredentialsExpired', 'The session that was opened with MFA has ended.', {
    fix: 'Run the same command again, with a new code; it goes on from where this run stopped.',
  });
}

async function openWithCode(
  ctx: Context,
  wish: Omit<SessionWish, 'code'>,
  open: OpenSession,
): Promise<AwsCredentials> {
  for (let left = tries; ; left -= 1) {
    const code = await askMfaCode(ctx, wish.serial);
    try {
      return await open({ ...wish, code });
    } catch (error) {
      if (error instanceof ToolError) throw error;
      if (awsErrorCode(error) !== 'AccessDenied') {
        throw explainAwsError(error, 'opening a session with MFA', wish.region);
      }
      if (left <= 1) throw codeRefused(wish.serial, error);
      const text =
        'AWS did not take that code: each works once and for half a minute. Wait for the next one.';
      ctx.host.tell({ level: 'warning', text });
    }
  }
}

function codeRefused(serial: string, cause: unknown): UserError {
  return new UserError('MfaCodeRefused', `AWS took none of ${tries} codes of the MFA device ${serial}.`, {
    fix: 'Check that it is the device of this very user (aws iam list-mfa-devices), and the clock of the phone.',
    cause,
  });
}

export async function askMfaCode(ctx: Context, serial: string): Promise<string> {
  if (!ctx.host.interactive) {
    throw new UserError(
      'MfaNeedsTerminal',
      `The credentials need a code of the MFA device ${serial}, and there is no terminal to ask at.`,
      {
        fix: 'Run in a terminal, or pass temporary credentials of a session that was opened with MFA.',
      },
    );
  }
  return ctx.host.ask({
    kind: 'text',
    key: 'mfaCode',
    message: `Code of the MFA device ${serial}`,
    why: 'The session is opened with a second factor, and kept in memory until this command ends.',
    validate: (value) => (/^\d{6}$/.test(value) ? undefined : 'Six digits.'),
  });
}
