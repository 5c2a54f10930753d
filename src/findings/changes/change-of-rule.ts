/** How the cause of a finding is found in the event history. */
export interface ChangeOfRule {
  /** Event names that bring it about. */
  readonly events: readonly string[];
  /** Event names that take it back. */
  readonly undoneBy: readonly string[];
  /**
   * `main`: the partition's main region, where IAM's events are. `home`: the trail's, or the one that the finding
   * names. `either`: AWS does not say which of the two. `subject`: the subject is a region.
   */
  readonly where: 'main' | 'home' | 'either' | 'subject';
  /**
   * What the event names. `whole`: the subject. `first`, `stem`: the subject up to its first, its last slash.
   * `both`: the two parts of the subject. `upper`: the subject in capitals. `trace`: what the finding says.
   * `nothing`: a setting of the account.
   */
  readonly names: 'whole' | 'first' | 'stem' | 'both' | 'upper' | 'trace' | 'nothing';
  /** Read all day long, or named in the history by an ARN that the finding does not know. */
  readonly busy: boolean;
  /** It may have come about without any event, as with a device that was never enrolled: then nothing is said. */
  readonly maybe: boolean;
  /** Done by root, or by nobody. */
  readonly byRoot: boolean;
}

type Rest = Partial<Omit<ChangeOfRule, 'events' | 'undoneBy'>>;

/**
 * @param events names, with blanks between
 * @param undoneBy the same
 */
export function change(events: string, undoneBy: string, rest: Rest): ChangeOfRule {
  const listOf = (names: string) => (names === '' ? [] : names.split(' '));
  return {
    events: listOf(events),
    undoneBy: listOf(undoneBy),
    where: 'main',
    names: 'whole',
    busy: false,
    maybe: false,
    byRoot: false,
    ...rest,
  };
}

export const iam = (events: string, undoneBy = '', names: ChangeOfRule['names'] = 'whole', maybe = false) =>
  change(events, undoneBy, { names, maybe });

/** Customer-managed policies stand in events by ARN. */
export const policyVersion = (events: string, names: ChangeOfRule['names'] = 'whole') =>
  change(events, '', { names, busy: true });

/** Buckets, keys and trails. */
export const busy = (events: string, undoneBy = '', names: ChangeOfRule['names'] = 'whole') =>
  change(events, undoneBy, { where: 'home', names, busy: true });

export const setting = (events: string, where: ChangeOfRule['where'] = 'main') =>
  change(events, '', { where, names: 'nothing' });
