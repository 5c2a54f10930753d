import type { ExceptionAnswer } from '../model/answers.ts';
import type { Finding } from '../model/finding.ts';
import { isOver } from './perimeter/days.ts';
import { factOf } from './perimeter/fact.ts';

/**
 * Findings that somebody decided to leave alone become `accepted`, up to and with the last day. Past it they are
 * back and say so. An exception that matches nothing is told: left there it would hide the same thing tomorrow.
 * @param now injected; days are UTC
 */
export function applyExceptions(
  findings: readonly Finding[],
  exceptions: readonly ExceptionAnswer[],
  now: Date,
): readonly Finding[] {
  const unused = exceptions.filter(
    (exception, index) =>
      !findings.some((finding) => finding.id === exception.finding) &&
      exceptions.findIndex((other) => other.finding === exception.finding) === index,
  );
  return [...findings.map((finding) => accept(finding, exceptions, now)), ...unused.map(tellUnused)];
}

/** Of several for one finding the one that ends last counts. */
function accept(finding: Finding, exceptions: readonly ExceptionAnswer[], now: Date): Finding {
  const [last] = exceptions
    .filter((exception) => exception.finding === finding.id)
    .toSorted((a, b) => (a.until < b.until ? 1 : -1));
  if (last === undefined) return finding;
  if (!isOver(last.until, now))
    return { ...finding, state: 'accepted', until: last.until, reason: last.reason };
  return {
    ...finding,
    what: `${finding.what} The exception for it ran out on ${last.until}.`,
    reason: last.reason,
  };
}

function tellUnused({ finding, until }: ExceptionAnswer): Finding {
  return factOf('exception-unused', finding, {
    what: `The exception for ${finding} (until ${until}) matches no finding.`,
    fix: 'Remove the entry from exceptions in the file.',
  }).finding;
}
