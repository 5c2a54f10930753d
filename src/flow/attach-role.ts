import { attachProfile, detachProfile, setMetadataOptions } from '../account/write/instance-profiles.ts';
import type { Context } from '../context.ts';
import { UserError } from '../errors.ts';
import { changeNotes, forgetAttachment, noteAttachment, readNotes } from '../handover/account-notes.ts';
import type { RolePlan } from '../model/plan.ts';
import type { InstanceFact, Snapshot } from '../model/snapshot.ts';
import type { Place } from './place.ts';
import { refuseReplacing } from './refuse-replacing.ts';

export interface AttachRequest {
  readonly place: Place;
  readonly folder: string;
  readonly role: RolePlan;
  readonly instances: readonly InstanceFact[];
  /** Puts the profile in the place of another one. */
  readonly replace: boolean;
  /** Session tokens required, answers living that many hops; absent: left as it is. */
  readonly hopLimit?: number;
}
export interface AttachedRow {
  readonly instance: string;
  readonly region: string;
  readonly result: 'attached' | 'replaced' | 'already';
  readonly imdsv2: boolean;
}

/** Few regions by name; seventeen names say no more than their number. */
function whereLooked({ regions }: Snapshot): string {
  const names = regions.map(({ name }) => name);
  return names.length > 3 ? `the ${names.length} regions that were looked at` : names.join(', ');
}

/** @throws UserError `NoSuchInstance` naming what there is */
export function chooseInstances(snapshot: Snapshot, ids: readonly string[]): readonly InstanceFact[] {
  const unknown = ids.filter((id) => !snapshot.instances.some((each) => each.id === id));
  if (unknown.length > 0) {
    const there = snapshot.instances.map(({ id, name }) => (name === undefined ? id : `${id} ("${name}")`));
    throw new UserError(
      'NoSuchInstance',
      `There is no instance ${unknown.join(', ')} in ${whereLooked(snapshot)}.`,
      {
        fix:
          there.length === 0
            ? 'No instance was found at all. Is it in another region? Name that under regions in the file.'
            : `There are: ${there.slice(0, 20).join(', ')}. Others are looked for in the regions of the file.`,
      },
    );
  }
  return snapshot.instances.filter(({ id }) => ids.includes(id));
}

/**
 * Gives running instances the role's profile, without a restart. What was there is noted first, so that `role
 * detach` and `destroy` can put it back. The account's lock is held by the caller.
 * @throws RefusedError `ProfileTaken`; EngineError `ProfileNotSeen`, `AccessDenied`
 */
export async function attachRole(context: Context, request: AttachRequest): Promise<readonly AttachedRow[]> {
  const { place, folder, role, instances, replace, hopLimit } = request;
  refuseReplacing(role.profile.name, instances, replace);
  const rows: AttachedRow[] = [];
  for (const instance of instances) {
    const { id, region } = instance;
    const needsTokens =
      hopLimit !== undefined && (instance.httpTokens !== 'required' || instance.hopLimit !== hopLimit);
    const done = await attachProfile(place.clients, {
      instance: id,
      region,
      profile: role.profile.name,
      replace,
      onWait: () =>
        context.host.tell({ level: 'info', text: 'EC2 does not know the new profile yet; waiting …' }),
      // Noted is what is on it at this moment: since the look somebody may have put another one there.
      onFound: async (profileArn) => {
        const isThere = profileArn !== undefined && nameOf(profileArn) === role.profile.name;
        if (isThere && !needsTokens) return;
        await changeNotes(folder, (notes) =>
          noteAttachment(notes, {
            instance: id,
            region,
            role: role.name,
            at: context.now().toISOString(),
            ...(profileArn === undefined ? {} : { previousProfileArn: profileArn }),
            ...(needsTokens
              ? { previousMetadata: { httpTokens: instance.httpTokens, hopLimit: instance.hopLimit ?? 1 } }
              : {}),
          }),
        );
      },
    });
    if (needsTokens)
      await setMetadataOptions(place.clients, { instance: id, region, httpTokens: 'required', hopLimit });
    const result =
      done.kind === 'already' ? 'already' : done.previousProfileArn === undefined ? 'attached' : 'replaced';
    rows.push({ instance: id, region, result, imdsv2: needsTokens || instance.httpTokens === 'required' });
    context.host.tell({
      level: 'success',
      text: `${id}: ${wordsOf[result]} ${role.name}${needsTokens ? ', IMDSv2 required' : ''}.`,
    });
  }
  return rows;
}

const wordsOf = {
  attached: 'has the role',
  replaced: 'its profile was replaced by that of',
  already: 'had already the role',
} as const;

export interface DetachedRow {
  readonly instance: string;
  readonly result: 'taken off' | 'put back' | 'changed since';
}

/** Takes the profile off again and puts back what was there before, profile and metadata options. */
export async function detachRole(
  context: Context,
  request: Pick<AttachRequest, 'place' | 'folder'> & {
    readonly profile: string;
    readonly instances: readonly { readonly id: string; readonly region: string }[];
  },
): Promise<readonly DetachedRow[]> {
  const { place, folder, profile, instances } = request;
  const { attachments } = await readNotes(folder);
  const rows: DetachedRow[] = [];
  for (const { id, region } of instances) {
    const note = attachments.find((each) => each.instance === id);
    const previous = note?.previousProfileArn;
    const previousProfileArn = previous === undefined || nameOf(previous) === profile ? undefined : previous;
    const metadata = note?.previousMetadata;
    const was = await detachProfile(place.clients, {
      instance: id,
      region,
      profile,
      ...(previousProfileArn === undefined ? {} : { previousProfileArn }),
      ...(metadata === undefined
        ? {}
        : {
            first: () =>
              setMetadataOptions(place.clients, {
                instance: id,
                region,
                httpTokens: metadata.httpTokens === 'required' ? 'required' : 'optional',
                hopLimit: metadata.hopLimit,
              }),
          }),
    });
    await changeNotes(folder, (notes) => forgetAttachment(notes, id));
    const result = !was ? 'changed since' : previousProfileArn === undefined ? 'taken off' : 'put back';
    rows.push({ instance: id, result });
    const text = {
      'taken off': `${id}: ${profile} was taken off; it has no role now.`,
      'put back': `${id}: ${nameOf(previousProfileArn ?? '')} is back in the place of ${profile}.`,
      'changed since': `${id} does not have ${profile} any more: left as it is.`,
    }[result];
    context.host.tell({ level: was ? 'success' : 'warning', text });
  }
  return rows;
}

/** Before roles go: instances get back what they had. An instance that is gone holds nothing up. */
export async function detachNoted(
  context: Context,
  place: Place,
  folder: string,
  roles: readonly string[],
): Promise<void> {
  const { attachments } = await readNotes(folder);
  for (const { instance, region, role } of attachments.filter((each) => roles.includes(each.role))) {
    try {
      await detachRole(context, { place, folder, profile: role, instances: [{ id: instance, region }] });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      context.host.tell({ level: 'warning', text: `${instance}: its profile was not put back: ${text}` });
    }
  }
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
