/**
 * What a Pulumi program of your own may import, as `bootstrap-account/programs`: the account as one call, beside
 * whatever else the program makes. See docs/guides/own-program.md.
 */
export type { Plan, PlannedResource } from '../src/model/plan.ts';
export { planVersion } from '../src/model/plan.ts';
export { deployAccount } from './account.ts';
