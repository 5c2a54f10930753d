import { resolve } from 'node:path';
import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { UserError } from '../errors.ts';
import {
  type CheckSubject,
  type CheckWish,
  type Drift,
  gatherDrift,
  nameActors,
  peekState,
  reportDrift,
} from '../flow/check-account.ts';
import { loadCheckFile, readAnswers } from '../flow/check-file.ts';
import { lookDeeper } from '../flow/deep-look.ts';
import { type ConsentFlags, readConsents } from '../flow/enforce.ts';
import type { PasswordWay } from '../flow/first-passwords.ts';
import { openPlace } from '../flow/place.ts';
import { repairAccount } from '../flow/repair-account.ts';
import { type CheckOutput, documentOf, exitCodeOf, readOutputs, showCheck } from '../flow/show-check.ts';
import { freshenState, withState } from '../flow/state-session.ts';
import { readBaseline } from '../handover/check-files.ts';
import type { CheckReport } from '../model/check-report.ts';
import type { Severity } from '../model/finding.ts';
import { sayResult } from '../report/check-words.ts';

export interface CheckFlags extends ConsentFlags {
  readonly format?: readonly string[];
  readonly baseline?: string;
  /** @default low */
  readonly failOn?: Severity;
  readonly deep?: boolean;
  readonly repair?: boolean;
  readonly repairAll?: boolean;
  /** Ids of findings; with `repair`. */
  readonly only?: readonly string[];
  readonly passwords?: PasswordWay;
}

/**
 * `check`: what changed and who did it; exit 0 in sync, 2 something found, 1 when a part could not be read.
 * Reads only, unless it is told to repair: needs the file and read access, neither state nor engine nor lock.
 */
export async function runCheck(context: Context, flags: CheckFlags): Promise<CommandResult> {
  const outputs = readOutputs(flags.format ?? [], context.flags.json);
  refuseContradictions(context, flags);
  const file = await loadCheckFile(context);
  const place = await openPlace(context, file);
  const subject: CheckSubject = { place, file, answers: readAnswers(file, place) };
  const wish: CheckWish = {
    failOn: flags.failOn ?? 'low',
    ...(flags.baseline === undefined
      ? {}
      : { baseline: await readBaseline(resolve(context.cwd, flags.baseline), place.caller.accountId) }),
  };
  context.host.tell({
    level: 'info',
    text: `Looking at account ${place.caller.accountId} as ${place.caller.arn} …`,
  });
  if (flags.deep !== true && flags.repair !== true && flags.repairAll !== true) {
    await freshenState(context, place);
    const found = await gatherDrift(context, place, file, subject.answers, peekState(context, place), {
      lookOnly: true,
    });
    const drift = await nameActors(context, place, found);
    return conclude(context, subject, drift, wish, outputs);
  }
  return withState(context, place, 'check', async (folder, state) => {
    const drift = await nameActors(
      context,
      place,
      await gatherDrift(context, place, file, subject.answers, state),
      flags.only,
    );
    const deep = flags.deep === true ? { deep: await lookDeeper(context, place, folder, drift) } : {};
    if (flags.repair !== true && flags.repairAll !== true)
      return conclude(context, subject, drift, { ...wish, ...deep }, outputs);
    const report = reportDrift(subject, drift, { ...wish, ...deep });
    const isText = outputs.some(({ format, path }) => format === 'text' && path === undefined);
    // In a pipeline one document is wanted: that of the end. Whoever names findings has read of them.
    if (isText && flags.only === undefined) await showCheck(context, report, [{ format: 'text' }]);
    const repaired = await repairAccount(context, {
      ...{ subject, folder, state, drift, report, wish },
      consents: readConsents(flags),
      mode: flags.repair === true ? 'ask' : 'all',
      ...(flags.only === undefined ? {} : { only: flags.only }),
      ...(flags.passwords === undefined ? {} : { passwords: flags.passwords }),
    });
    const { decided, passwords, code } = repaired;
    if (flags.only !== undefined && decided.length > 0 && isText) {
      context.host.write(`${sayLeft(repaired.report, flags.only)}\n`);
      return { code, document: { ...documentOf(repaired.report), decided, passwords } };
    }
    await showCheck(
      context,
      repaired.report,
      decided.length === 0 && isText ? outputs.filter(({ path }) => path !== undefined) : outputs,
    );
    return { code, document: { ...documentOf(repaired.report), decided, passwords } };
  });
}

/** Whoever decided about a few findings is told of those, and how many are left. */
function sayLeft(report: CheckReport, only: readonly string[]): string {
  const open = only.filter((id) => report.findings.some((finding) => finding.id === id));
  const settled = only.filter((id) => !open.includes(id));
  return [
    ...settled.map((id) => `✔ settled: ${id}`),
    ...open.map((id) => `· still open: ${id}`),
    sayResult(report),
  ].join('\n');
}

async function conclude(
  context: Context,
  subject: CheckSubject,
  drift: Drift,
  wish: CheckWish,
  outputs: readonly CheckOutput[],
): Promise<CommandResult> {
  const report = reportDrift(subject, drift, wish);
  await showCheck(context, report, outputs);
  return { code: exitCodeOf(report), document: documentOf(report) };
}

/** Said before AWS is asked: what cannot be done in this way at all. */
function refuseContradictions({ host, flags: { yes } }: Context, flags: CheckFlags): void {
  if (flags.repair === true && flags.repairAll === true)
    throw new UserError('RepairOrAll', '--repair asks for each, --repair-all for none: give one of them.', {
      fix: 'In a terminal --repair; in a pipeline --repair-all --yes.',
    });
  if (flags.only !== undefined && flags.repair !== true && flags.repairAll !== true)
    throw new UserError(
      'OnlyWithRepair',
      '--only says which findings are decided about: it needs --repair.',
      {
        fix: 'Add --repair. What is shown is always the whole check.',
      },
    );
  if (flags.repair === true && !host.interactive)
    throw new UserError(
      'NoTerminal',
      '--repair asks about each finding, and there is no terminal to ask in.',
      {
        fix: 'Run it in a terminal without --yes and --json, or give --repair-all --yes: it repairs, and removes nothing.',
      },
    );
  if (flags.repairAll === true && !host.interactive && !yes)
    throw new UserError('ConfirmationNeeded', '--repair-all needs --yes where nobody can confirm.', {
      fix: 'Add --yes, or run it in a terminal. Nothing was changed.',
    });
}
