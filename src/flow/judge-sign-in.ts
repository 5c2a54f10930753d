import { signInWords } from '../account/sign-in.ts';
import type { Check } from '../model/check.ts';
import type { Caller, SignIn } from '../model/target.ts';

/** Which of the ways in it is, and what is bad about a bad one. */
export function judgeSignIn(
  signIn: SignIn | undefined,
  caller: Caller,
  detail: string,
): Omit<Check, 'id' | 'title'> {
  if (signIn === undefined) return { state: 'ok', detail };
  const told = `${detail}: ${signInWords[signIn]}`;
  if (signIn !== 'long-lived-key') return { state: 'ok', detail: told };
  const device = `arn:${caller.partition}:iam::${caller.accountId}:mfa/<device>`;
  return {
    state: 'warn',
    detail: `${told}. It never carries MFA, ends with nobody, and whoever copies it has it until it is noticed.`,
    fix: `Better ways in: AWS CloudShell, \`aws login\`, or this key with MFA: name the device in the profile (mfa_serial = ${device}), and the code is asked for.`,
  };
}
