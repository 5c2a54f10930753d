import { mainRegion } from '../lib/partitions.ts';
import type { Trace } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import type { Partition } from '../model/target.ts';
import { type ChangeOfRule, changesOfRules } from './changes-of-rules.ts';

/** Where findings of one account have their events. */
export interface TracePlace {
  /** Home region. */
  readonly region: string;
  readonly partition: Partition;
}

const rows: Readonly<Record<string, ChangeOfRule | undefined>> = changesOfRules;
const busyEvents = new Set(Object.values(changesOfRules).flatMap(({ busy, events }) => (busy ? events : [])));

/**
 * What to ask the event history for a finding: what the finding itself says, and what the table knows of its
 * rule. Undefined where no event made it so (a key grew old), or where it waits for a person: then nobody is
 * named, as the newest change to the same user would be somebody else's.
 */
export function traceOf(finding: Finding, place: TracePlace): Trace | undefined {
  if (finding.state !== undefined) return undefined;
  const row = rows[finding.rule];
  const main = mainRegion(place.partition);
  if (finding.trace !== undefined) {
    const { resources, region, events = row?.events ?? [] } = finding.trace;
    if (resources.length === 0 && events.length === 0) return undefined;
    return {
      resources,
      events,
      undoneBy: row?.undoneBy ?? [],
      mentions: resources.length === 0 ? [] : [resources],
      regions: [region ?? main],
      busy: row?.busy ?? (events.length > 0 && events.every((event) => busyEvents.has(event))),
    };
  }
  if (row === undefined) return undefined;
  const names = namesOf(finding.subject, row);
  return {
    resources: names.slice(0, 1),
    events: row.events,
    undoneBy: row.undoneBy,
    mentions: names.map((name) => [name]),
    regions: regionsOf(row.where, main, place.region),
    busy: row.busy,
  };
}

/** The questions of all findings, the most severe first (findings come in that order). */
export function tracesOf(findings: readonly Finding[], place: TracePlace): readonly Trace[] {
  return findings.flatMap((finding) => traceOf(finding, place) ?? []);
}

function namesOf(subject: string, { names }: ChangeOfRule): readonly string[] {
  const cut = names === 'first' ? subject.lastIndexOf('/') : subject.indexOf('/');
  switch (names) {
    case 'nothing':
      return [];
    case 'whole':
      return [subject];
    case 'first':
      return [cut === -1 ? subject : subject.slice(0, cut)];
    case 'both':
      return cut === -1 ? [subject] : [subject.slice(0, cut), subject.slice(cut + 1)];
  }
}

function regionsOf(where: ChangeOfRule['where'], main: string, home: string): readonly string[] {
  if (where === 'either') return [...new Set([home, main])];
  return [where === 'home' ? home : main];
}
