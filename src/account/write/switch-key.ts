import { DeleteAccessKeyCommand, paginateListAccessKeys, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { UserError } from '../../errors.ts';
import { explainAwsError, unlessGone } from '../aws-error.ts';
import type { Clients } from '../clients.ts';
import { type OwnKeyClients, refuseOwnKeyIds } from '../own-keys.ts';

type Ways = OwnKeyClients & Pick<Clients, 'iam' | 'region'>;

/**
 * Switches a key on or off; doing it twice is fine, so that a lost answer costs nothing.
 * @throws RefusedError `OwnKey` for a key that this run works with, or that its session was opened with
 */
export async function setKeyActive(
  clients: Ways,
  user: string,
  idEnd: string,
  active: boolean,
): Promise<void> {
  await onKey(clients, user, idEnd, async (id) => {
    if (!active) await refuseOwnKeyIds(clients, [id]);
    const Status = active ? 'Active' : 'Inactive';
    return clients.iam.send(new UpdateAccessKeyCommand({ UserName: user, AccessKeyId: id, Status }));
  });
}

/** Deletes a key for good. One that is gone already is fine. */
export async function deleteKey(clients: Ways, user: string, idEnd: string): Promise<void> {
  await onKey(clients, user, idEnd, async (id) => {
    await refuseOwnKeyIds(clients, [id]);
    return clients.iam.send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId: id }));
  });
}

/** The whole id of a key, for AWS's own answers about it: not to be kept. */
export async function findWholeKeyId(
  clients: Pick<Clients, 'iam' | 'region'>,
  user: string,
  idEnd: string,
): Promise<string> {
  const ids: string[] = [];
  try {
    for await (const page of paginateListAccessKeys({ client: clients.iam }, { UserName: user }))
      ids.push(...(page.AccessKeyMetadata ?? []).flatMap((key) => key.AccessKeyId ?? []));
  } catch (error) {
    throw explainAwsError(error, `listing the keys of ${user}`, clients.region);
  }
  const fitting = ids.filter((id) => id.endsWith(idEnd));
  const [id] = fitting;
  if (id !== undefined && fitting.length === 1) return id;
  throw new UserError(
    fitting.length === 0 ? 'NoSuchKey' : 'KeyNotClear',
    fitting.length === 0
      ? `${user} has no access key that ends in ${idEnd}.`
      : `${user} has ${fitting.length} access keys that end in ${idEnd}.`,
    { fix: 'See `bootstrap-account keys scan`, or name more of the key’s end.' },
  );
}

async function onKey(
  clients: Ways,
  user: string,
  idEnd: string,
  work: (id: string) => Promise<unknown>,
): Promise<void> {
  const id = await findWholeKeyId(clients, user, idEnd);
  try {
    await unlessGone(() => work(id));
  } catch (error) {
    throw explainAwsError(error, `changing the key …${idEnd} of ${user}`, clients.region);
  }
}
