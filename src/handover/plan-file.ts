import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import type { Plan } from '../model/plan.ts';

/**
 * Saves a plan for `pulumi up` or a pipeline: 0600, whole or not at all.
 * @throws UserError `PlanFileFailed`
 */
export async function writePlanFile(path: string, plan: Plan): Promise<void> {
  const beside = `${path}.${randomUUID()}`;
  try {
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(plan, undefined, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true });
    throw new UserError('PlanFileFailed', `The plan cannot be written to ${path}.`, {
      fix: 'Give --out a file in a folder that you may write to.',
      cause,
    });
  }
}
