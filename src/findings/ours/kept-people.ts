import type { Finding } from '../../model/finding.ts';
import type { Plan } from '../../model/plan.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { drift } from './drift.ts';

/** People who have left and whose user is kept: when they are due, and whether a way in was opened again. */
export function compareKept(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  return plan.parts.people.flatMap(({ name, keptUntil }) => {
    const live = snapshot.users.find((user) => user.name === name);
    if (keptUntil === undefined || live === undefined) return [];
    const keys = live.accessKeys.filter((key) => key.active).map((key) => `access key …${key.idEnd}`);
    const ways = [...(live.loginProfile === undefined ? [] : ['console password']), ...keys];
    return [...(ways.length === 0 ? [] : [reopened(name, ways)]), due(name, keptUntil, snapshot.takenAt)];
  });
}

function reopened(name: string, ways: readonly string[]): Finding {
  return drift('user-kept-open', name, {
    what: `${name} has left, and there is a way in again: ${ways.join(', ')}.`,
    expected: 'no password, no active key',
    actual: ways.join(', '),
    why: 'Nobody is meant to sign in as somebody who has left.',
    fix: `Close it: \`bootstrap-account person remove ${name}\`; with --keep-days to go on keeping the user.`,
    resources: [],
  });
}

function due(name: string, keptUntil: string, takenAt: string): Finding {
  const over = takenAt.slice(0, 10) > keptUntil;
  return {
    ...drift('user-kept', name, {
      what: over
        ? `${name} has left and was to be kept until ${keptUntil}; that day is over.`
        : `${name} has left; the user is kept until ${keptUntil}, without way in and rights.`,
      expected: over ? 'no such user' : 'kept',
      actual: 'kept',
      why: 'A user who is kept for ever is forgotten.',
      fix: `${over ? 'Delete' : 'Nothing to do before; then delete'} the user: \`bootstrap-account person remove ${name}\`.`,
      resources: [],
    }),
    ...(over ? {} : { state: 'pending' as const, until: keptUntil }),
  };
}
