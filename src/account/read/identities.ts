import type { Snapshot } from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';
import { readAuthorization } from './authorization.ts';
import { readCredentialReport } from './credential-report.ts';
import { makeGather } from './gather.ts';
import { readUsers } from './users.ts';

/** The users of an account and what could not be read of them. */
export type Identities = Pick<Snapshot, 'users' | 'notRead'>;

/**
 * Users with their credentials, and nothing else of the account: what a list of people or machines needs.
 * @throws UserError `CredentialsExpired` and the like; InterruptedError when the signal is aborted
 */
export async function readIdentities(clients: Clients, signal?: AbortSignal): Promise<Identities> {
  const gather = makeGather(clients.region, signal);
  const report = readCredentialReport(clients, gather);
  const { users: details } = await readAuthorization(clients, gather);
  const users = await readUsers(clients, gather, details, () => report);
  return { users, notRead: gather.notRead };
}
