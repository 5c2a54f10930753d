import { judgeStage } from '../findings/key-stage.ts';
import type { AccountNotes } from '../handover/account-notes.ts';
import type { KeyRow } from '../model/keys.ts';
import { placesOf, stageFacts, useOf } from './scan-keys.ts';
import type { Study } from './study.ts';

/** Every access key of a user with its stage, as reports show it; those that were deleted stay as long as noted. */
export function keyRows(
  study: Pick<Study, 'plan' | 'snapshot'>,
  notes: AccountNotes,
  now: Date,
): readonly KeyRow[] {
  const { snapshot } = study;
  const present = snapshot.users.flatMap((user) =>
    user.accessKeys.map((key): KeyRow => {
      const places = placesOf(snapshot.planted, user.name, key.idEnd);
      const lastUse = useOf(key);
      return {
        owner: user.name,
        idEnd: key.idEnd,
        active: key.active,
        createdAt: key.createdAt,
        ...(lastUse === undefined ? {} : { lastUse }),
        places,
        ...judgeStage(stageFacts(study, notes, { user: user.name, key, places, now })),
      };
    }),
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
