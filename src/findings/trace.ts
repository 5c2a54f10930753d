import { mainRegion } from '../lib/partitions.ts';
import type { Trace } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import type { Partition } from '../model/target.ts';
import type { ChangeOfRule } from './changes/change-of-rule.ts';
import { changesOfOthers } from './changes/others.ts';
import { changesOfOurs } from './changes/ours.ts';
import { changesOfWatch } from './changes/watch.ts';

/** Where findings of one account have their events. */
export interface TracePlace {
  /** Home region. */
  readonly region: string;
  readonly partition: Partition;
}

/** By rule; `null`: no event brings it about. */
export const changesOfRules: Readonly<Record<string, ChangeOfRule | null | undefined>> = {
  ...changesOfOurs,
  ...changesOfWatch,
  ...changesOfOthers,
};

/**
 * What to ask the event history for a finding: what is known of its rule, and what the finding itself says.
 * Undefined where no event made it so (a key grew old), or where it waits for a person: then nobody is named, as
 * the newest change to the same user would be somebody else's.
 */
export function traceOf(finding: Finding, place: TracePlace): Trace | undefined {
  if (finding.state !== undefined) return undefined;
  const row = changesOfRules[finding.rule];
  if (row === null) return undefined;
  if (row === undefined) return ownTrace(finding, place);
  const names = namesOf(finding, row);
  return {
    resources: names[0]?.slice(0, 1) ?? [],
    events: finding.trace?.events ?? row.events,
    undoneBy: row.undoneBy,
    mentions: names,
    regions: regionsOf(finding, row.where, place),
    busy: row.busy,
    maybe: row.maybe,
    byRoot: row.byRoot,
  };
}

/** The questions of all findings, the most severe first (findings come in that order). */
export function tracesOf(findings: readonly Finding[], place: TracePlace): readonly Trace[] {
  return findings.flatMap((finding) => traceOf(finding, place) ?? []);
}

/** A rule that the table does not know: whatever changed one of the things that the finding names. */
function ownTrace({ trace }: Finding, place: TracePlace): Trace | undefined {
  const { resources = [], events = [], region } = trace ?? {};
  if (resources.length === 0 && events.length === 0) return undefined;
  return {
    resources,
    events,
    undoneBy: [],
    mentions: resources.length === 0 ? [] : [resources],
    regions: [region ?? mainRegion(place.partition)],
    busy: false,
    maybe: false,
    byRoot: false,
  };
}

/** Lists of names; an event must have one of each list. */
function namesOf({ subject, trace }: Finding, { names }: ChangeOfRule): readonly (readonly string[])[] {
  const upTo = (slash: number) => (slash === -1 ? subject : subject.slice(0, slash));
  switch (names) {
    case 'nothing':
      return [];
    case 'whole':
      return [[subject]];
    case 'upper':
      return [[subject.toUpperCase()]];
    case 'first':
      return [[upTo(subject.indexOf('/'))]];
    case 'stem':
      return [[upTo(subject.lastIndexOf('/'))]];
    case 'both': {
      const slash = subject.indexOf('/');
      return slash === -1 ? [[subject]] : [[subject.slice(0, slash)], [subject.slice(slash + 1)]];
    }
    case 'trace':
      return trace === undefined || trace.resources.length === 0 ? [] : [trace.resources];
  }
}

function regionsOf(
  { subject, trace }: Finding,
  where: ChangeOfRule['where'],
  place: TracePlace,
): readonly string[] {
  const main = mainRegion(place.partition);
  const home = trace?.region ?? place.region;
  switch (where) {
    case 'main':
      return [main];
    case 'home':
      return [home];
    case 'either':
      return [...new Set([home, main])];
    case 'subject':
      return [/^[a-z]{2}(-[a-z]+)+-\d$/.test(subject) ? subject : home];
  }
}
