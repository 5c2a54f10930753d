import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { isPlainRepair, offerVerdicts } from '../findings/verdicts/offer.ts';
import type { CheckReport } from '../model/check-report.ts';
import type { StateIndex } from '../model/plan.ts';
import { plannedResources } from '../plan/planned-resources.ts';
import { type CheckSubject, type Drift, gatherDrift, nameActors, reportDrift } from './check-account.ts';
import type { Consents } from './enforce.ts';
import { type PasswordWay, peopleWithoutPassword } from './first-passwords.ts';
import { repairAccount } from './repair-account.ts';
import { documentOf, exitCodeOf, showCheck } from './show-check.ts';
import type { Study } from './study.ts';

export interface TendRequest {
  readonly subject: CheckSubject;
  readonly folder: string;
  readonly state: StateIndex;
  readonly consents: Consents;
  readonly passwords?: PasswordWay;
}

/**
 * An account that is set up, and somebody at a terminal: check, show, offer repair. Undefined where more than
 * that is to be done, because the file wants other things than the last run made or somebody still waits for a
 * password: then it is a run of the whole plan.
 */
export async function tendAccount(
  context: Context,
  request: TendRequest,
): Promise<CommandResult | undefined> {
  const { subject, folder, state } = request;
  if (state.size === 0 || !context.host.interactive) return undefined;
  const { place, file, answers } = subject;
  context.host.tell({ level: 'info', text: 'This account is set up: checking it …' });
  const drift = await gatherDrift(context, place, file, answers, state);
  const { plan, snapshot } = drift.study;
  if (!isApplied(drift.study)) return undefined;
  const waiting = await peopleWithoutPassword(plan, snapshot, folder, context.now);
  if (waiting.length > 0) return undefined;
  const wish = { failOn: 'low' as const };
  const report = reportDrift(subject, await nameActors(context, place, drift), wish);
  await showCheck(context, report, [{ format: 'text' }]);
  const mode = report.findings.length === 0 ? 'leave' : await askMode(context, request, drift, report);
  if (mode === 'leave') return { code: exitCodeOf(report), document: documentOf(report) };
  const repaired = await repairAccount(context, { ...request, drift, report, wish, mode });
  if (repaired.decided.length > 0) await showCheck(context, repaired.report, [{ format: 'text' }]);
  return { code: repaired.code, document: { ...documentOf(repaired.report), decided: repaired.decided } };
}

/** True when state and file speak of the same things; how each of them is set shows in the account itself. */
function isApplied({ plan, state }: Study): boolean {
  const planned = new Set(plannedResources(plan).map(({ name }) => name));
  return (
    [...state.keys()].every((name) => planned.has(name)) && [...planned].every((name) => state.has(name))
  );
}

async function askMode(
  context: Context,
  { subject, state }: TendRequest,
  { study }: Drift,
  report: CheckReport,
): Promise<'all' | 'ask' | 'leave'> {
  const facts = { ...subject.file, plan: study.plan, snapshot: study.snapshot, state };
  const plain = report.findings.filter((finding) => isPlainRepair(offerVerdicts(finding, facts))).length;
  const said = await context.host.ask({
    kind: 'choice',
    key: 'tend',
    message: 'What now?',
    why: 'Nothing is changed before you have said yes to it.',
    choices: [
      ...(plain === 0 ? [] : [{ value: 'all', label: `Put back what can be put back (${plain})` }]),
      { value: 'ask', label: 'Decide one by one: repair, adopt, remove, accept' },
      { value: 'leave', label: 'Leave it as it is' },
    ],
    default: plain === 0 ? 'ask' : 'all',
  });
  return said === 'all' || said === 'ask' ? said : 'leave';
}
