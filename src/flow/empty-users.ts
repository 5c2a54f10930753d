import { deleteCredentials } from '../account/write/delete-credentials.ts';
import type { Context } from '../context.ts';
import { InterruptedError } from '../errors.ts';
import type { EngineStep } from '../model/outcome.ts';
import type { StateIndex } from '../model/plan.ts';
import type { Place } from './place.ts';

/** Users that a run deletes; what was there before us is only let go, not deleted. */
export function leavingUsers(steps: readonly EngineStep[], state: StateIndex): readonly string[] {
  return steps
    .filter((step) => step.operation === 'delete' && step.type === 'aws:iam/user:User')
    .flatMap((step) => state.get(step.name) ?? [])
    .filter((entry) => !entry.retained)
    .map((entry) => entry.id);
}

/** IAM refuses to delete a user who still has a password, keys or devices; and they are what opens doors: they go first. */
export async function emptyUsers(context: Context, place: Place, users: readonly string[]): Promise<void> {
  for (const user of users) {
    if (context.interrupts.signal.aborted) {
      throw new InterruptedError(
        'Interrupted',
        'Stopped after some credentials were removed. Run the command again to go on.',
      );
    }
    await deleteCredentials(place.clients, user);
  }
}
