import { generateNames } from '../config/bucket-name.ts';
import { completeAnswers } from '../config/complete-answers.ts';
import type { LoadedFile } from '../config/load.ts';
import { partitionOf } from '../lib/partitions.ts';
import type { Plan, StateIndex } from '../model/plan.ts';
import { assemblePlan } from '../plan/assemble.ts';
import { newAccount } from '../plan/new-account.ts';

/** Ends the audit bucket's name as long as no run has given it its random end. */
export const openEnd = '00000000';

/**
 * The plan of a file without a look at the account: right for names, not for what is there already.
 * Undefined where the file leaves something open.
 */
export function planUnread(
  file: LoadedFile,
  wish: { readonly accountId: string; readonly region: string },
  state: StateIndex,
): Plan | undefined {
  const { merged } = generateNames(file.merged, { ...wish, randomBytes: (size) => new Uint8Array(size) });
  const complete = completeAnswers(merged, wish);
  if ('missing' in complete) return undefined;
  const nothing = newAccount({
    id: wish.accountId,
    partition: partitionOf(wish.region),
    region: wish.region,
    regions: { kind: 'home' },
  });
  return assemblePlan(complete.answers, nothing, state);
}
