import type { Context } from '../context.ts';
import { readStateIndex } from '../engine/state.ts';
import { type ExitCode, exitCodes, UserError } from '../errors.ts';
import { isPlainRepair, type Offer, offerVerdicts } from '../findings/verdicts/offer.ts';
import type { CheckReport } from '../model/check-report.ts';
import type { StateIndex } from '../model/plan.ts';
import { carryOutDecisions } from './carry-out-decisions.ts';
import {
  type CheckSubject,
  type CheckWish,
  type Drift,
  gatherDrift,
  nameActors,
  reportDrift,
} from './check-account.ts';
import { type Decision, decideFindings } from './decide-findings.ts';
import type { Consents } from './enforce.ts';
import { type HandedOut, handOutPasswords, type PasswordWay } from './first-passwords.ts';
import { handoverRoot } from './hand-over.ts';
import { lookUntil } from './look-until.ts';
import { exitCodeOf } from './show-check.ts';

export interface RepairRequest {
  readonly subject: CheckSubject;
  readonly folder: string;
  readonly state: StateIndex;
  readonly drift: Drift;
  /** What was shown: only that is decided about. */
  readonly report: CheckReport;
  readonly wish: CheckWish;
  readonly consents: Consents;
  /** `ask`: one by one. `all`: every plain repair, and nothing else. */
  readonly mode: 'ask' | 'all';
  /** Ids of the findings that are decided about; absent: all. */
  readonly only?: readonly string[];
  readonly passwords?: PasswordWay;
}
export interface Repaired {
  /** Of the second look; the first report where nothing was decided. */
  readonly report: CheckReport;
  readonly code: ExitCode;
  readonly decided: readonly { readonly id: string; readonly verdict: Decision['kind'] }[];
  readonly passwords: readonly HandedOut[];
}

/**
 * Decides about what was found, carries it out, and looks again: the second look says how it ended. The
 * account's lock is held by the caller.
 * @throws UserError `NothingRecorded` where repairs were asked for and no state knows the things
 */
export async function repairAccount(context: Context, request: RepairRequest): Promise<Repaired> {
  const { subject, drift, report, wish, state } = request;
  const { study } = drift;
  const offers = chosenFindings(report.findings, request.only).map((finding) =>
    offerVerdicts(finding, {
      ...subject.file,
      plan: study.plan,
      snapshot: study.snapshot,
      state,
      beforeFirstRun: state.size === 0,
    }),
  );
  const decisions =
    request.mode === 'all' ? decideAll(context, request, offers) : await decideFindings(context, offers);
  if (decisions.length === 0) return { report, code: exitCodeOf(report), decided: [], passwords: [] };
  const done = await carryOutDecisions(context, { ...request, decisions });
  const isDone = done.outcome === undefined || done.outcome.kind === 'done';
  const after = await lookAgain(context, request, done.subject, isDone ? decisions : []);
  const passwords = await handOutAgain(context, request, after, decisions);
  const final = reportDrift(
    done.subject,
    await nameActors(context, subject.place, after, request.only),
    wish,
  );
  return {
    report: final,
    code: codeOf(context, final, done.outcome),
    decided: decisions.map(({ kind, finding }) => ({ id: finding.id, verdict: kind })),
    passwords,
  };
}

/** @throws UserError `NoSuchFinding` naming every id that nothing was found under */
function chosenFindings(findings: CheckReport['findings'], only: readonly string[] | undefined) {
  if (only === undefined) return findings;
  const missing = only.filter((id) => !findings.some((finding) => finding.id === id));
  if (missing.length > 0)
    throw new UserError('NoSuchFinding', `Nothing open is found under ${missing.join(', ')}.`, {
      fix: 'It may be settled by now: `bootstrap-account check` shows what is open, with the ids.',
      details: missing,
    });
  return findings.filter((finding) => only.includes(finding.id));
}

function decideAll(
  context: Context,
  { state, folder, report, consents }: RepairRequest,
  offers: readonly Offer[],
): readonly Decision[] {
  const recorded = report.findings.some((finding) => (finding.resources ?? []).length > 0);
  if (recorded && state.size === 0) {
    throw new UserError(
      'NothingRecorded',
      `A repair needs the engine's state, and there is none in ${folder}.`,
      {
        fix: `Run \`bootstrap-account apply --yes --account ${report.account.id}\`: it adopts what is there and repairs it.`,
      },
    );
  }
  const named = ({ finding }: Offer) => consents.recreate.includes(finding.subject);
  const gone = offers.filter(({ finding }) => finding.rule === 'user-missing');
  for (const { finding } of gone.filter((offer) => !named(offer))) {
    context.host.tell({
      level: 'warning',
      text: `${finding.what} Nobody is made again without being asked: take the name out of the file, or add --recreate ${finding.subject}.`,
    });
  }
  const again = gone.filter((offer) => named(offer) && offer.verdicts.includes('repair'));
  return [...offers.filter(isPlainRepair), ...again].map(({ finding, removal }) => ({
    kind: 'repair',
    finding,
    ...(removal?.serves === 'repair' ? { removal } : {}),
  }));
}

/** Until nothing that was put back or taken away is found any more, or patience ends; a failed repair settles nothing. */
async function lookAgain(
  context: Context,
  { folder }: RepairRequest,
  { place, file, answers }: CheckSubject,
  decisions: readonly Decision[],
): Promise<Drift> {
  const awaited = new Set(
    decisions.filter(({ kind }) => kind === 'repair' || kind === 'remove').map(({ finding }) => finding.id),
  );
  context.host.tell({ level: 'info', text: 'Checking again …' });
  return lookUntil(
    context,
    () => gatherDrift(context, place, file, answers, readStateIndex(folder)),
    ({ findings }) => !findings.some(({ id }) => awaited.has(id)),
  );
}

/** A user who was made again has no password: the one there was went along. */
async function handOutAgain(
  context: Context,
  { subject, folder, passwords }: RepairRequest,
  { study, findings }: Drift,
  decisions: readonly Decision[],
): Promise<readonly HandedOut[]> {
  const again = decisions.filter(({ kind, finding }) => kind === 'repair' && finding.rule === 'user-missing');
  const back = again.filter(({ finding }) => !findings.some(({ id }) => id === finding.id));
  if (back.length === 0) return [];
  const { file, place } = subject;
  return handOutPasswords(context, place, {
    plan: study.plan,
    snapshot: study.snapshot,
    folder,
    way: passwords ?? (context.host.interactive ? 'terminal' : 'file'),
    passwordFolder: handoverRoot(file, study.plan.account.id, 'passwords'),
  });
}

function codeOf(
  context: Context,
  report: CheckReport,
  outcome: Awaited<ReturnType<typeof carryOutDecisions>>['outcome'],
): ExitCode {
  for (const each of outcome?.diagnostics ?? [])
    context.host.tell({ level: each.severity, text: [each.message, each.fix].filter(Boolean).join(' ') });
  if (outcome?.kind === 'interrupted') return exitCodes.interrupted;
  return outcome?.kind === 'failed' ? exitCodes.failed : exitCodeOf(report);
}
