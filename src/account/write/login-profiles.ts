import { setTimeout as wait } from 'node:timers/promises';
import { CreateLoginProfileCommand, UpdateLoginProfileCommand } from '@aws-sdk/client-iam';
import type { PasswordPolicyFact } from '../../model/snapshot.ts';
import { awsErrorCode, explainAwsError } from '../aws-error.ts';
import type { Clients } from '../clients.ts';

/** A console password that is to be handed to one person. */
export interface FirstPassword {
  readonly user: string;
  readonly password: string;
  /** Makes the next one: where AWS may know the first already, it could refuse it as used before. */
  readonly another?: () => string;
}

/** Milliseconds between tries, and tries: AWS locks a login profile for some seconds after it was made. */
const pause = 2_000;
const tries = 15;

/**
 * Gives a user a console password that must be changed at the first sign-in. Only for a user whose snapshot
 * shows none: then «exists already» means that an earlier try of this call got through and its answer was
 * lost, and a password is set again, so that the one handed out is the one that works.
 * @returns the password in force
 * @throws UserError `CredentialsExpired` and the like
 * @throws EngineError `AccessDenied`, `AwsCallFailed`
 */
export async function createLoginProfile(
  clients: Pick<Clients, 'iam' | 'region'>,
  first: FirstPassword,
): Promise<string> {
  const { user, password } = first;
  try {
    await clients.iam.send(
      new CreateLoginProfileCommand({ UserName: user, Password: password, PasswordResetRequired: true }),
    );
    return password;
  } catch (error) {
    if (awsErrorCode(error) !== 'EntityAlreadyExists')
      throw explainAwsError(error, `making the console password of ${user}`, clients.region);
    const next = first.another?.() ?? password;
    await setLoginProfile(clients, { user, password: next });
    return next;
  }
}

/** Replaces a console password; it must be changed at the next sign-in. */
export async function setLoginProfile(
  clients: Pick<Clients, 'iam' | 'region'>,
  { user, password }: FirstPassword,
): Promise<void> {
  for (let left = tries; ; left -= 1) {
    try {
      await clients.iam.send(
        new UpdateLoginProfileCommand({ UserName: user, Password: password, PasswordResetRequired: true }),
      );
      return;
    } catch (error) {
      const locked = awsErrorCode(error) === 'EntityTemporarilyUnmodifiable';
      if (!locked || left <= 1)
        throw explainAwsError(error, `setting the console password of ${user}`, clients.region);
      await wait(pause);
    }
  }
}

// Without letters and digits that look alike on a printed sheet (l, I, O, 0, 1), and without symbols that need
// quoting. AWS's set: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
const classes = [
  'abcdefghijkmnopqrstuvwxyz',
  'ABCDEFGHJKLMNPQRSTUVWXYZ',
  '23456789',
  '!@#%^*()_+-=[]{}',
] as const;
const every = classes.join('');

/** Characters at least; AWS takes 128 at most. */
const shortest = 20;

/**
 * A random password with letters of both cases, digits and symbols, so that every account policy takes it.
 * @param randomBytes cryptographically secure
 */
export function generatePassword(
  randomBytes: (size: number) => Uint8Array,
  policy: PasswordPolicyFact | undefined,
): string {
  const length = Math.min(128, Math.max(shortest, policy?.minimumLength ?? 0));
  const one = (alphabet: string): string => alphabet.charAt(randomBelow(alphabet.length, randomBytes));
  const characters = classes.map(one);
  while (characters.length < length) characters.push(one(every));
  return shuffle(characters, randomBytes).join('');
}

/** Fisher and Yates: every order is as likely as any other. */
function shuffle(
  characters: readonly string[],
  randomBytes: (size: number) => Uint8Array,
): readonly string[] {
  const open = [...characters];
  const shuffled: string[] = [];
  while (open.length > 0) shuffled.push(...open.splice(randomBelow(open.length, randomBytes), 1));
  return shuffled;
}

/** A number from 0 to below `limit` (256 at most); bytes past the last whole multiple are thrown away, or low numbers came more often. */
function randomBelow(limit: number, randomBytes: (size: number) => Uint8Array): number {
  const end = 256 - (256 % limit);
  for (;;) {
    const byte = randomBytes(1)[0];
    if (byte !== undefined && byte < end) return byte % limit;
  }
}
