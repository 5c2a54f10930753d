import { createHash } from 'node:crypto';

/** Who made a call, as CloudTrail's `userIdentity` tells it. */
export interface CallIdentity {
  readonly type: 'Root' | 'IAMUser' | 'AssumedRole' | 'AWSAccount' | 'AWSService';
  readonly arn: string;
  readonly accountId: string;
  /** User name, session name, or `root`. */
  readonly userName: string;
}
export interface EventResource {
  readonly type: string;
  readonly name: string;
}
/** One management call, kept for LookupEvents. */
export interface RecordedEvent {
  readonly id: string;
  /** Milliseconds. */
  readonly at: number;
  readonly service: string;
  readonly action: string;
  readonly region: string;
  readonly readOnly: boolean;
  readonly identity: CallIdentity;
  readonly accessKeyId?: string;
  readonly resources: readonly EventResource[];
  /** Without passwords. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly sourceAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
}
export interface EventHistory {
  readonly record: (event: Omit<RecordedEvent, 'id'>) => void;
  /** Oldest first, whatever the visibility delay. */
  readonly all: () => readonly RecordedEvent[];
}

/** Enough for every test; a long rehearsal forgets its oldest reads, as AWS forgets after 90 days. */
const keptEvents = 20_000;

export function createEventHistory(): EventHistory {
  const events: RecordedEvent[] = [];
  let count = 0;
  return {
    record: (event) => {
      count += 1;
      events.push({ ...event, id: eventId(event, count) });
      if (events.length > keptEvents) events.splice(0, events.length - keptEvents);
    },
    all: () => events,
  };
}

/** Made of the event itself, so that a replayed journal gives the same ids. */
function eventId(event: Omit<RecordedEvent, 'id'>, count: number): string {
  const of = event.readOnly ? `${count}` : '';
  const text = [
    event.at,
    event.service,
    event.action,
    event.region,
    JSON.stringify(event.resources),
    of,
  ].join('|');
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

export function eventSource(service: string): string {
  const own: Readonly<Record<string, string>> = { s3control: 's3', cloudwatch: 'monitoring' };
  return `${own[service] ?? service}.amazonaws.com`;
}

/** The identity in an ARN that sts:GetCallerIdentity tells. */
export function identityOfArn(arn: string): CallIdentity {
  const parts = arn.split(':');
  const accountId = parts[4] ?? '';
  const resource = parts.slice(5).join(':');
  const last = resource.split('/').at(-1) ?? resource;
  if (resource === 'root') return { type: 'Root', arn, accountId, userName: 'root' };
  const type = resource.startsWith('assumed-role/') ? 'AssumedRole' : 'IAMUser';
  return { type, arn, accountId, userName: last };
}
