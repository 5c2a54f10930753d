import { phraseHolder, phrasePlace } from '../../lib/phrase-place.ts';
import type { KeyOwner, KeyPlace, PlantedKeyFact } from '../../model/keys.ts';
import { type Fact, factOf, type PerimeterInput } from './fact.ts';

/** Access keys in user data and templates, and user data that nobody could look into. */
export function findPlantedKeys({ snapshot }: PerimeterInput): readonly Fact[] {
  const { keys = [], undecoded = [] } = snapshot.planted ?? {};
  return [
    ...keys.flatMap(findKey),
    ...undecoded.map((holder) =>
      factOf(
        'user-data-undecoded',
        holder.version === undefined ? holder.id : `${holder.id}/v${holder.version}`,
        {
          what: `The user data of ${phraseHolder(holder)} could not be looked into: ${holder.why.join('; ')}.`,
          fix: 'Look into it by hand, or have the machine fetch what it needs with a role.',
          trace: { resources: [holder.id], region: holder.region },
        },
      ),
    ),
  ];
}

/** One finding a key and holder: versions of one template are one holder. */
function findKey(key: PlantedKeyFact): readonly Fact[] {
  const byHolder = new Map<string, KeyPlace[]>();
  for (const place of key.places) byHolder.set(place.id, [...(byHolder.get(place.id) ?? []), place]);
  return [...byHolder].map(([id, places]) => factOfKey(key, id, places));
}

function factOfKey({ idEnd, owner }: PlantedKeyFact, id: string, places: readonly KeyPlace[]): Fact {
  const where = places.map(phrasePlace).join(', ');
  const [first] = places;
  const trace = { resources: [id], ...(first === undefined ? {} : { region: first.region }) };
  if (isWorthless(owner)) {
    return factOf('key-text-left', `${id}/${idEnd}`, {
      what: `The text of the access key …${idEnd}, which ${whyWorthless(owner)}, stands in ${where}.`,
      fix:
        first?.kind === 'instance'
          ? 'Nothing at once: user data can be changed while the instance is stopped; take the text out at the next stop.'
          : 'Nothing at once: make a new version without it the default one.',
      trace,
    });
  }
  const secret = places.some((place) => place.withSecret) ? ', with its secret' : '';
  return factOf('key-on-machine', `${id}/${idEnd}`, {
    what: `The access key …${idEnd} of ${phraseOwner(owner)} stands in ${where}${secret}.`,
    expected: 'no key; a role',
    actual: `…${idEnd}`,
    fix:
      owner.kind === 'user'
        ? `bootstrap-account keys migrate ${idEnd} --user ${owner.name}`
        : owner.kind === 'foreign'
          ? `Tell its owner, account ${owner.accountId}: only they can switch it off.`
          : 'bootstrap-account keys scan: it says what is known of the key.',
    trace,
  });
}

/** Nobody gets in with it; an inactive key can be switched on again, a deleted one never. */
function isWorthless(owner: KeyOwner): boolean {
  return (
    owner.kind === 'temporary' ||
    owner.kind === 'deleted' ||
    (owner.kind === 'user' && owner.status !== 'active')
  );
}

function whyWorthless(owner: KeyOwner): string {
  if (owner.kind === 'temporary') return 'was of a session and has ended';
  return owner.kind === 'user' && owner.status === 'inactive' ? 'is switched off' : 'is deleted';
}

function phraseOwner(owner: KeyOwner): string {
  switch (owner.kind) {
    case 'user':
      return owner.name;
    case 'foreign':
      return `another account, ${owner.accountId}`;
    case 'own-account':
      return 'this account’s root user, or of a user who is gone';
    default:
      return 'somebody unknown';
  }
}
