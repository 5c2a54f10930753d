import { readSnapshot } from '../account/read/snapshot.ts';
import type { LoadedFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import { readStateId } from '../engine/state-id.ts';
import { findLockouts } from '../findings/lockout.ts';
import { comparePlan } from '../findings/ours.ts';
import { preflight } from '../findings/preflight.ts';
import type { Answers } from '../model/answers.ts';
import { compareFindings, type Finding } from '../model/finding.ts';
import type { Plan, StateIndex } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { assemblePlan, snapshotInterest } from '../plan/assemble.ts';
import { markPlan } from '../plan/owner.ts';
import type { Staging } from '../plan/staging.ts';
import { lintFile } from './lint-file.ts';
import { lintKept } from './lint-kept.ts';
import { type Place, stateFolder } from './place.ts';

/** What was looked at, what is intended, and what stands between the two. */
export interface Study {
  readonly snapshot: Snapshot;
  readonly plan: Plan;
  readonly state: StateIndex;
  /** Preflight, lockout guard and policy checks. */
  readonly findings: readonly Finding[];
  /** Plan against account: what would have to be made or repaired, and what is foreign on ours. */
  readonly differences: readonly Finding[];
}

export interface StudyOptions {
  /** Absent: the read-back after a run, which a press of Ctrl-C must not cut off. */
  readonly signal?: AbortSignal;
  /**
   * Also what tells things of ours from those that were there before; only a check can do without.
   * @default true
   */
  readonly origins?: boolean;
  /**
   * Also looks for keys in the older versions of launch templates.
   * @default false
   */
  readonly allTemplateVersions?: boolean;
  /**
   * Whether groups may wait for members who have not enrolled MFA.
   * @default 'keep'
   */
  readonly staging?: Staging;
}

/** Reads the account and makes the plan. Reads only. */
export async function studyAccount(
  context: Context,
  place: Place,
  file: LoadedFile,
  answers: Answers,
  state: StateIndex,
  { staging = 'keep', ...options }: StudyOptions = {},
): Promise<Study> {
  const snapshot = await readSnapshot(place.clients, snapshotInterest(answers, place.caller.partition), {
    caller: place.caller,
    region: answers.account.region,
    now: context.now(),
    ...options,
  });
  const stateId = readStateId(stateFolder(place));
  const plan = markPlan(assemblePlan(answers, snapshot, state, staging), state, stateId);
  const { account } = context.flags;
  const fileAccount = file.merged.account?.id;
  const findings = [
    ...preflight({
      snapshot,
      plan,
      state,
      ...(answers.regions.kind === 'list' ? { namedRegions: answers.regions.others } : {}),
      ...(stateId === undefined ? {} : { stateId }),
      ...(account === undefined ? {} : { expectedAccount: account }),
      ...(fileAccount === undefined ? {} : { fileAccount }),
    }),
    ...findLockouts(plan, snapshot, state),
    ...(await lintKept(plan)),
    ...(await lintFile(file, { ...place.caller, region: answers.account.region })),
  ].sort(compareFindings);
  return { snapshot, plan, state, findings, differences: comparePlan(plan, snapshot) };
}
