import type { Context } from '../context.ts';
import type { EngineStep } from '../model/outcome.ts';
import type { StateIndex } from '../model/plan.ts';
import { detachNoted } from './attach-role.ts';
import type { Place } from './place.ts';
import { putNotedTemplatesBack } from './renew-templates.ts';

/** Instance profiles that a run deletes, which have their roles' names; what was there before us is only let go. */
export function leavingProfiles(steps: readonly EngineStep[], state: StateIndex): readonly string[] {
  return steps
    .filter(
      ({ operation, type }) => operation === 'delete' && type === 'aws:iam/instanceProfile:InstanceProfile',
    )
    .flatMap(({ name }) => state.get(name) ?? [])
    .filter(({ retained }) => !retained)
    .map(({ id }) => id);
}

/** Machines and launch templates that were given these roles from here get back what they had. */
export async function releaseRoles(
  context: Context,
  place: Place,
  folder: string,
  roles: readonly string[],
): Promise<void> {
  await detachNoted(context, place, folder, roles);
  await putNotedTemplatesBack(context, place, folder, roles);
}
