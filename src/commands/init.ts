import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../errors.ts';
import { interview } from '../flow/interview.ts';
import { openPlace } from '../flow/place.ts';
import { type AnswerFlags, prepareFile, requireAnswers } from '../flow/prepare-answers.ts';

/** `init`: asks, writes the account file, changes nothing in the account. */
export async function runInit(context: Context, flags: AnswerFlags): Promise<CommandResult> {
  const prepared = await prepareFile(context, flags, { askRegion: true });
  const place = await openPlace(context, prepared);
  const asked = await interview(context, prepared, place, flags.template !== undefined);
  const { file, answers } = await requireAnswers(context, asked, place);
  if (!context.flags.json) {
    context.host.write(
      `Written: ${file.path}\nNothing was changed in the account. Next: bootstrap-account plan, then apply.\nWhere people and programs are in it already: bootstrap-account plan --steps.\n`,
    );
  }
  return { code: exitCodes.done, document: { file: file.path, answers } };
}
