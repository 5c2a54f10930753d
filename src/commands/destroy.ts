import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { destroyAccount } from '../flow/destroy-account.ts';
import { openPlace } from '../flow/place.ts';
import { prepareFile, requireAnswers } from '../flow/prepare-answers.ts';
import { withState } from '../flow/state-session.ts';

/** `destroy`: shows what goes and what stays, wants the account id typed, then takes it down. */
export async function runDestroy(
  context: Context,
  options: { readonly keepAdmins?: boolean; readonly restoreSettings?: boolean },
): Promise<CommandResult> {
  const prepared = await prepareFile(context, {});
  const place = await openPlace(context, prepared);
  return withState(context, place, 'destroy', async (folder, state) => {
    const ready = await requireAnswers(context, prepared, place);
    const wishes = {
      keepAdmins: options.keepAdmins === true,
      restoreSettings: options.restoreSettings === true,
    };
    return destroyAccount(context, { ...ready, place, folder, state, ...wishes });
  });
}
