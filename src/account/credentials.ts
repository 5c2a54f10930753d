import type { Context } from '../context.ts';
import { ToolError, UserError } from '../errors.ts';
import type { AwsCredentials, KeysBehind, SignIn } from '../model/target.ts';
import { findKeysBehind } from './keys-behind.ts';
import { askMfaCode, mfaSession, type OpenSession, openSession } from './mfa-session.ts';
import type { Profile } from './profiles.ts';
import { signInOf } from './sign-in.ts';

interface CredentialWish {
  readonly profile: string | undefined;
  readonly region: string;
  readonly profiles: ReadonlyMap<string, Profile>;
}
interface OpenedCredentials {
  readonly credentials: () => Promise<AwsCredentials>;
  /** In words, for `doctor` and the head of the plan. */
  readonly source: string;
  readonly signIn: SignIn;
  readonly keysBehind: KeysBehind;
}

/**
 * Resolves the operator's credentials by the SDK's own chain (environment, profile, SSO, `aws login`, process,
 * web identity, container, instance) and asks for an MFA code where a profile wants one.
 * A long-lived key whose owner has an MFA device is only good for opening a session, where the device is named
 * (`mfa_serial` of the profile, or BOOTSTRAP_ACCOUNT_MFA_SERIAL): whatever needs MFA would be denied to it.
 * @throws UserError `NoCredentials`, `SignInExpired`, `MfaNeedsTerminal`, `CredentialsFailed`
 */
export async function openCredentials(
  ctx: Context,
  wish: CredentialWish,
  open: OpenSession = openSession,
): Promise<OpenedCredentials> {
  const { fromNodeProviderChain } = await import('./late/credential-providers.ts');
  const chain = fromNodeProviderChain({
    ...(wish.profile === undefined ? {} : { profile: wish.profile }),
    clientConfig: { region: wish.region },
    mfaCodeProvider: (serial) => askMfaCode(ctx, serial),
    // Where there is no instance metadata, waiting longer only delays the message.
    timeout: 1_000,
    maxRetries: 0,
  });
  const credentials = async (): Promise<AwsCredentials> => {
    try {
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = await chain();
      return {
        accessKeyId,
        secretAccessKey,
        ...(sessionToken === undefined ? {} : { sessionToken }),
        ...(expiration === undefined ? {} : { expiration }),
      };
    } catch (error) {
      throw explainCredentialError(error, wish.profile);
    }
  };
  const key = await credentials();
  const { profile, profiles } = wish;
  const settings = settingsOf(wish);
  const keysBehind = findKeysBehind({ env: ctx.env, profiles, profile, opened: key });
  const serial = ctx.env.BOOTSTRAP_ACCOUNT_MFA_SERIAL ?? settings.mfa_serial;
  const withMfa = serial !== undefined && key.sessionToken === undefined;
  const signIn = signInOf(ctx.env, settings, {
    named: profile !== undefined,
    hasToken: key.sessionToken !== undefined,
    withMfa,
  });
  const source = describeSource(ctx.env, wish);
  if (!withMfa) return { credentials, source, signIn, keysBehind };
  const session = mfaSession(ctx, { key, region: wish.region, serial }, open);
  await session();
  return { credentials: session, source: `${source}, with the MFA device ${serial}`, signIn, keysBehind };
}

/** Seconds until the credentials end; undefined when they have no end. */
export function secondsLeft(credentials: Pick<AwsCredentials, 'expiration'>, now: Date): number | undefined {
  if (credentials.expiration === undefined) return undefined;
  return Math.floor((credentials.expiration.getTime() - now.getTime()) / 1000);
}

/** The SDK's own texts, seen in 3.11xx: it tells kinds of failure apart by sentence only. */
export function explainCredentialError(error: unknown, profile: string | undefined): ToolError {
  if (error instanceof ToolError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const option = profile === undefined ? '' : ` --profile ${profile}`;
  const detail = { cause: error };
  if (/aws sso login/i.test(text) || /\bSSO\b.*(expired|invalid)/i.test(text)) {
    return new UserError('SignInExpired', 'The single sign-on session has expired or was never opened.', {
      ...detail,
      fix: `Run: aws sso login${option}`,
    });
  }
  if (/aws login/i.test(text)) {
    return new UserError('SignInExpired', 'The command line sign-in has expired.', {
      ...detail,
      fix: `Run: aws login${option}`,
    });
  }
  if (/Could not load credentials/i.test(text)) {
    const where =
      profile === undefined ? 'the environment, the profiles, or this machine' : `the profile "${profile}"`;
    return new UserError('NoCredentials', `No AWS credentials were found in ${where}.`, {
      ...detail,
      fix: 'Sign in with `aws login` or `aws sso login --profile <name>`, then give --profile <name>. `bootstrap-account doctor` shows more.',
    });
  }
  return new UserError('CredentialsFailed', `The AWS credentials could not be opened: ${text}`, {
    ...detail,
    fix: `Try the same with: aws sts get-caller-identity${option}`,
  });
}

function settingsOf({ profile, profiles }: CredentialWish): Profile {
  return profiles.get(profile ?? 'default') ?? {};
}

function describeSource(env: Context['env'], wish: CredentialWish): string {
  const process =
    settingsOf(wish).credential_process !== undefined ? ' (through its credential_process)' : '';
  if (wish.profile !== undefined) return `profile ${wish.profile}${process}`;
  if (env.AWS_ACCESS_KEY_ID !== undefined) return 'environment variables';
  if (wish.profiles.has('default')) return `profile default${process}`;
  if (env.AWS_WEB_IDENTITY_TOKEN_FILE !== undefined) return 'web identity token';
  if (env.AWS_CONTAINER_CREDENTIALS_FULL_URI ?? env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI)
    return 'container or CloudShell';
  return 'role of this instance';
}
