import { makeGather } from '../account/read/gather.ts';
import { readTemplateUsers } from '../account/read/template-users.ts';
import {
  draftTemplate,
  makeTemplateVersion,
  putTemplateBack,
  type TemplateWish,
} from '../account/write/launch-templates.ts';
import { findWholeKeyId } from '../account/write/switch-key.ts';
import type { Context } from '../context.ts';
import { RefusedError } from '../errors.ts';
import { changeNotes, forgetTemplate, noteTemplate, readNotes } from '../handover/account-notes.ts';
import type { ScannedKey } from '../model/key-scan.ts';
import type { ByHand, KeyPlace, TemplateChange, TemplateNote } from '../model/keys.ts';
import type { Place } from './place.ts';

/** What becomes of the places that machines are made of. */
export interface TemplatePlan {
  readonly changes: readonly TemplateChange[];
  readonly byHand: readonly ByHand[];
}

type Found = Pick<ScannedKey, 'owner' | 'idEnd' | 'places'>;

/** Reads only: which launch templates get a version without the key, and what a person has to do. */
export async function planTemplates(
  { clients }: Pick<Place, 'clients'>,
  key: Found,
  profile: string,
): Promise<TemplatePlan> {
  const places = key.places.filter(({ kind }) => kind !== 'instance');
  const templates = new Map(places.filter(isTemplate).map((place) => [place.id, place]));
  const byHand: ByHand[] = places
    .filter((place) => !isTemplate(place))
    .map((place) => ({ place, why: fixed }));
  if (templates.size === 0) return { changes: [], byHand };
  const keyId = await findWholeKeyId(clients, key.owner, key.idEnd);
  const users = await readUsers(clients, [...templates.values()]);
  const changes: TemplateChange[] = [];
  for (const [id, place] of templates) {
    const draft = await draftTemplate(clients, { id, region: place.region, keyId, profile });
    if (draft.kind === 'by-hand') byHand.push({ place, why: draft.why });
    if (draft.kind === 'nothing') byHand.push({ place, why: outdated });
    if (draft.kind !== 'change') continue;
    const known = users.get(place.region);
    changes.push({ ...draft.change, ...(known === undefined ? {} : { users: known.get(id) ?? [] }) });
  }
  return { changes, byHand };
}

const fixed = 'a launch configuration cannot be changed: make a launch template of it';
const outdated = 'only older versions hold it: delete them when nothing starts from them any more';

function isTemplate({ kind }: KeyPlace): boolean {
  return kind === 'launch-template';
}

async function readUsers(clients: Place['clients'], places: readonly KeyPlace[]) {
  const regions = [...new Set(places.map(({ region }) => region))];
  const found = await Promise.all(
    regions.map(
      async (region) =>
        [region, await readTemplateUsers(clients.forRegion(region), makeGather(region))] as const,
    ),
  );
  return new Map(found);
}

/**
 * Never over another profile without being told.
 * @throws RefusedError `ProfileTaken`
 */
export function refuseReplacingIn(
  changes: readonly TemplateChange[],
  profile: string,
  replace: boolean,
): void {
  const taken = changes.filter((each) => each.profile !== undefined && each.profile !== profile);
  if (replace || taken.length === 0) return;
  const lines = taken.map((each) => `  launch template ${each.id} has the profile "${each.profile}"`);
  throw new RefusedError('ProfileTaken', `Another role is there already:\n${lines.join('\n')}`, {
    fix: `Add --replace to put "${profile}" in its place; programs on new machines then lose what the other role allowed. Nothing was changed.`,
    details: taken.map(({ id, profile: has }) => ({ id, profile: has })),
  });
}

export interface RenewedRow {
  readonly template: string;
  readonly region: string;
  /** Number of the version that is the default now. */
  readonly version: string;
}

/** Makes the versions; each is noted before machines are made of it. The account's lock is held by the caller. */
export async function renewTemplates(
  context: Context,
  wish: {
    readonly place: Pick<Place, 'clients'>;
    readonly folder: string;
    readonly key: Found;
    readonly role: string;
    readonly profile: string;
    readonly changes: readonly TemplateChange[];
    readonly hopLimit?: number;
  },
): Promise<readonly RenewedRow[]> {
  const { place, folder, key, role, profile, changes, hopLimit } = wish;
  if (changes.length === 0) return [];
  const keyId = await findWholeKeyId(place.clients, key.owner, key.idEnd);
  const rows: RenewedRow[] = [];
  for (const agreed of changes) {
    const { id, region, from } = agreed;
    const about: TemplateWish = { id, region, keyId, profile };
    const clientToken = Buffer.from(context.randomBytes(16)).toString('hex');
    const more = hopLimit === undefined ? {} : { hopLimit };
    const version = await makeTemplateVersion(
      place.clients,
      { ...about, ...more, agreed, clientToken },
      async (made) => {
        const at = context.now().toISOString();
        const note = { template: id, region, role, at, version: made, previousDefault: from };
        await changeNotes(folder, (notes) => noteTemplate(notes, note));
      },
    );
    rows.push({ template: id, region, version });
    context.host.tell({
      level: 'success',
      text: `${id}: version ${version}, with the role ${role} and without the key, is its default.`,
    });
  }
  return rows;
}

export interface PutBackRow {
  readonly template: string;
  readonly result: 'put back' | 'changed since';
}

/** Launch templates get back the default version that they had, and ours is deleted. */
export async function putTemplatesBack(
  context: Context,
  { place, folder }: { readonly place: Pick<Place, 'clients'>; readonly folder: string },
  notes: readonly TemplateNote[],
): Promise<readonly PutBackRow[]> {
  const rows: PutBackRow[] = [];
  for (const note of notes) {
    const { template, version, previousDefault } = note;
    const done = await putTemplateBack(place.clients, note);
    await changeNotes(folder, (all) => forgetTemplate(all, template));
    rows.push({ template, result: done ? 'put back' : 'changed since' });
    context.host.tell({
      level: done ? 'success' : 'warning',
      text: done
        ? `${template}: version ${previousDefault}, which holds the key, is its default again; version ${version} is deleted.`
        : `${template} has another default version by now, or is gone: left as it is.`,
    });
  }
  return rows;
}

/** Before roles go: a template that names a profile that is gone starts no machine. */
export async function putNotedTemplatesBack(
  context: Context,
  place: Place,
  folder: string,
  roles: readonly string[],
): Promise<void> {
  const { templates = [] } = await readNotes(folder);
  for (const note of templates.filter((each) => roles.includes(each.role))) {
    try {
      await putTemplatesBack(context, { place, folder }, [note]);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      context.host.tell({
        level: 'warning',
        text: `${note.template}: its version was not put back: ${text}`,
      });
    }
  }
}
