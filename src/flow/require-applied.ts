import { UserError } from '../errors.ts';
import type { Study } from './study.ts';

/**
 * What a run limited to a part stands on is made by a whole one.
 * @throws UserError `NeverApplied`
 */
export function requireApplied({ state, plan }: Pick<Study, 'state' | 'plan'>, folder: string): void {
  if (state.size > 0) return;
  throw new UserError('NeverApplied', `Nothing was applied from here yet: there is no state in ${folder}.`, {
    fix: `Run \`bootstrap-account apply --account ${plan.account.id}\` first: it makes what is missing and takes over what exists.`,
  });
}
