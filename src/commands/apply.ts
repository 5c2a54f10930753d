import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { applyAccount } from '../flow/apply-account.ts';
import { type ConsentFlags, readConsents } from '../flow/enforce.ts';
import type { PasswordWay } from '../flow/first-passwords.ts';
import { openPlace } from '../flow/place.ts';
import { prepareFile, requireAnswers } from '../flow/prepare-answers.ts';
import { withState } from '../flow/state-session.ts';

export interface ApplyFlags extends ConsentFlags {
  readonly passwords?: PasswordWay;
  /** Groups wait for members who have not enrolled. */
  readonly staged?: boolean;
}

/** `apply`: what the file says, nothing asked but the confirmation. */
export async function runApply(context: Context, flags: ApplyFlags): Promise<CommandResult> {
  const file = await prepareFile(context, {});
  const place = await openPlace(context, file);
  return withState(context, place, 'apply', async (folder, state) => {
    const ready = await requireAnswers(context, file, place);
    return applyAccount(context, {
      ...ready,
      place,
      folder,
      state,
      consents: readConsents(flags),
      staged: flags.staged === true,
      ...(flags.passwords === undefined ? {} : { passwords: flags.passwords }),
    });
  });
}
