import { GetAccessKeyLastUsedCommand } from '@aws-sdk/client-iam';
import { GetAccessKeyInfoCommand } from '@aws-sdk/client-sts';
import type { KeyOwner } from '../../model/keys.ts';
import type { UserFact } from '../../model/snapshot.ts';
import { awsErrorCode, isAccessDenied } from '../aws-error.ts';
import type { Clients } from '../clients.ts';
import type { Gather } from './gather.ts';

/**
 * Whose key an id is. IAM names the user of a key of this account; to everybody else's it answers as to a call
 * that is not allowed, so that STS is asked for the account first.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
 */
export async function readKeyOwner(
  clients: Clients,
  gather: Gather,
  id: string,
  about: {
    readonly accountId: string;
    readonly rootHasKeys: boolean;
    readonly users: readonly Pick<UserFact, 'name' | 'accessKeys'>[];
  },
): Promise<KeyOwner> {
  if (id.startsWith('ASIA')) return { kind: 'temporary' };
  const user = await userOf(clients, gather, id);
  if (user !== undefined)
    return { kind: 'user', name: user, status: statusOf(user, id.slice(-4), about.users) };
  const info = await gather.attempt(
    'sts:GetAccessKeyInfo',
    () => clients.sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: id })),
    { subject: `…${id.slice(-4)}`, absent: ['ValidationError', 'InvalidParameterValue'] },
  );
  if (info?.Account === undefined) return { kind: 'unknown' };
  if (info.Account !== about.accountId) return { kind: 'foreign', accountId: info.Account };
  return { kind: about.rootHasKeys ? 'own-account' : 'deleted' };
}

async function userOf(clients: Clients, gather: Gather, id: string): Promise<string | undefined> {
  try {
    const answer = await clients.iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id }));
    return answer.UserName;
  } catch (error) {
    const code = awsErrorCode(error) ?? '';
    if (isAccessDenied(error) || /NotFound|NoSuchEntity/.test(code)) return undefined;
    // Everything else is told as any other read that failed.
    await gather.attempt('iam:GetAccessKeyLastUsed', () => Promise.reject(error));
    return undefined;
  }
}

function statusOf(
  user: string,
  idEnd: string,
  users: readonly Pick<UserFact, 'name' | 'accessKeys'>[],
): 'active' | 'inactive' | 'gone' {
  const key = users.find(({ name }) => name === user)?.accessKeys.find((each) => each.idEnd === idEnd);
  if (key === undefined) return 'gone';
  return key.active ? 'active' : 'inactive';
}
