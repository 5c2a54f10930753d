import type { PrincipalElement, Statement } from '../model/policy.ts';
import type { AccessRequest } from './access.ts';
import { listOf } from './list-of.ts';

/**
 * How a statement's principal reaches whoever asks. `account`: it names the whole account, which for an Allow
 * only hands the decision on to that account's own policies. `everyone`: `*`.
 */
export type PrincipalMatch = 'named' | 'session' | 'everyone' | 'account' | 'no' | 'unknown';

export function matchPrincipal(statement: Statement, principal: AccessRequest['principal']): PrincipalMatch {
  // NotPrincipal has to list account, role and session together to mean what it seems to: not judged.
  if (statement.Principal === undefined) return 'unknown';
  const matches = namesIn(statement.Principal).map(([kind, name]) => matchName(kind, name, principal));
  const ranked: readonly PrincipalMatch[] = ['session', 'named', 'everyone', 'account', 'unknown'];
  return ranked.find((each) => matches.includes(each)) ?? 'no';
}

function namesIn(element: PrincipalElement): readonly (readonly [string, string])[] {
  if (typeof element === 'string') return [['AWS', element]];
  return Object.entries(element).flatMap(([kind, names]) =>
    listOf(names).map((name) => [kind, name] as const),
  );
}

function matchName(kind: string, name: string, principal: AccessRequest['principal']): PrincipalMatch {
  if (name === '*' && kind === 'AWS') return 'everyone';
  if (kind === 'Service') return principal.kind === 'service' && name === principal.arn ? 'named' : 'no';
  if (principal.kind === 'service') return 'no';
  // A canonical user id or an identity provider says nothing about the ARN we know.
  if (kind !== 'AWS') return kind === 'CanonicalUser' ? 'unknown' : 'no';
  const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
  if (account !== undefined) return account === principal.accountId ? 'account' : 'no';
  if (name === principal.arn) return name.includes(':assumed-role/') ? 'session' : 'named';
  return isRoleOfSession(name, principal.arn) ? 'named' : 'no';
}

/** Role names are unique in an account whatever their path, so a session's ARN is enough to know its role. */
function isRoleOfSession(role: string, session: string): boolean {
  const inSession = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(session);
  const inRole = /^arn:([^:]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(role);
  if (inSession === null || inRole === null) return false;
  return inSession.slice(1).join(' ') === inRole.slice(1).join(' ');
}
