import type { LoadedFile } from '../config/load.ts';
import { placeFinding } from '../config/place-finding.ts';
import type { Context } from '../context.ts';
import { readStateIndex } from '../engine/state.ts';
import { ToolError } from '../errors.ts';
import { findDrift } from '../findings/drift-findings.ts';
import { partsNotRead } from '../findings/not-read.ts';
import { registryEntry } from '../findings/registry.ts';
import type { Answers } from '../model/answers.ts';
import type { Baseline, CheckReport, DeepLook, RuleTitle } from '../model/check-report.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { StateIndex } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { assembleCheck } from '../report/assemble-check.ts';
import { findWho } from './find-who.ts';
import { type Place, stateFolder } from './place.ts';
import { type Study, studyAccount } from './study.ts';

/** What is checked: which file, in which account. */
export interface CheckSubject {
  readonly place: Place;
  readonly file: LoadedFile;
  readonly answers: Answers;
}
/** The account as it is, beside everything that is found in it. */
export interface Drift {
  readonly study: Study;
  readonly findings: readonly Finding[];
}
export interface CheckWish {
  readonly failOn: Severity;
  readonly baseline?: Baseline;
  readonly deep?: DeepLook;
}

/**
 * Everything that `check` has to say about the account, in any state. Reads only.
 * @param more.lookOnly nothing will be carried out: reads a call less for each policy and instance profile
 */
export async function gatherDrift(
  context: Context,
  place: Place,
  file: LoadedFile,
  answers: Answers,
  state: StateIndex,
  more: { readonly lookOnly?: boolean } = {},
): Promise<Drift> {
  const study = await studyAccount(context, place, file, answers, state, {
    signal: context.interrupts.signal,
    origins: more.lookOnly !== true,
  });
  const { plan, snapshot, differences } = study;
  return { study, findings: findDrift({ plan, snapshot, differences, answers, now: context.now() }) };
}

/**
 * The same with who did it and when, as far as the event history tells: two requests a second, so only for what
 * is open, and only where it is shown.
 */
export async function nameActors(
  context: Context,
  place: Place,
  drift: Drift,
  /** Ids of findings; absent: all. */
  only?: readonly string[],
): Promise<Drift> {
  const { region } = drift.study.plan.account;
  const open = drift.findings.filter(({ state, id }) => state === undefined && only?.includes(id) !== false);
  const named = await findWho(place, open, { region, signal: context.interrupts.signal });
  const byId = new Map(named.map((finding) => [finding.id, finding]));
  return { ...drift, findings: drift.findings.map((finding) => byId.get(finding.id) ?? finding) };
}

/**
 * The state where there is one: it is a cache, and a check works without it. It takes no lock, so that a run
 * may be writing just now; what cannot be read is then not used.
 */
export function peekState(context: Context, place: Place): StateIndex {
  try {
    return readStateIndex(stateFolder(place));
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    context.host.tell({ level: 'warning', text: `${error.message} The check goes on without the state.` });
    return new Map();
  }
}

/** What was found as the report that every format is made of. */
export function reportDrift(subject: CheckSubject, drift: Drift, wish: CheckWish): CheckReport {
  const { place, file } = subject;
  const { study, findings } = drift;
  const { id, alias, region } = study.plan.account;
  return assembleCheck({
    account: { id, region, ...(alias === undefined ? {} : { alias }) },
    rehearsal: place.target.kind === 'rehearsal',
    takenAt: study.snapshot.takenAt,
    file: file.document.file,
    findings,
    notRead: partsNotRead(study.snapshot),
    regions: regionsOf(subject.answers, study.snapshot),
    unapplied: findings.filter((finding) => isUnapplied(finding, study.state)).map(({ id: one }) => one),
    places: Object.fromEntries(
      findings.map((finding) => [finding.id, placeFinding(file.document, finding)] as const),
    ),
    rules: titlesOf(findings),
    ...wish,
  });
}

function regionsOf({ regions: wanted }: Answers, snapshot: Snapshot): CheckReport['regions'] {
  const named = new Set(wanted.kind === 'list' ? wanted.others : []);
  return {
    read: snapshot.regions.map(({ name }) => name),
    leftOut: snapshot.regionsLeftOut
      .filter(({ why }) => why !== 'unreachable')
      .map((region) => ({ ...region, named: named.has(region.name) })),
  };
}

/** Wanted by the file and made by no run yet: nobody changed it, it waits for an apply. */
export function isUnapplied({ resources = [] }: Finding, state: StateIndex): boolean {
  return state.size > 0 && resources.length > 0 && !resources.some((name) => state.has(name));
}

function titlesOf(findings: readonly Finding[]): Readonly<Record<string, RuleTitle>> {
  return Object.fromEntries(
    findings.flatMap(({ rule }) => {
      const entry = registryEntry(rule);
      if (entry === undefined) return [];
      const { title, severity, group, help } = entry;
      return [[rule, { title, severity, group, help }] as const];
    }),
  );
}
