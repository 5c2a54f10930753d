import { deployAccount } from '../../programs/account.ts';
import type { Plan } from '../model/plan.ts';
import { type OpenStack, type OpenStackOptions, openStack } from './workspace.ts';

/** As `OpenStackOptions`, but for what the plan says itself. */
export type OpenAccountOptions = Omit<OpenStackOptions, 'program' | 'accountId' | 'region'>;

/**
 * The account's stack with the one program of this package, run for this plan.
 * @throws As `openStack`.
 */
export function openAccount(plan: Plan, options: OpenAccountOptions): Promise<OpenStack> {
  const { id: accountId, region } = plan.account;
  return openStack({ ...options, accountId, region, program: () => deployAccount(plan) });
}
