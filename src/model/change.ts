/** Where CloudTrail's event history may tell of one change, and which of its events would. */
export interface Trace {
  /** Names, ids or ARNs that the history is asked for. Empty: the thing has no name, like a password policy. */
  readonly resources: readonly string[];
  /** Event names that make such a change, like `AttachUserPolicy`. Empty: any that changes something. */
  readonly events: readonly string[];
  /** Event names that take such a change back: one of them, newer, shows that an event is not the cause. */
  readonly undoneBy: readonly string[];
  /** An event must name one of each of these. */
  readonly mentions: readonly (readonly string[])[];
  /** Regions that may have recorded it. */
  readonly regions: readonly string[];
  /** True where the thing is also read all day long (bucket, key, trail): asked by event name first. */
  readonly busy: boolean;
  /** It may be so without any event: where none is found nothing is said. */
  readonly maybe: boolean;
  /** Only events of the root user count. */
  readonly byRoot: boolean;
}

/** One call that changed something, as CloudTrail recorded it. Reads and refused calls are none. */
export interface ChangeEvent {
  readonly id: string;
  /** Like `AttachUserPolicy`. */
  readonly name: string;
  /** ISO time, whole seconds. */
  readonly at: string;
  readonly region: string;
  /** ARN of the caller, or an AWS service like `cloudtrail.amazonaws.com`. */
  readonly actor: string;
  readonly sourceAddress?: string;
  /** What the caller said of itself. */
  readonly userAgent?: string;
  /** Everything that the event names: resources, and short texts of request and answer. */
  readonly mentions: readonly string[];
}

/** One question to the event history. AWS takes one attribute a question. */
export interface ChangeQuestion {
  readonly region: string;
  readonly by: 'ResourceName' | 'EventName';
  readonly value: string;
}

export interface ChangeHistory {
  /** Newest first. */
  readonly events: readonly ChangeEvent[];
  /** Questions without a complete answer, and why. */
  readonly unanswered: readonly (ChangeQuestion & { readonly why: string })[];
  /** Requests that were made. */
  readonly lookups: number;
}
