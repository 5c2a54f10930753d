import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { applyAccount } from '../flow/apply-account.ts';
import { type ConsentFlags, readConsents } from '../flow/enforce.ts';
import type { PasswordWay } from '../flow/first-passwords.ts';
import { interview } from '../flow/interview.ts';
import { openPlace } from '../flow/place.ts';
import { type AnswerFlags, prepareFile, requireAnswers } from '../flow/prepare-answers.ts';
import { withState } from '../flow/state-session.ts';
import { tendAccount } from '../flow/tend-account.ts';

export interface SetupFlags extends ConsentFlags {
  readonly passwords?: PasswordWay;
}

/**
 * The main run, without a command: look first, ask only what is still open, show, confirm, run, verify,
 * hand over. On an account that is set up it checks, says "in sync" in one line, or shows what changed and
 * offers the way back.
 */
export async function runSetup(
  context: Context,
  answers: AnswerFlags,
  flags: SetupFlags,
): Promise<CommandResult> {
  const prepared = await prepareFile(context, answers, { askRegion: true });
  const place = await openPlace(context, prepared);
  const { accountId, arn } = place.caller;
  context.host.tell({
    level: 'info',
    text: `Account ${accountId}, ${place.target.region}, as ${arn} (${place.target.credentialSource}).`,
  });
  const file = await interview(context, prepared, place, answers.template !== undefined);
  return withState(context, place, 'setup', async (folder, state) => {
    const ready = await requireAnswers(context, file, place);
    const common = {
      folder,
      state,
      consents: readConsents(flags),
      ...(flags.passwords === undefined ? {} : { passwords: flags.passwords }),
    };
    const tended = await tendAccount(context, { ...common, subject: { ...ready, place } });
    return tended ?? applyAccount(context, { ...common, ...ready, place });
  });
}
