import type { Event } from '@aws-sdk/client-cloudtrail';
import type { ChangeEvent } from '../../model/change.ts';

/** The parts of a record that are looked at. */
interface EventRecord {
  readonly userIdentity?: { readonly arn?: unknown; readonly invokedBy?: unknown };
  readonly sourceIPAddress?: unknown;
  readonly userAgent?: unknown;
  readonly errorCode?: unknown;
  readonly errorMessage?: unknown;
  readonly readOnly?: unknown;
  readonly requestParameters?: unknown;
  readonly responseElements?: unknown;
}

const longestName = 300;

/**
 * A changing call out of CloudTrail's answer; undefined for reads, refused calls and events without id.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function changeEvent(event: Event, region: string): ChangeEvent | undefined {
  const record = parseRecord(event.CloudTrailEvent);
  if (event.ReadOnly === 'true' || record.readOnly === true) return undefined;
  // A refused sign-in has the message alone.
  if (record.errorCode !== undefined || record.errorMessage !== undefined) return undefined;
  if (event.EventId === undefined || event.EventName === undefined) return undefined;
  const sourceAddress = textOf(record.sourceIPAddress);
  const userAgent = textOf(record.userAgent);
  const mentions = [
    ...(event.Resources ?? []).flatMap((resource) => resource.ResourceName ?? []),
    ...namesIn(record.requestParameters),
    ...namesIn(record.responseElements),
  ];
  return {
    id: event.EventId,
    name: event.EventName,
    at: `${(event.EventTime ?? new Date(0)).toISOString().slice(0, 19)}Z`,
    region,
    actor:
      textOf(record.userIdentity?.arn) ??
      textOf(record.userIdentity?.invokedBy) ??
      textOf(event.Username) ??
      'somebody whom CloudTrail does not name',
    ...(sourceAddress === undefined ? {} : { sourceAddress }),
    ...(userAgent === undefined ? {} : { userAgent }),
    mentions: [...new Set(mentions)],
  };
}

function parseRecord(text: string | undefined): EventRecord {
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Every text in a part of a record, however deep, but documents: they name much and mean none of it. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length > longestName || /^\s*[{[]/.test(value) ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(namesIn) : [];
}
