import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { readStateIndex } from '../engine/state.ts';
import { exitCodes } from '../errors.ts';
import { findDrift } from '../findings/drift-findings.ts';
import { compareWithCis } from '../flow/against-cis.ts';
import { nameActors } from '../flow/check-account.ts';
import { handOver } from '../flow/hand-over.ts';
import { openPlace, stateFolder } from '../flow/place.ts';
import { prepareFile, requireAnswers } from '../flow/prepare-answers.ts';
import { freshenState } from '../flow/state-session.ts';
import { studyAccount } from '../flow/study.ts';
import { countCis, describeCounts } from '../report/cis-counts.ts';

/** `report`: the handover pack from the live account; reads only, no engine. */
export async function runReport(
  context: Context,
  options: { readonly withEmails?: boolean; readonly cis?: boolean },
): Promise<CommandResult> {
  const prepared = await prepareFile(context, {});
  const place = await openPlace(context, prepared);
  const { file, answers } = await requireAnswers(context, prepared, place);
  await freshenState(context, place);
  const study = await studyAccount(context, place, file, answers, readStateIndex(stateFolder(place)));
  const { plan, snapshot } = study;
  const drift = {
    study,
    findings: findDrift({
      ...{ plan, snapshot, answers },
      differences: study.differences,
      now: context.now(),
    }),
  };
  const named = await nameActors(context, place, drift);
  const cis = options.cis === true ? await compareWithCis(context, place, study) : undefined;
  const pack = await handOver(context, {
    place,
    file,
    study,
    differences: named.findings,
    passwords: [],
    withEmails: options.withEmails === true,
    ...(cis === undefined ? {} : { cis }),
  });
  const counts = cis === undefined ? undefined : countCis(cis);
  if (!context.flags.json) {
    if (counts !== undefined) context.host.write(`${describeCounts(counts).join('\n')}\n`);
    context.host.write(`Handover pack: ${pack.folder}\n`);
  }
  return {
    code: exitCodes.done,
    document: { handover: pack.folder, files: pack.files, ...(counts === undefined ? {} : { cis: counts }) },
  };
}
