import { ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { RefusedError } from '../errors.ts';
import { explainAwsError, unlessGone } from './aws-error.ts';
import type { Clients } from './clients.ts';

/** What tells which keys a run works with. */
export type OwnKeyClients = Pick<Clients, 'credentials' | 'keysBehind'>;

/** Whole ids of the keys that this run stands on, as far as they are known: its own, and those behind its session. */
async function ownKeyIds({ credentials, keysBehind }: OwnKeyClients): Promise<readonly string[]> {
  return [(await credentials()).accessKeyId, ...(keysBehind?.ids ?? [])];
}

/**
 * Those of a user's keys that this run stands on, by the ends of their ids. AWS is asked only where an end fits.
 * @param idEnds last four characters each
 */
export async function ownKeyEnds(
  clients: OwnKeyClients & Pick<Clients, 'iam' | 'region'>,
  user: string,
  idEnds: readonly string[],
): Promise<readonly string[]> {
  const own = await ownKeyIds(clients);
  const fitting = idEnds.filter((end) => own.some((id) => id.endsWith(end)));
  if (fitting.length === 0) return [];
  try {
    const input = new ListAccessKeysCommand({ UserName: user });
    const answer = await unlessGone(() => clients.iam.send(input));
    const ids = (answer?.AccessKeyMetadata ?? []).flatMap(({ AccessKeyId }) => AccessKeyId ?? []);
    return fitting.filter((end) => ids.some((id) => id.endsWith(end) && own.includes(id)));
  } catch (error) {
    throw explainAwsError(error, `listing the keys of ${user}`, clients.region);
  }
}

/**
 * The last guard, whatever was checked before: without one of these keys the run, or the next one, could not go on.
 * @throws RefusedError `OwnKey`
 */
export async function refuseOwnKeyIds(clients: OwnKeyClients, ids: readonly string[]): Promise<void> {
  const own = await ownKeyIds(clients);
  const [first] = ids.filter((id) => own.includes(id));
  if (first === undefined) return;
  throw new RefusedError('OwnKey', `The key …${first.slice(-4)} is one that this run works with.`, {
    fix: 'Sign in another way, then run it again. This key was not touched.',
  });
}
