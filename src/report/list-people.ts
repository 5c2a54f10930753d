import type { AccountFile } from '../model/account-file.ts';
import type { AccessKeyFact, UserFact } from '../model/snapshot.ts';

/** One row of `person list`. Key ids by their last four characters. */
export interface ListedPerson {
  readonly name: string;
  readonly mfa: 'on' | 'none' | '-';
  readonly password: 'none' | 'first one' | 'never used' | 'set' | '-';
  readonly keys: readonly string[];
  /** Day. */
  readonly lastSeen?: string;
  readonly groups: readonly string[];
  readonly inFile: boolean;
  /** What is out of the ordinary. */
  readonly note?: string;
}

/** People of the file, and every other user who is no machine of it; sorted by name. */
export function listPeople(
  file: Pick<AccountFile, 'people' | 'machines'>,
  users: readonly UserFact[],
  now: Date,
): readonly ListedPerson[] {
  const machines = new Set((file.machines ?? []).map(({ name }) => name));
  const planned = new Map((file.people ?? []).map((person) => [person.name, person]));
  const live = new Map(users.filter(({ name }) => !machines.has(name)).map((user) => [user.name, user]));
  const today = now.toISOString().slice(0, 10);
  return [...new Set([...planned.keys(), ...live.keys()])].sort().map((name): ListedPerson => {
    const [person, user] = [planned.get(name), live.get(name)];
    const note = noteOf(person, user, today);
    const seen = user === undefined ? undefined : lastSeen(user);
    return {
      name,
      mfa: user === undefined ? '-' : user.mfaDevices.length > 0 ? 'on' : 'none',
      password: user === undefined ? '-' : passwordOf(user),
      keys: (user?.accessKeys ?? []).map(describe),
      ...(seen === undefined ? {} : { lastSeen: seen }),
      groups: user?.groups ?? person?.groups ?? [],
      inFile: person !== undefined,
      ...(note === undefined ? {} : { note }),
    };
  });
}

function noteOf(
  person: { readonly keptUntil?: string | undefined } | undefined,
  user: UserFact | undefined,
  today: string,
): string | undefined {
  if (person === undefined) return 'not in the file';
  if (person.keptUntil !== undefined)
    return today > person.keptUntil
      ? `has left, was kept until ${person.keptUntil}: remove`
      : `has left, kept until ${person.keptUntil}`;
  return user === undefined ? 'not made yet' : undefined;
}

function passwordOf({ loginProfile, passwordLastUsedAt }: UserFact): ListedPerson['password'] {
  if (loginProfile === undefined) return 'none';
  if (loginProfile.resetRequired) return 'first one';
  return passwordLastUsedAt === undefined ? 'never used' : 'set';
}

function describe({ idEnd, active }: AccessKeyFact): string {
  return `…${idEnd}${active ? '' : ' (off)'}`;
}

/** The day of the last sign-in, or of the last use of a key. */
export function lastSeen({ passwordLastUsedAt, accessKeys }: UserFact): string | undefined {
  return [passwordLastUsedAt, ...accessKeys.map((key) => key.lastUsedAt)]
    .filter((at) => at !== undefined)
    .sort()
    .at(-1)
    ?.slice(0, 10);
}
