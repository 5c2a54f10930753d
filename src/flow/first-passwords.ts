import {
  createLoginProfile,
  type FirstPassword,
  generatePassword,
  setLoginProfile,
} from '../account/write/login-profiles.ts';
import type { Context } from '../context.ts';
import { type HandOverLog, openHandOverLog } from '../handover/hand-over-log.ts';
import { writePasswordFile } from '../handover/password-file.ts';
import type { PersonPlan, Plan } from '../model/plan.ts';
import type { Snapshot, UserFact } from '../model/snapshot.ts';
import type { Place } from './place.ts';

export type PasswordWay = 'terminal' | 'file';

export interface HandedOut {
  readonly person: string;
  readonly way: PasswordWay;
  /** Where the password lies, for `file`. */
  readonly path?: string;
}

/**
 * Makes the first console passwords, outside the engine and its state: one for each person we made who has
 * none. Each is recorded, and the record is on disk, before the next person's turn; one that was begun and
 * not recorded is made anew, because nobody has seen it.
 */
export async function handOutPasswords(
  context: Context,
  place: Place,
  options: {
    readonly plan: Plan;
    readonly snapshot: Snapshot;
    readonly folder: string;
    readonly way: PasswordWay;
    readonly passwordFolder: string;
  },
): Promise<readonly HandedOut[]> {
  const { plan, snapshot, way } = options;
  const log = await openHandOverLog(options.folder, context.now);
  const handed: HandedOut[] = [];
  for (const person of plan.parts.people) {
    const user = snapshot.users.find((candidate) => candidate.name === person.name);
    if (user === undefined || !needsPassword(user, person, log)) continue;
    if (context.interrupts.signal.aborted) break;
    const make = () => generatePassword(context.randomBytes, snapshot.passwordPolicy);
    const password = make();
    await log.begin(person.name);
    // On disk before it is valid: a password that nobody can find is worse than a file for nothing.
    const write = (text: string) => writePasswordFile(options.passwordFolder, person.name, text);
    const path = way === 'file' ? await write(password) : undefined;
    const inForce = await putPassword(place, user, { user: person.name, password, another: make });
    if (path !== undefined && inForce !== password) await write(inForce);
    if (way === 'terminal') showPassword(context, person.name, inForce);
    await log.finish(person.name, way);
    handed.push({ person: person.name, way, ...(path === undefined ? {} : { path }) });
  }
  return handed;
}

/** @returns the password in force: after a lost reply it is another one */
async function putPassword(place: Place, user: UserFact, first: FirstPassword): Promise<string> {
  if (user.loginProfile === undefined) return createLoginProfile(place.clients, first);
  await setLoginProfile(place.clients, first);
  return first.password;
}

/** Names of the people who still wait for their first password. */
export async function peopleWithoutPassword(
  plan: Plan,
  snapshot: Snapshot,
  folder: string,
  now: () => Date,
): Promise<readonly string[]> {
  const log = await openHandOverLog(folder, now);
  const waiting = plan.parts.people.filter((person) => {
    const user = snapshot.users.find((candidate) => candidate.name === person.name);
    return user !== undefined && needsPassword(user, person, log);
  });
  return waiting.map((person) => person.name);
}

/** People who were here before us keep what they sign in with; `Origin=made` marks ours. */
function needsPassword(user: UserFact, person: PersonPlan, log: HandOverLog): boolean {
  if (person.tags.Origin !== 'made') return false;
  if (user.loginProfile === undefined)
    return (
      user.accessKeys.length === 0 &&
      user.mfaDevices.length === 0 &&
      !log.isFinished(person.name, user.createdAt)
    );
  return log.isUnfinished(person.name) && user.passwordLastUsedAt === undefined;
}

function showPassword(context: Context, person: string, password: string): void {
  context.host.show(
    `First password of ${person}, shown once, to be changed at the first sign-in:\n    ${password}`,
  );
}
