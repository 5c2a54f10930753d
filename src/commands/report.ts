import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { readStateIndex } from '../engine/state.ts';
import { exitCodes } from '../errors.ts';
import { handOver } from '../flow/hand-over.ts';
import { openPlace } from '../flow/place.ts';
import { prepareFile, requireAnswers } from '../flow/prepare-answers.ts';
import { stateFolder } from '../flow/state-session.ts';
import { studyAccount } from '../flow/study.ts';

/** `report`: the handover pack from the live account; reads only, no engine. */
export async function runReport(
  context: Context,
  options: { readonly withEmails?: boolean },
): Promise<CommandResult> {
  const prepared = await prepareFile(context, {});
  const place = await openPlace(context, prepared);
  const { file, answers } = await requireAnswers(context, prepared, place);
  const study = await studyAccount(context, place, file, answers, readStateIndex(stateFolder(place)));
  const pack = await handOver(context, {
    place,
    file,
    study,
    differences: study.differences,
    passwords: [],
    withEmails: options.withEmails === true,
  });
  if (!context.flags.json) context.host.write(`Handover pack: ${pack.folder}\n`);
  return { code: exitCodes.done, document: { handover: pack.folder, files: pack.files } };
}
