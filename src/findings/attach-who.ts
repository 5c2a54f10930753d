import { fitsTrace, isUndone, keyOf, questionsOf } from '../lib/fits-trace.ts';
import { saysToBeOurs } from '../lib/user-agent.ts';
import type { ChangeEvent, ChangeHistory, Trace } from '../model/change.ts';
import type { Finding, Who } from '../model/finding.ts';
import { type TracePlace, traceOf } from './trace.ts';

/** That nothing is recorded says little; these two say how little. */
const limits = 'events appear about 15 minutes late and are kept 90 days';

/**
 * Puts the newest event that may have caused it on each finding, or why nobody can be named. Findings that no
 * event causes stay as they are. A run of this tool is told by its user agent, which a forger can choose: the
 * actor is always named with it. Pure.
 * @param history the answer to `tracesOf` of the same findings
 */
export function attachWho(
  findings: readonly Finding[],
  history: ChangeHistory,
  place: TracePlace,
): readonly Finding[] {
  return findings.map((finding) => {
    const trace = traceOf(finding, place);
    const who = trace === undefined ? undefined : whoMade(trace, history);
    return who === undefined || (who.kind === 'not-seen' && trace?.maybe === true)
      ? finding
      : { ...finding, who };
  });
}

function whoMade(trace: Trace, history: ChangeHistory): Who {
  const index = history.events.findIndex((event) => fitsTrace(event, trace));
  const event = history.events[index];
  if (event === undefined) return { kind: 'not-seen', why: whyNot(trace, history) };
  const undone = history.events.slice(0, index).some((later) => isUndone(event, later, trace));
  if (undone) {
    const last = `the last such change, ${event.name} by ${event.actor} at ${event.at}, was taken back since`;
    return { kind: 'not-seen', why: `not recorded yet: ${last} (${limits})` };
  }
  return seen(event);
}

function seen(event: ChangeEvent): Who {
  return {
    kind: 'seen',
    actor: event.actor,
    event: event.name,
    at: event.at,
    ...(event.sourceAddress === undefined ? {} : { sourceAddress: event.sourceAddress }),
    eventId: event.id,
    ours: saysToBeOurs(event.userAgent),
  };
}

/** One way of asking that was answered to its end is enough to say that there is nothing. */
function whyNot(trace: Trace, { unanswered }: ChangeHistory): string {
  const gaps = questionsOf(trace).map((questions) => {
    const keys = new Set(questions.map(keyOf));
    return unanswered.find((each) => keys.has(keyOf(each)))?.why;
  });
  const complete = gaps.some((gap) => gap === undefined);
  return complete ? `not recorded (${limits})` : (gaps.at(-1) ?? gaps[0] ?? `not recorded (${limits})`);
}
