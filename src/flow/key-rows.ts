import { judgeStage, type StageFacts } from '../findings/key-stage.ts';
import type { AccountNotes } from '../handover/account-notes.ts';
import type { KeyPlace, KeyRow, KeyUse, PlantedKeys } from '../model/keys.ts';
import type { AccessKeyFact, RoleFact, Snapshot } from '../model/snapshot.ts';
import type { Study } from './study.ts';

/** Every access key of a user with its stage, as reports show it; those that were deleted stay as long as noted. */
export function keyRows(
  study: Pick<Study, 'plan' | 'snapshot'>,
  notes: AccountNotes,
  now: Date,
): readonly KeyRow[] {
  const { snapshot } = study;
  const present = snapshot.users.flatMap((user) =>
    user.accessKeys.map((key) => presentKey(study, notes, user.name, key, now)),
  );
  const gone = notes.keys
    .filter((each) => !present.some((row) => row.owner === each.user && row.idEnd === each.idEnd))
    .map((each): KeyRow => {
      const places = placesOf(snapshot.planted, each.user, each.idEnd);
      return {
        owner: each.user,
        idEnd: each.idEnd,
        active: false,
        places,
        ...judgeStage({ user: each.user, note: each, now }),
      };
    });
  return [...present, ...gone].sort((a, b) => (`${a.owner} ${a.idEnd}` < `${b.owner} ${b.idEnd}` ? -1 : 1));
}

/** A key that its user has, with where it lies and how far its retirement is. */
export function presentKey(
  study: Pick<Study, 'plan' | 'snapshot'>,
  notes: AccountNotes,
  owner: string,
  key: AccessKeyFact,
  now: Date,
): KeyRow {
  const places = placesOf(study.snapshot.planted, owner, key.idEnd);
  const lastUse = useOf(key);
  return {
    owner,
    idEnd: key.idEnd,
    active: key.active,
    createdAt: key.createdAt,
    ...(lastUse === undefined ? {} : { lastUse }),
    places,
    ...judgeStage(stageFacts(study, notes, { user: owner, key, places, now })),
  };
}

export function placesOf(planted: PlantedKeys | undefined, user: string, idEnd: string): readonly KeyPlace[] {
  const found = planted?.keys.find(
    (each) => each.idEnd === idEnd && each.owner.kind === 'user' && each.owner.name === user,
  );
  return found?.places ?? [];
}

function useOf(key: AccessKeyFact): KeyUse | undefined {
  if (key.lastUsedAt === undefined) return undefined;
  return {
    at: key.lastUsedAt,
    ...(key.lastRegion === undefined ? {} : { region: key.lastRegion }),
    ...(key.lastService === undefined ? {} : { service: key.lastService }),
  };
}

/** What a key's stage is judged by: the note where there is one, else the role of the machine it lies on. */
export function stageFacts(
  study: Pick<Study, 'plan' | 'snapshot'>,
  notes: AccountNotes,
  of: {
    readonly user: string;
    readonly key: AccessKeyFact;
    readonly places: readonly KeyPlace[];
    readonly now: Date;
  },
): StageFacts & { readonly key: AccessKeyFact } {
  const note = notes.keys.find((each) => each.user === of.user && each.idEnd === of.key.idEnd);
  const role = roleNamed(study.snapshot, note?.role) ?? roleOfPlaces(study, of.places);
  return {
    user: of.user,
    key: of.key,
    now: of.now,
    ...(note === undefined ? {} : { note }),
    ...(role === undefined ? {} : { role }),
  };
}

function roleNamed(snapshot: Snapshot, name: string | undefined): RoleFact | undefined {
  return name === undefined ? undefined : snapshot.roles.find((role) => role.name === name);
}

/** A planned role on every machine that the key lies on: seen in the account, whatever was noted. */
function roleOfPlaces(
  { plan, snapshot }: Pick<Study, 'plan' | 'snapshot'>,
  places: readonly KeyPlace[],
): RoleFact | undefined {
  const roles = places
    .filter(({ kind }) => kind === 'instance')
    .map(({ id }) => {
      const arn = snapshot.instances.find((instance) => instance.id === id)?.profileArn ?? '';
      const profile = arn.slice(arn.lastIndexOf('/') + 1);
      return plan.parts.roles.find((role) => role.profile.name === profile)?.name;
    });
  return roles.includes(undefined) ? undefined : roleNamed(snapshot, roles[0]);
}
