import type { AccessKeyFact, UserFact } from '../../model/snapshot.ts';
import { daysSince } from '../perimeter/days.ts';
import { type CisInput, deniedOf, type Judge, open, settle, unknownWithout } from './verdict.ts';

const all = 'iam:GetAccountAuthorizationDetails';
const keyReads = [all, 'iam:ListAccessKeys'];
const passwordReads = [all, 'iam:GetLoginProfile'];

function judgePasswordPolicy(
  input: CisInput,
  isRight: (policy: NonNullable<CisInput['snapshot']['passwordPolicy']>) => boolean,
  words: { readonly bad: string; readonly good: string },
) {
  const policy = input.snapshot.passwordPolicy;
  if (policy === undefined) {
    const denied = deniedOf(input, ['iam:GetAccountPasswordPolicy']);
    return denied.length > 0 ? unknownWithout(denied) : open('The account has no password policy.');
  }
  return settle(input, { needs: [], wrong: isRight(policy) ? [] : ['password policy'], ...words });
}

export const judgePasswordLength: Judge = (input) =>
  judgePasswordPolicy(input, (policy) => policy.minimumLength >= 14, {
    bad: `A password may be as short as ${input.snapshot.passwordPolicy?.minimumLength ?? 0} characters.`,
    good: `${input.snapshot.passwordPolicy?.minimumLength ?? 0} characters at least.`,
  });

export const judgePasswordReuse: Judge = (input) =>
  judgePasswordPolicy(input, (policy) => (policy.reusePrevention ?? 0) >= 24, {
    bad: `The password policy remembers ${input.snapshot.passwordPolicy?.reusePrevention ?? 'no'} old passwords.`,
    good: 'The last 24 passwords are remembered.',
  });

export const judgeConsoleMfa: Judge = (input) => {
  const without = input.snapshot.users.filter(
    (user) => user.loginProfile !== undefined && user.mfaDevices.length === 0,
  );
  const needs = [...passwordReads, 'iam:ListVirtualMFADevices', 'iam:ListMFADevices'];
  const unseen = deniedOf(input, needs);
  // Devices that may not be seen are no devices that are missing.
  if (unseen.length > 0) return unknownWithout(unseen);
  return settle(input, {
    needs,
    wrong: namesOf(without),
    bad: 'They have a password and no device yet. The MFA rule on their group lets them do nothing but enrol one.',
    good: 'Everybody with a console password has a device.',
  });
};

/** Milliseconds between a user and the first key when one call, or one form, made both. */
const together = 60_000;

export const judgeFirstKeys: Judge = (input) =>
  settle(input, {
    needs: [...keyReads, 'iam:GetLoginProfile'],
    wrong: namesOf(
      input.snapshot.users.filter(
        (user) => user.loginProfile !== undefined && user.accessKeys.some((key) => isFromTheStart(user, key)),
      ),
    ),
    bad: 'They got a key together with a password: delete it, who needs one makes it after enrolling a device.',
    good: 'Nobody got a key together with a password.',
  });

function isFromTheStart(user: UserFact, key: AccessKeyFact): boolean {
  return Math.abs(Date.parse(key.createdAt) - Date.parse(user.createdAt)) < together;
}

export const judgeUnused: Judge = (input) => {
  const { snapshot, now } = input;
  const idle = (time: string): boolean => daysSince(time, now) > 45;
  const wrong = snapshot.users.flatMap((user) => {
    const { loginProfile } = user;
    const password =
      loginProfile !== undefined && idle(latest(loginProfile.createdAt, user.passwordLastUsedAt));
    const keys = user.accessKeys.filter((key) => key.active && idle(key.lastUsedAt ?? key.createdAt));
    return [
      ...(password ? [`${user.name}: password`] : []),
      ...keys.map((key) => `${user.name}: key …${key.idEnd}`),
    ];
  });
  return settle(input, {
    needs: [...passwordReads, ...keyReads.slice(1), 'iam:ListUsers', 'iam:GetAccessKeyLastUsed'],
    wrong,
    bad: 'Not used for 45 days: take the password away, switch the key off.',
    good: 'Every password and every active key was used, or made, within 45 days.',
  });
};

/** A password given anew has its days of grace again. */
function latest(made: string, used: string | undefined): string {
  return used !== undefined && Date.parse(used) > Date.parse(made) ? used : made;
}

export const judgeOneKey: Judge = (input) =>
  settle(input, {
    needs: keyReads,
    wrong: namesOf(
      input.snapshot.users.filter((user) => user.accessKeys.filter((key) => key.active).length > 1),
    ),
    bad: 'They have two active keys; two are for the days of a change only.',
    good: 'Nobody has more than one active key.',
  });

export const judgeKeyAge: Judge = (input) =>
  settle(input, {
    needs: keyReads,
    wrong: input.snapshot.users.flatMap((user) =>
      user.accessKeys
        .filter((key) => key.active && daysSince(key.createdAt, input.now) > 90)
        .map((key) => `${user.name}: key …${key.idEnd}`),
    ),
    bad: 'Keys older than 90 days: make a new one, or better a role, then delete the old one.',
    good: 'No active key is older than 90 days.',
  });

export const judgeRightsByGroup: Judge = (input) =>
  settle(input, {
    needs: [all],
    wrong: namesOf(input.snapshot.users.filter((user) => user.attached.length > 0 || user.inline.length > 0)),
    bad: 'They have policies of their own: give the rights to a group.',
    good: 'No user has a policy of their own.',
  });

function namesOf(users: readonly UserFact[]): readonly string[] {
  return users.map((user) => user.name);
}
