import type { PersonPlan, Plan } from '../model/plan.ts';
import type { Report, ReportPerson } from '../model/report.ts';
import type { AccessKeyFact, Snapshot, UserFact } from '../model/snapshot.ts';

const dayMs = 86_400_000;

/** People of the file, and whoever else sits in one of our groups; sorted by name. */
export function describePeople(plan: Plan, snapshot: Snapshot | undefined): readonly ReportPerson[] {
  const planned = new Map(plan.parts.people.map((person) => [person.name, person]));
  const machines = new Set(plan.parts.machines.map((machine) => machine.name));
  const ours = new Set(
    plan.parts.groups.groups.filter((group) => group.kind === 'human').map((group) => group.name),
  );
  const others = (snapshot?.users ?? []).filter(
    (user) =>
      !planned.has(user.name) && !machines.has(user.name) && user.groups.some((group) => ours.has(group)),
  );
  const live = new Map((snapshot?.users ?? []).map((user) => [user.name, user]));
  const names = [...planned.keys(), ...others.map((user) => user.name)].sort();
  return names.map((name) => describePerson(name, planned.get(name), live.get(name), snapshot?.takenAt));
}

function describePerson(
  name: string,
  planned: PersonPlan | undefined,
  user: UserFact | undefined,
  takenAt: string | undefined,
): ReportPerson {
  const keys = user?.accessKeys ?? [];
  const seen = lastSeen(user);
  return {
    name,
    ...(planned?.email === undefined ? {} : { email: planned.email }),
    groups: [...(user?.groups ?? planned?.groups ?? [])].sort(),
    mfa: (user?.mfaDevices.length ?? 0) > 0 ? 'on' : 'not yet',
    ...(user === undefined || user.mfaDevices.length === 0
      ? {}
      : { mfaKind: user.mfaDevices.map(mfaKind).join(', ') }),
    ...(user?.mfaSince === undefined ? {} : { mfaSince: user.mfaSince.slice(0, 10) }),
    password: passwordState(user),
    keys: keys.length,
    ...(keys.length === 0 ? {} : { keyDetails: keys.map((key) => describeKey(key, takenAt)) }),
    ...(seen === undefined ? {} : { lastSeen: seen }),
    planned: planned !== undefined,
  };
}

/**
 * The serial number says the kind; hardware codes have one without an ARN.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_MFADevice.html
 */
function mfaKind(serial: string): string {
  if (/:(?:u2f|passkey)\//.test(serial)) return 'passkey or security key';
  return serial.includes(':mfa/') ? 'authenticator app' : 'hardware code generator';
}

function passwordState(user: UserFact | undefined): ReportPerson['password'] {
  if (user?.loginProfile === undefined) return 'none';
  if (user.loginProfile.resetRequired) return 'must change';
  return user.passwordLastUsedAt === undefined ? 'never used' : 'set';
}

function lastSeen(user: UserFact | undefined): string | undefined {
  if (user === undefined) return undefined;
  const uses = [user.passwordLastUsedAt, ...user.accessKeys.map((key) => key.lastUsedAt)];
  return uses
    .filter((use) => use !== undefined)
    .sort()
    .at(-1)
    ?.slice(0, 10);
}

function describeKey(key: AccessKeyFact, takenAt: string | undefined): string {
  const state = key.active ? 'active' : 'inactive';
  const age =
    takenAt === undefined
      ? ''
      : `, ${Math.max(0, Math.floor((Date.parse(takenAt) - Date.parse(key.createdAt)) / dayMs))} days old`;
  const used = key.lastUsedAt === undefined ? 'never used' : `last used ${key.lastUsedAt.slice(0, 10)}`;
  return `…${key.idEnd} ${state}${age}, ${used}`;
}

/** Programs outside AWS, with what is known of their keys. */
export function describeMachines(plan: Plan, snapshot: Snapshot | undefined): Report['machines'] {
  return plan.parts.machines.map((machine) => {
    const user = snapshot?.users.find((candidate) => candidate.name === machine.name);
    const keys = (user?.accessKeys ?? []).map((key) => describeKey(key, snapshot?.takenAt));
    return {
      name: machine.name,
      ...(machine.purpose === undefined ? {} : { purpose: machine.purpose }),
      ...(machine.owner === undefined ? {} : { owner: machine.owner }),
      groups: machine.groups,
      keys: keys.length === 0 ? 'none' : keys.join('; '),
    };
  });
}
