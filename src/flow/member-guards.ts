import type { Context } from '../context.ts';
import { DeclinedError, RefusedError, UserError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import { enforceGuards, readConsents } from './enforce.ts';
import type { Place } from './place.ts';
import type { Study } from './study.ts';

/** What speaks against any run: root, the wrong account, one that cannot be read or that another state runs. */
export const always = ['root-', 'wrong-account', 'unknown-inventory', 'state-of-another'];
/** What speaks against making a user of this name. */
const ofNames = ['name-case-clash', 'quota', 'lockout', 'operator-lockout', 'policy-name-taken'];

/**
 * Stops a run that is limited to one user, by what concerns such a run only: what else the file may want is not its
 * business.
 * @throws RefusedError
 */
export function guardMember({ findings }: Pick<Study, 'findings'>, name: string): void {
  const mine = findings.filter(
    (finding) =>
      always.some((start) => finding.rule.startsWith(start)) ||
      (ofNames.includes(finding.rule) && isAbout(finding, name)),
  );
  enforceGuards(mine, readConsents({}));
}

function isAbout({ rule, subject, what }: Finding, name: string): boolean {
  return subject === name || subject.endsWith(`/${name}`) || rule === 'quota' || what.includes(`"${name}"`);
}

/**
 * Whoever runs it does not take themselves away: they could not finish, and nobody might be left.
 * @throws RefusedError `RemovesYourself`
 */
export function refuseSelf({ caller }: Place, name: string): void {
  if (caller.kind !== 'user' || caller.name.toLowerCase() !== name.toLowerCase()) return;
  throw new RefusedError('RemovesYourself', `You run this as ${caller.name}: it would remove yourself.`, {
    fix: 'Let another administrator do it. Nothing was changed.',
  });
}

/**
 * The last word before somebody is taken away: the name is typed; `--yes` stands in.
 * @throws DeclinedError; UserError `ConfirmationNeeded`
 */
export async function confirmTyped(
  context: Context,
  what: { readonly name: string; readonly message: string; readonly why: string },
): Promise<void> {
  const { flags, host } = context;
  if (flags.yes) return;
  if (!host.interactive) {
    throw new UserError('ConfirmationNeeded', 'There is no terminal to confirm in, and no --yes.', {
      fix: 'Add --yes, or run it in a terminal. Nothing was changed.',
    });
  }
  const said = await host.ask({
    kind: 'typed',
    key: 'confirm',
    message: what.message,
    why: what.why,
    flag: '--yes',
    expected: what.name,
  });
  if (said) return;
  throw new DeclinedError('Declined', 'Declined. Nothing was changed.', {
    fix: `To go on, type the name as it stands: ${what.name}.`,
  });
}
