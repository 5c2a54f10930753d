import type { Finding } from '../model/finding.ts';
import type { AccessKeyFact } from '../model/snapshot.ts';
import type { Caller, KeysBehind } from '../model/target.ts';

export interface OwnKeyFacts {
  readonly caller: Pick<Caller, 'kind' | 'name' | 'credentialKind'>;
  /** Absent: nothing is known of them. */
  readonly keysBehind: KeysBehind | undefined;
  /** Ends of those keys of the user that the run surely stands on. */
  readonly own: readonly string[];
  readonly now: Date;
}

/**
 * Hours: the longest life of a session (36, of GetSessionToken), and half a day in which AWS may not have told yet
 * that the key was used. A key that was quiet for longer opened no session that still lives.
 */
const suspectHours = 48;

/**
 * What speaks against switching off or deleting keys of a user: the run stands on one, or may. Pure.
 * @param keys of the one user
 */
export function judgeOwnKeys(
  user: string,
  keys: readonly AccessKeyFact[],
  facts: OwnKeyFacts,
): readonly Finding[] {
  return keys.flatMap((key) => {
    if (facts.own.includes(key.idEnd)) return [ownKey(user, key)];
    if (isComplete(facts)) return [];
    if (facts.caller.kind === 'user') return facts.caller.name === user ? [ownKey(user, key)] : [];
    return key.active && isSuspect(key, facts.now) ? [unseenKey(user, key)] : [];
  });
}

/** A long-lived key is itself what the run works with: behind it there is none. */
function isComplete({ caller, keysBehind }: OwnKeyFacts): boolean {
  return caller.credentialKind === 'long-lived' || keysBehind?.isComplete === true;
}

function isSuspect({ lastUsedAt = '', createdAt }: AccessKeyFact, now: Date): boolean {
  const last = Date.parse(lastUsedAt > createdAt ? lastUsedAt : createdAt);
  return now.getTime() - last < suspectHours * 3_600_000;
}

function ownKey(user: string, { idEnd }: AccessKeyFact): Finding {
  return {
    id: `own-key:${user}/${idEnd}`,
    rule: 'own-key',
    severity: 'critical',
    subject: `${user}/${idEnd}`,
    what: `The key …${idEnd} of ${user} is the one that this run works with, or that its session was opened with, or may be.`,
    why: 'With it the run, or the next one, would cut off itself.',
    fix: 'Sign in as another administrator, or without a long-lived key, then run it again.',
    stops: 'refuse',
  };
}

function unseenKey(user: string, { idEnd }: AccessKeyFact): Finding {
  const consent = `own-key:${user}/${idEnd}`;
  return {
    id: consent,
    rule: 'own-key',
    severity: 'high',
    subject: `${user}/${idEnd}`,
    what: `Whether this run's session was opened with the key …${idEnd} of ${user} cannot be seen: the session was handed over ready-made, and the key was in use in the last two days.`,
    why: 'If it was, the next session cannot be opened.',
    fix: `Sign in through a profile that names its source_profile, or, where the session is another one's, add --i-understand ${consent}`,
    stops: 'consent',
    consent,
  };
}
