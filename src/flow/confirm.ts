import type { Context } from '../context.ts';
import { DeclinedError, InterruptedError, UserError } from '../errors.ts';

/**
 * The last word before anything is changed. The first time in an account its id is typed; `--yes` and
 * `--account` stand in for a terminal.
 * @throws DeclinedError when the person says no; UserError when nobody can be asked
 */
export async function confirmApply(
  context: Context,
  what: {
    readonly accountId: string;
    readonly alias?: string;
    readonly first: boolean;
    readonly verb: string;
    readonly always?: boolean;
  },
): Promise<void> {
  const { flags, host } = context;
  const typed = what.first || what.always === true;
  if (flags.yes) {
    if (!typed || flags.account !== undefined) return;
    const fix = `Add --account ${what.accountId}.`;
    throw new UserError(
      'AccountNotNamed',
      `--yes alone is not enough ${what.always === true ? `to ${what.verb}` : 'for the first apply in an account'}: say which account you mean.`,
      { fix },
    );
  }
  if (!host.interactive) {
    const fix = `Add --yes${typed ? ` --account ${what.accountId}` : ''}, or run it in a terminal.`;
    throw new UserError(
      'ConfirmationNeeded',
      `There is no terminal to confirm in, and no --yes. Nothing was changed.`,
      { fix },
    );
  }
  const name = what.alias === undefined ? what.accountId : `${what.accountId} (${what.alias})`;
  const said = typed
    ? await host.ask({
        kind: 'typed',
        key: 'confirm',
        message: `Type the account id to ${what.verb} account ${name}`,
        why: 'This is the account all of the above happens in.',
        flag: '--yes --account <id>',
        expected: what.accountId,
      })
    : await host.ask({
        kind: 'confirm',
        key: 'confirm',
        message: `Go on in account ${name}?`,
        why: '',
        flag: '--yes',
        default: false,
      });
  if (said) return;
  const fix = typed ? { fix: `To go on, type the account id as it stands: ${what.accountId}.` } : {};
  throw new DeclinedError('Declined', 'Declined. Nothing was changed.', fix);
}

/** @throws InterruptedError when Ctrl-C was pressed before anything began */
export function stopIfInterrupted(context: Context): void {
  if (context.interrupts.signal.aborted)
    throw new InterruptedError('Interrupted', 'Stopped. Nothing was changed.');
}
