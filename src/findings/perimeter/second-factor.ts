import type { UserFact } from '../../model/snapshot.ts';
import { isUnread } from '../ours/drift.ts';
import { dayAfter, dayOf } from './days.ts';
import { type Fact, factOf, type PerimeterInput } from './fact.ts';
import { plannedNames } from './ours-by-name.ts';

/** Passwords without a second factor, and those that wait for their first use. */
export function findSecondFactors(p: PerimeterInput): readonly Fact[] {
  const names = plannedNames(p.plan);
  return p.snapshot.users.flatMap((user) => {
    if (names.machines.has(user.name)) return findMachinePassword(user);
    // A user that nobody knows counts as a person when somebody can sign in with it.
    const human = names.people.has(user.name) || user.loginProfile !== undefined;
    return human ? findPerson(user, p) : [];
  });
}

function findMachinePassword(user: UserFact): readonly Fact[] {
  if (user.loginProfile === undefined) return [];
  return [
    factOf('machine-login-profile', user.name, {
      what: `The machine "${user.name}" has a console password.`,
      expected: 'no password',
      actual: `password since ${dayOf(user.loginProfile.createdAt)}`,
      fix: takePassword(user.name),
      trace: { resources: [user.name] },
    }),
  ];
}

/** One finding a person: an unused password first, because nobody enrols a device before the first sign-in. */
function findPerson(user: UserFact, p: PerimeterInput): readonly Fact[] {
  const { snapshot } = p;
  const knowsDevices = !isUnread(snapshot, 'iam:ListVirtualMFADevices', 'iam:ListMFADevices');
  const hasDevice = user.mfaDevices.length > 0 || !knowsDevices;
  const active = user.accessKeys.filter((key) => key.active);
  const trace = { resources: [user.name] };
  if (active.length > 0 && !hasDevice) {
    const ends = active.map((key) => `…${key.idEnd}`).join(', ');
    return [
      factOf('human-key-without-mfa', user.name, {
        what: `${user.name} has an active access key (${ends}) and no MFA device.`,
        expected: 'a device before the first key',
        actual: `key ${ends}, no device`,
        fix: `Switch the key off until the device is enrolled: aws iam update-access-key --user-name ${user.name} --status Inactive --access-key-id <id ending in ${active[0]?.idEnd ?? ''}>`,
        trace,
      }),
    ];
  }
  if (user.loginProfile === undefined) return [];
  const { createdAt } = user.loginProfile;
  if (isUnused(user) && !isUnread(snapshot, 'iam:ListUsers')) {
    return [
      waiting('password-never-used', user.name, createdAt, p, {
        what: `${user.name} has not signed in yet: the password of ${dayOf(createdAt)} was never used.`,
        expected: `signed in within ${p.answers.graceDays} days`,
        actual: 'never used',
        fix: takePassword(user.name),
        trace,
      }),
    ];
  }
  if (hasDevice) return [];
  return [
    waiting('human-without-mfa', user.name, createdAt, p, {
      what: `${user.name} has no MFA device.`,
      expected: `a device within ${p.answers.graceDays} days`,
      actual: 'none',
      fix: `Let ${user.name} sign in and enrol one (Security credentials > Assign MFA device). Or take the password away: aws iam delete-login-profile --user-name ${user.name}`,
      trace,
    }),
  ];
}

/** A password given anew after the last sign-in waits for its first use again. */
function isUnused({ loginProfile, passwordLastUsedAt }: UserFact): boolean {
  if (loginProfile === undefined) return false;
  return (
    passwordLastUsedAt === undefined || Date.parse(passwordLastUsedAt) < Date.parse(loginProfile.createdAt)
  );
}

/** Waiting for a person is no drift until the days of grace are over, counted from the password. */
function waiting(
  rule: 'password-never-used' | 'human-without-mfa',
  name: string,
  since: string,
  { answers, now }: PerimeterInput,
  told: Parameters<typeof factOf>[2],
): Fact {
  const ends = Date.parse(since) + answers.graceDays * 86_400_000;
  // A time that cannot be read gives no grace.
  if (!(now.getTime() < ends)) return factOf(rule, name, told);
  return factOf(rule, name, { ...told, state: 'pending', until: dayAfter(since, answers.graceDays) });
}

function takePassword(name: string): string {
  return `aws iam delete-login-profile --user-name ${name}`;
}
