import {
  createLoginProfile,
  type FirstPassword,
  generatePassword,
  setLoginProfile,
} from '../account/write/login-profiles.ts';
import type { Context } from '../context.ts';
import { UserError } from '../errors.ts';
import { type HandOverLog, openHandOverLog } from '../handover/hand-over-log.ts';
import { writeSecretFile } from '../handover/password-file.ts';
import type { PersonPlan, Plan } from '../model/plan.ts';
import type { SecretWay } from '../model/secret-way.ts';
import type { Snapshot, UserFact } from '../model/snapshot.ts';
import type { Place } from './place.ts';

export type PasswordWay = SecretWay;

export interface HandedOut {
  readonly person: string;
  readonly way: PasswordWay;
  /** Where the password lies, for `file` and `age`. */
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
    /** A new one for everybody in the plan, whatever they have. */
    readonly again?: boolean;
  },
): Promise<readonly HandedOut[]> {
  const { plan, snapshot, way } = options;
  const log = await openHandOverLog(options.folder, context.now);
  const handed: HandedOut[] = [];
  for (const person of plan.parts.people) {
    const user = snapshot.users.find((candidate) => candidate.name === person.name);
    const due = options.again === true || (user !== undefined && needsPassword(user, person, log));
    if (user === undefined || !due) continue;
    if (context.interrupts.signal.aborted) break;
    const make = () => generatePassword(context.randomBytes, snapshot.passwordPolicy);
    const password = make();
    await log.begin(person.name);
    // On disk before it is valid: a password that nobody can find is worse than a file for nothing.
    const write = (text: string) =>
      writeSecretFile(options.passwordFolder, person.name, {
        kind: 'password',
        text,
        ...(way === 'age' && person.ageRecipient !== undefined ? { recipient: person.ageRecipient } : {}),
      });
    const path = way === 'terminal' ? undefined : await write(password);
    const inForce = await putPassword(place, user, { user: person.name, password, another: make });
    if (path !== undefined && inForce !== password) await write(inForce);
    if (way === 'terminal') showPassword(context, person.name, inForce);
    await log.finish(person.name, way);
    handed.push({ person: person.name, way, ...(path === undefined ? {} : { path }) });
  }
  return handed;
}

/**
 * Said before anything is changed: a way that cannot be gone.
 * @param people who would get a secret
 * @throws UserError `NoTerminal`, `NoAgeKey`
 */
export function requireWay(
  { host }: Context,
  way: PasswordWay,
  people: readonly { readonly name: string; readonly ageRecipient?: string | undefined }[],
): void {
  if (way === 'terminal' && people.length > 0 && !host.shows) {
    throw new UserError('NoTerminal', 'A secret is shown on a terminal only, and there is none.', {
      fix: 'Have it written to a file (file), or encrypted to a key that stands in the file (age).',
    });
  }
  const without = way === 'age' ? people.filter((each) => each.ageRecipient === undefined) : [];
  if (without.length === 0) return;
  const who = without.map(({ name }) => name);
  throw new UserError('NoAgeKey', `The file has no age public key for ${who.join(', ')}.`, {
    fix: 'Let each make a pair (age-keygen -o key.txt) and write the public half into the file as ageRecipient: age1…; or hand it out in another way.',
    details: who,
  });
}

/** @returns the password in force: after a lost reply it is another one */
async function putPassword(place: Place, user: UserFact, first: FirstPassword): Promise<string> {
  if (user.loginProfile === undefined) return createLoginProfile(place.clients, first);
  await setLoginProfile(place.clients, first);
  return first.password;
}

/**
 * People to whom the end of a run hands out a password: who waits for one, and who is made by it.
 * @param waiting as {@link peopleWithoutPassword} tells them
 */
export function peopleToServe(
  plan: Plan,
  snapshot: Pick<Snapshot, 'users'>,
  waiting: readonly string[],
): readonly PersonPlan[] {
  const present = new Set(snapshot.users.map(({ name }) => name));
  return plan.parts.people.filter(
    (person) =>
      waiting.includes(person.name) ||
      (!present.has(person.name) && person.keptUntil === undefined && person.groups.length > 0),
  );
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
  if (person.tags.Origin !== 'made' || person.keptUntil !== undefined) return false;
  // In no group yet they could not even enrol a device.
  if (person.groups.length === 0) return false;
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
