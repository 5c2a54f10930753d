import { checkRoot } from '../preflight/root-gate.ts';
import { dayOf, daysSince, isOver } from './days.ts';
import { type Fact, factOf, type PerimeterInput } from './fact.ts';

/** Days that a use of root is told while its items are open. */
const lately = 30;

/** The root user: its key and its second factor as the root gate sees them, and whether somebody used it. */
export function findRoot(p: PerimeterInput): readonly Fact[] {
  const gate = checkRoot(p.snapshot).flatMap(
    ({ rule, subject, id: _id, severity: _severity, stops: _stops, ...told }) =>
      rule === 'root-key' || rule === 'root-without-mfa'
        ? [factOf(rule, subject, { ...told, trace: { resources: ['root'] } })]
        : [],
  );
  return [...gate, ...findUse(p)];
}

/**
 * Until the root items of the handover are done root is still needed; from the day after `rootClosedAt` each use
 * counts. The day is part of the id, so that an accepted use does not hide the next one.
 */
function findUse({ snapshot, answers, now }: PerimeterInput): readonly Fact[] {
  const { accountId } = snapshot.caller;
  const usedAt = snapshot.root.lastUsedAt;
  if (usedAt === undefined) return [];
  const trace = { resources: ['root'] };
  if (answers.rootClosedAt === undefined) {
    if (daysSince(usedAt, now) > lately) return [];
    return [
      factOf('root-in-use', accountId, {
        what: `The root user was used last on ${dayOf(usedAt)}.`,
        fix: 'Do the root items of the handover, then write the day into the file: rootClosedAt.',
        trace,
      }),
    ];
  }
  if (!isOver(answers.rootClosedAt, new Date(usedAt))) return [];
  return [
    factOf('root-used', `${accountId}/${dayOf(usedAt)}`, {
      what: `The root user was used on ${dayOf(usedAt)}.`,
      expected: `not used since ${answers.rootClosedAt}`,
      actual: usedAt,
      fix: 'Ask who it was. If nobody of yours: change password and e-mail address of root, check its MFA devices and keys, call AWS.',
      trace,
    }),
  ];
}
