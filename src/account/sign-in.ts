import type { Context } from '../context.ts';
import type { SignIn } from '../model/target.ts';
import type { Profile } from './profiles.ts';

/** How the operator got in, read from profile and environment; nothing is asked. */
export function signInOf(
  env: Context['env'],
  profile: Profile,
  facts: { readonly named: boolean; readonly hasToken: boolean; readonly withMfa: boolean },
): SignIn {
  if (facts.withMfa) return 'mfa-session';
  // Set there for every shell: https://docs.aws.amazon.com/cloudshell/latest/userguide/welcome.html
  const inCloudShell = env.AWS_EXECUTION_ENV === 'CloudShell';
  const fromKeys = !facts.named && env.AWS_ACCESS_KEY_ID !== undefined;
  if (!fromKeys) {
    if (profile.login_session !== undefined) return 'aws-login';
    if (profile.sso_session !== undefined || profile.sso_start_url !== undefined) return 'single-sign-on';
    if (profile.role_arn !== undefined || profile.web_identity_token_file !== undefined) return 'role';
    if (profile.credential_process !== undefined) return facts.hasToken ? 'process' : 'long-lived-key';
    if (inCloudShell && !facts.named) return 'cloudshell';
  }
  return facts.hasToken ? 'temporary' : 'long-lived-key';
}

/** In words, for `doctor`. */
export const signInWords: Readonly<Record<SignIn, string>> = {
  cloudshell: 'CloudShell, no key at all',
  'aws-login': '`aws login`, a session from the browser',
  'single-sign-on': 'single sign-on',
  role: 'a role that is taken on for a while',
  'mfa-session': 'an access key, and a session that was opened with MFA',
  process: 'a program that hands out temporary credentials',
  temporary: 'temporary credentials',
  'long-lived-key': 'a plain long-lived access key',
};
