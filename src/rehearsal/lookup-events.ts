import type { AwsError } from './error-reply.ts';
import { eventSource, type RecordedEvent } from './event-history.ts';
import { eventName } from './event-name.ts';

export interface LookupQuestion {
  /** The account whose history it is. */
  readonly accountId: string;
  readonly region: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Events younger than this time (milliseconds) do not show yet. */
  readonly visibleUntil: number;
}
export type LookupAnswer =
  | { readonly kind: 'events'; readonly body: string }
  | { readonly kind: 'error'; readonly error: AwsError };

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const pageSize = 50;

/** Answers cloudtrail:LookupEvents: one region's events, newest first, filtered and paged. */
export function lookupEvents(events: readonly RecordedEvent[], question: LookupQuestion): LookupAnswer {
  const { body } = question;
  const attributes = Array.isArray(body.LookupAttributes) ? body.LookupAttributes : [];
  if (attributes.length > 1)
    return invalid('InvalidLookupAttributesException', 'You can specify one lookup attribute only.');
  const max = typeof body.MaxResults === 'number' ? body.MaxResults : pageSize;
  if (max < 1 || max > pageSize)
    return invalid('InvalidMaxResultsException', `MaxResults must be between 1 and ${pageSize}.`);
  const start = seconds(body.StartTime);
  const end = seconds(body.EndTime);
  if (start !== undefined && end !== undefined && start > end) {
    return invalid('InvalidTimeRangeException', 'The start time is later than the end time.');
  }
  const attribute = attributes[0] as { AttributeKey?: unknown; AttributeValue?: unknown } | undefined;
  const matching = events
    .filter((event) => event.region === question.region && event.at <= question.visibleUntil)
    .filter((event) => isBetween(event.at, start, end))
    .filter(
      (event) =>
        attribute === undefined ||
        matches(event, String(attribute.AttributeKey), String(attribute.AttributeValue)),
    )
    .reverse();
  // A page begins after the event that ended the last one: new events do not move it.
  const token = typeof body.NextToken === 'string' ? body.NextToken : undefined;
  const from = token === undefined ? 0 : matching.findIndex((event) => event.id === token) + 1;
  if (token !== undefined && from === 0)
    return invalid('InvalidNextTokenException', 'The token is not valid.');
  const page = matching.slice(from, from + max);
  const last = page.at(-1);
  const more = from + max < matching.length && last !== undefined;
  return {
    kind: 'events',
    body: JSON.stringify({
      Events: page.map((event) => toEvent(event, question.accountId)),
      ...(more ? { NextToken: last.id } : {}),
    }),
  };
}

function invalid(code: string, message: string): LookupAnswer {
  return { kind: 'error', error: { status: 400, code, message } };
}

/** A timestamp of the JSON protocol, epoch seconds, in milliseconds. */
function seconds(value: unknown): number | undefined {
  return typeof value === 'number' ? value * 1000 : undefined;
}

/** An event's time is told in whole seconds, and compared so. */
function isBetween(at: number, start: number | undefined, end: number | undefined): boolean {
  const second = Math.floor(at / 1000) * 1000;
  return (
    (start === undefined || second >= Math.floor(start / 1000) * 1000) && (end === undefined || second <= end)
  );
}

function matches(event: RecordedEvent, key: string, value: string): boolean {
  switch (key) {
    case 'EventId':
      return event.id === value;
    case 'EventName':
      return eventName(event) === value;
    case 'EventSource':
      return eventSource(event.service) === value;
    case 'ReadOnly':
      return String(event.readOnly) === value;
    case 'Username':
      return event.identity.userName === value;
    case 'AccessKeyId':
      return event.accessKeyId === value;
    case 'ResourceName':
      return event.resources.some((resource) => resource.name === value);
    case 'ResourceType':
      return event.resources.some((resource) => resource.type === value);
    default:
      return false;
  }
}

function toEvent(event: RecordedEvent, accountId: string): Record<string, unknown> {
  return {
    EventId: event.id,
    EventName: eventName(event),
    ReadOnly: String(event.readOnly),
    ...(event.accessKeyId === undefined ? {} : { AccessKeyId: event.accessKeyId }),
    EventTime: Math.floor(event.at / 1000),
    EventSource: eventSource(event.service),
    Username: event.identity.userName,
    Resources: event.resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
    CloudTrailEvent: JSON.stringify(cloudTrailRecord(event, accountId)),
  };
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
function cloudTrailRecord(event: RecordedEvent, accountId: string): Record<string, unknown> {
  const { identity } = event;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: identity.type,
      arn: identity.arn,
      accountId: identity.accountId,
      ...(event.accessKeyId === undefined ? {} : { accessKeyId: event.accessKeyId }),
      ...(identity.type === 'IAMUser' ? { userName: identity.userName } : {}),
    },
    eventTime: `${new Date(event.at).toISOString().slice(0, 19)}Z`,
    eventSource: eventSource(event.service),
    eventName: eventName(event),
    awsRegion: event.region,
    sourceIPAddress: event.sourceAddress,
    userAgent: event.userAgent,
    ...(event.errorCode === undefined ? {} : { errorCode: event.errorCode }),
    requestParameters: event.parameters,
    responseElements: null,
    eventID: event.id,
    readOnly: event.readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
  };
}
