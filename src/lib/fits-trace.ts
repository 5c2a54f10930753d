import type { ChangeEvent, ChangeQuestion, Trace } from '../model/change.ts';

/** True when the event may be the change that the trace looks for. */
export function fitsTrace(event: ChangeEvent, trace: Trace): boolean {
  return (
    trace.regions.includes(event.region) &&
    (!trace.byRoot || event.actor.endsWith(':root')) &&
    (trace.events.length === 0 || trace.events.includes(event.name)) &&
    trace.mentions.every((names) => names.some((name) => isMentioned(name, event)))
  );
}

/** True when `later`, a newer event, took back what `event` did. */
export function isUndone(event: ChangeEvent, later: ChangeEvent, trace: Trace): boolean {
  return (
    trace.undoneBy.includes(later.name) &&
    later.region === event.region &&
    event.mentions.every((name) => isMentioned(name, later))
  );
}

/** CloudTrail names one thing by its name, its id or its ARN, as the caller did. */
function isMentioned(name: string, event: ChangeEvent): boolean {
  return event.mentions.some(
    (value) => value === name || lastPart(value) === name || value === lastPart(name),
  );
}

function lastPart(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1);
}

/**
 * How the history is asked for a trace: the first list, and only where that shows nothing the second. By
 * resource one answer serves every finding of that resource; by event name works too where CloudTrail attached
 * no resource, and where a resource is read so often that its changes are buried.
 */
export function questionsOf(trace: Trace): readonly (readonly ChangeQuestion[])[] {
  const ask = (by: ChangeQuestion['by'], values: readonly string[]) =>
    trace.regions.flatMap((region) => values.map((value) => ({ region, by, value })));
  const byResource = ask('ResourceName', trace.resources);
  const byEvent = ask('EventName', trace.events.length === 0 ? [] : [...trace.events, ...trace.undoneBy]);
  const order = trace.busy ? [byEvent, byResource] : [byResource, byEvent];
  return order.filter((questions) => questions.length > 0);
}

/** Equal for equal questions. */
export function keyOf({ region, by, value }: ChangeQuestion): string {
  return `${region} ${by} ${value}`;
}
