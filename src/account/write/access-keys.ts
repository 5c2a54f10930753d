import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam';
import { EngineError } from '../../errors.ts';
import { awsErrorCode, explainAwsError, unlessGone } from '../aws-error.ts';
import type { Clients } from '../clients.ts';

type IamClients = Pick<Clients, 'iam' | 'region'>;

/** A new access key, whole: it goes to whoever installs it and nowhere else. */
export interface NewAccessKey {
  readonly id: string;
  readonly secret: string;
  /** Ends of keys that appeared meanwhile and were left alone: they may be somebody else's. */
  readonly unclear: readonly string[];
}

/**
 * Makes an access key. AWS tells the secret once: where the answer was lost, by whatever try, the key that nobody
 * has seen is deleted again. Deleted is only what must be that key: it alone was not there before, was made after the
 * call began, by a call that was sent more than once, and was never used. Whatever else is new is named and left.
 * @throws EngineError `TwoKeysAlready`, `KeyNotMade`, `AccessDenied`, `AwsCallFailed`
 */
export async function createAccessKey(
  clients: IamClients,
  user: string,
  now: () => Date,
): Promise<NewAccessKey> {
  const before = new Set((await listKeys(clients, user)).map(({ id }) => id));
  if (before.size > 1) throw twoKeysAlready(user);
  const unclear = new Set<string>();
  for (let tries = 0; tries < 3; tries += 1) {
    const began = now();
    const { made, isAnswerLost } = await tryCreate(clients, user);
    const fresh = (await listKeys(clients, user)).filter(({ id }) => !before.has(id) && id !== made?.id);
    // Of two, one may be somebody else's, and nothing tells which.
    const mayClean = isAnswerLost && fresh.length === 1;
    for (const key of fresh) {
      if (mayClean && (await isOurs(clients, key, began))) await deleteAccessKey(clients, user, key.id);
      else unclear.add(key.id.slice(-4));
    }
    if (made !== undefined) return { ...made, unclear: [...unclear] };
    if (unclear.size > 0) break;
  }
  throw keyNotMade(user, [...unclear]);
}

function keyNotMade(user: string, unclear: readonly string[]): EngineError {
  const what = `AWS did not answer with an access key for ${user}`;
  const [first, second] = unclear;
  if (first === undefined) {
    return new EngineError('KeyNotMade', `${what}; none was left over.`, {
      fix: 'Run the same command again.',
    });
  }
  const which =
    second === undefined ? `the new key …${first}` : `of the new keys …${first} and …${second} one`;
  return new EngineError('KeyNotMade', `${what}; ${which} may be somebody else's: left alone.`, {
    fix: `Ask who made it. What nobody made, delete in the console (IAM > Users > ${user} > Security credentials), then run the same command again.`,
  });
}

function twoKeysAlready(user: string): EngineError {
  return new EngineError('TwoKeysAlready', `${user} has two access keys, and AWS allows no third.`, {
    fix: 'Finish the rotation that is under way, or delete one of the two.',
  });
}

interface Tried {
  readonly made?: Pick<NewAccessKey, 'id' | 'secret'>;
  /** A key may have been made whose secret nobody has seen. */
  readonly isAnswerLost: boolean;
}

async function tryCreate(clients: IamClients, user: string): Promise<Tried> {
  try {
    const answer = await clients.iam.send(new CreateAccessKeyCommand({ UserName: user }));
    const { AccessKeyId: id, SecretAccessKey: secret } = answer.AccessKey ?? {};
    if (id === undefined || secret === undefined) return { isAnswerLost: true };
    return { made: { id, secret }, isAnswerLost: wasRepeated(answer) };
  } catch (error) {
    // A try whose answer was lost has filled the last place: the client tries again by itself.
    if (awsErrorCode(error) === 'LimitExceeded') return { isAnswerLost: wasRepeated(error) };
    const told = explainAwsError(error, `making an access key for ${user}`, clients.region);
    if (told.code === 'NetworkFailed') return { isAnswerLost: true };
    throw told;
  }
}

/** The client sends a call again by itself; a call that was sent once and answered lost nothing. */
function wasRepeated(answer: unknown): boolean {
  const { $metadata: metadata } = answer as { readonly $metadata?: { readonly attempts?: number } };
  return (metadata?.attempts ?? 1) > 1;
}

/** AWS counts in whole seconds. Where its clock is behind ours by more, the key is left: so it errs on that side. */
async function isOurs(clients: IamClients, { id, madeAt }: ListedKey, began: Date): Promise<boolean> {
  if (madeAt === undefined || madeAt.getTime() + 1_000 <= began.getTime()) return false;
  try {
    const answer = await clients.iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id }));
    return answer.AccessKeyLastUsed !== undefined && answer.AccessKeyLastUsed.LastUsedDate === undefined;
  } catch {
    // Not to be known is not to be ours.
    return false;
  }
}

/** Deletes a key by its whole id. What is gone is fine. */
export async function deleteAccessKey(clients: IamClients, user: string, AccessKeyId: string): Promise<void> {
  await explained(clients, `deleting a key of ${user}`, () =>
    clients.iam.send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId })),
  );
}

interface ListedKey {
  readonly id: string;
  readonly madeAt: Date | undefined;
}

async function listKeys(clients: IamClients, user: string): Promise<readonly ListedKey[]> {
  const answer = await explained(clients, `listing the keys of ${user}`, () =>
    clients.iam.send(new ListAccessKeysCommand({ UserName: user })),
  );
  return (answer?.AccessKeyMetadata ?? []).flatMap(({ AccessKeyId: id, CreateDate }) =>
    id === undefined ? [] : [{ id, madeAt: CreateDate }],
  );
}

async function explained<T>(
  { region }: IamClients,
  what: string,
  call: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await unlessGone(call);
  } catch (error) {
    throw explainAwsError(error, what, region);
  }
}
