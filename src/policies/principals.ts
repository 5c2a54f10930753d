import type { PrincipalElement, Statement } from '../model/policy.ts';
import { type AccessRequest, type Verdict, verdictOf } from './access.ts';
import { listOf } from './list-of.ts';

/**
 * How a statement's principal reaches whoever asks. `account`: it names the whole account, which for an Allow
 * only hands the decision on to that account's own policies. `everyone`: `*`.
 */
export type PrincipalMatch = 'named' | 'session' | 'everyone' | 'account' | 'no' | 'unknown';
type Principal = AccessRequest['principal'];

// What grants most comes first: a boundary holds for a role that is named, not for everybody.
const ranked: readonly PrincipalMatch[] = ['session', 'everyone', 'named', 'account', 'unknown'];

/** Undefined where the statement has no `Principal`. */
export function matchPrincipal(statement: Statement, principal: Principal): PrincipalMatch | undefined {
  if (statement.Principal === undefined) return undefined;
  const matches = matchesOf(statement.Principal, principal);
  return ranked.find((each) => matches.includes(each)) ?? 'no';
}

/**
 * Whether a `NotPrincipal` reaches whoever asks. Certain only at both ends: everybody stays outside who is not
 * named at all, or who is named with the account (and, for a session, the role). Between, services differ.
 * @param bounded true for a principal with a permissions boundary: a Deny reaches it whatever is listed
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function matchNotPrincipal(statement: Statement, principal: Principal, bounded: boolean): Verdict {
  // AWS takes the element with a Deny only.
  if (statement.NotPrincipal === undefined || statement.Effect !== 'Deny') return 'unknown';
  if (bounded) return 'yes';
  const matches = matchesOf(statement.NotPrincipal, principal);
  if (matches.includes('everyone')) return 'no';
  const names: readonly PrincipalMatch[] =
    principal.kind === 'role' ? ['account', 'named', 'session'] : ['account', 'named'];
  const wanted = principal.kind === 'user' || principal.kind === 'role' ? names : (['named'] as const);
  if (wanted.every((name) => matches.includes(name))) return 'no';
  return matches.every((each) => each === 'no') ? 'yes' : 'unknown';
}

/** How a statement of a resource's policy reaches whoever asks. */
export function reachOf(match: PrincipalMatch): Verdict {
  return match === 'unknown' ? 'unknown' : verdictOf(match !== 'no');
}

function matchesOf(element: PrincipalElement, principal: Principal): readonly PrincipalMatch[] {
  return namesIn(element).map(([kind, name]) => matchName(kind, name, principal));
}

function namesIn(element: PrincipalElement): readonly (readonly [string, string])[] {
  if (typeof element === 'string') return [['AWS', element]];
  return Object.entries(element).flatMap(([kind, names]) =>
    listOf(names).map((name) => [kind, name] as const),
  );
}

function matchName(kind: string, name: string, principal: Principal): PrincipalMatch {
  if (name === '*' && kind === 'AWS') return 'everyone';
  if (kind === 'Service') return principal.kind === 'service' && name === principal.arn ? 'named' : 'no';
  if (kind === 'Federated') return principal.kind === 'federated' && name === principal.arn ? 'named' : 'no';
  if (principal.kind === 'service' || principal.kind === 'federated') return 'no';
  // A canonical user id says nothing about the ARN we know.
  if (kind !== 'AWS') return 'unknown';
  const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
  if (account !== undefined) return account === principal.accountId ? 'account' : 'no';
  if (name === principal.arn) return name.includes(':assumed-role/') ? 'session' : 'named';
  return isRoleOfSession(name, principal.arn) ? 'named' : 'no';
}

/** Role names are unique in an account whatever their path or spelling, so a session's ARN tells its role. */
function isRoleOfSession(role: string, session: string): boolean {
  const inSession = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(session);
  const inRole = /^arn:([^:]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(role);
  if (inSession === null || inRole === null) return false;
  const [, ...ofSession] = inSession;
  const [, ...ofRole] = inRole;
  return ofSession.join(' ').toLowerCase() === ofRole.join(' ').toLowerCase();
}
