import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { EngineError } from '../../errors.ts';
import { awsErrorCode, explainAwsError } from '../aws-error.ts';
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
      await deleteKey(clients, user, id);
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

/** Switches a key on or off, by the end of its id. What is gone is fine. */
export async function switchKey(
  clients: IamClients,
  user: string,
  idEnd: string,
  active: boolean,
): Promise<void> {
  for (const AccessKeyId of await keysEnding(clients, user, idEnd)) {
    const Status = active ? 'Active' : 'Inactive';
    await explained(clients, `switching a key of ${user} ${active ? 'on' : 'off'}`, () =>
      clients.iam.send(new UpdateAccessKeyCommand({ UserName: user, AccessKeyId, Status })),
    );
  }
}

/** Deletes a key, by the end of its id. */
export async function deleteAccessKey(clients: IamClients, user: string, idEnd: string): Promise<void> {
  for (const id of await keysEnding(clients, user, idEnd)) await deleteKey(clients, user, id);
}

async function keysEnding(clients: IamClients, user: string, idEnd: string): Promise<readonly string[]> {
  return (await listKeyIds(clients, user)).filter((id) => id.endsWith(idEnd));
}

async function deleteKey(clients: IamClients, user: string, AccessKeyId: string): Promise<void> {
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
    return await call();
  } catch (error) {
    if (awsErrorCode(error) === 'NoSuchEntity') return undefined;
    throw explainAwsError(error, what, region);
  }
}
