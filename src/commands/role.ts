import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import type { CheckSubject } from '../flow/check-account.ts';
import { loadCheckFile, readAnswers } from '../flow/check-file.ts';
import { openPlace } from '../flow/place.ts';
import {
  type AddRoleFlags,
  type AttachRoleFlags,
  addRole,
  attachToInstances,
  detachFromInstances,
  listRoles,
} from '../flow/tend-roles.ts';

async function openSubject(context: Context): Promise<CheckSubject> {
  const file = await loadCheckFile(context);
  const place = await openPlace(context, file);
  return { place, file, answers: readAnswers(file, place) };
}

/** `role add`: a role for one task, into the file and into the account. */
export async function runRoleAdd(
  context: Context,
  name: string,
  flags: AddRoleFlags,
): Promise<CommandResult> {
  return addRole(context, await openSubject(context), name, flags);
}

/** `role attach`: a role of the file to running instances. */
export async function runRoleAttach(
  context: Context,
  name: string,
  instances: readonly string[],
  flags: AttachRoleFlags,
): Promise<CommandResult> {
  return attachToInstances(context, await openSubject(context), name, instances, flags);
}

/** `role detach`: off again, and back what was there before. */
export async function runRoleDetach(
  context: Context,
  name: string,
  instances: readonly string[],
): Promise<CommandResult> {
  return detachFromInstances(context, await openSubject(context), name, instances);
}

/** `role list`: roles, their tasks, who carries them. */
export async function runRoleList(context: Context): Promise<CommandResult> {
  return listRoles(context, await openSubject(context));
}
