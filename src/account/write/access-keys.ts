import { CreateAccessKeyCommand, DeleteAccessKeyCommand, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { EngineError } from '../../errors.ts';
import { awsErrorCode, explainAwsError, unlessGone } from '../aws-error.ts';
import type { Clients } from '../clients.ts';

type IamClients = Pick<Clients, 'iam' | 'region'>;

/** A new access key, whole: it goes to whoever installs it and nowhere else. */
export interface NewAccessKey {
  readonly id: string;
  readonly secret: string;
}

/**
 * Makes an access key. AWS tells the secret once: where the answer was lost, by whatever try, the key that nobody
 * has seen is deleted again, so that no key is ever left over.
 * @throws EngineError `TwoKeysAlready`, `KeyNotMade`, `AccessDenied`, `AwsCallFailed`
 */
export async function createAccessKey(clients: IamClients, user: string): Promise<NewAccessKey> {
  const before = new Set(await listKeyIds(clients, user));
  if (before.size > 1) {
    throw new EngineError('TwoKeysAlready', `${user} has two access keys, and AWS allows no third.`, {
      fix: 'Finish the rotation that is under way, or delete one of the two.',
    });
  }
  for (let tries = 0; tries < 3; tries += 1) {
    const made = await tryCreate(clients, user);
    const now = await listKeyIds(clients, user);
    for (const id of now.filter((each) => !before.has(each) && each !== made?.id))
      await deleteAccessKey(clients, user, id);
    if (made !== undefined) return made;
  }
  throw new EngineError(
    'KeyNotMade',
    `AWS did not answer with an access key for ${user}; none was left over.`,
    {
      fix: 'Run the same command again.',
    },
  );
}

/** Undefined where a key may have been made whose secret nobody has seen. */
async function tryCreate(clients: IamClients, user: string): Promise<NewAccessKey | undefined> {
  try {
    const { AccessKey: key } = await clients.iam.send(new CreateAccessKeyCommand({ UserName: user }));
    return key?.AccessKeyId === undefined || key.SecretAccessKey === undefined
      ? undefined
      : { id: key.AccessKeyId, secret: key.SecretAccessKey };
  } catch (error) {
    // A try whose answer was lost has filled the last place: the client tries again by itself.
    if (awsErrorCode(error) === 'LimitExceeded') return undefined;
    const told = explainAwsError(error, `making an access key for ${user}`, clients.region);
    if (told.code === 'NetworkFailed') return undefined;
    throw told;
  }
}

/** Deletes a key by its whole id. What is gone is fine. */
export async function deleteAccessKey(clients: IamClients, user: string, AccessKeyId: string): Promise<void> {
  await explained(clients, `deleting a key of ${user}`, () =>
    clients.iam.send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId })),
  );
}

async function listKeyIds(clients: IamClients, user: string): Promise<readonly string[]> {
  const answer = await explained(clients, `listing the keys of ${user}`, () =>
    clients.iam.send(new ListAccessKeysCommand({ UserName: user })),
  );
  return (answer?.AccessKeyMetadata ?? []).flatMap(({ AccessKeyId }) => AccessKeyId ?? []);
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
