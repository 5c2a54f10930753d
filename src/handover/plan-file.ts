import { UserError } from '../errors.ts';
import type { Plan } from '../model/plan.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Saves a plan for `pulumi up` or a pipeline: 0600, whole or not at all.
 * @throws UserError `PlanFileFailed`
 */
export async function writePlanFile(path: string, plan: Plan): Promise<void> {
  try {
    await writeWhole(path, `${JSON.stringify(plan, undefined, 2)}\n`);
  } catch (cause) {
    throw new UserError('PlanFileFailed', `The plan cannot be written to ${path}.`, {
      fix: 'Give --out a file in a folder that you may write to.',
      cause,
    });
  }
}
