import type { KeyNote, KeyStage } from '../model/keys.ts';
import type { AccessKeyFact, RoleFact } from '../model/snapshot.ts';
import { dayOf, daysSince } from './perimeter/days.ts';

/** Days without use after which a key counts as quiet, and days that it then stays off before it may be deleted. */
export const quietDays = 7;
export const waitDays = 7;

export interface StageFacts {
  readonly user: string;
  /** Absent: IAM has no such key any more. */
  readonly key?: AccessKeyFact;
  readonly note?: KeyNote;
  /** The role that took its place: of the note, or that of the machine it lies on. */
  readonly role?: Pick<RoleFact, 'name' | 'lastUsedAt'>;
  readonly now: Date;
}
export interface JudgedStage {
  readonly stage: KeyStage;
  readonly detail: string;
  readonly next?: string;
}

/**
 * How far a key has come: role attached → role seen in use → key quiet → off → deleted. The account says it
 * where it can; the note adds dates. AWS tells uses of keys and roles some hours late.
 */
export function judgeStage(facts: StageFacts): JudgedStage {
  const { user, key, note, role, now } = facts;
  const on = (command: string, idEnd: string) => `bootstrap-account keys ${command} ${idEnd} --user ${user}`;
  if (key === undefined) {
    const when = note?.deletedAt === undefined ? '' : ` on ${dayOf(note.deletedAt)}`;
    return { stage: 'deleted', detail: `Deleted${when}.` };
  }
  if (!key.active) return judgeOff(facts, key, on('retire', key.idEnd));
  if (role === undefined) {
    return { stage: 'found', detail: 'No role is in its place yet.', next: on('migrate', key.idEnd) };
  }
  const quiet = quietFor(key, now);
  const inUse = isInUse(role, note);
  const quietly = quiet >= quietDays ? `quiet for ${quiet} days` : phraseUse(key, quiet);
  if (inUse && quiet >= quietDays)
    return {
      stage: 'quiet',
      detail: `Role ${role.name} is in use; key ${quietly}.`,
      next: on('retire', key.idEnd),
    };
  if (inUse) {
    return {
      stage: 'role-in-use',
      detail: `Role ${role.name} is in use since ${dayOf(role.lastUsedAt ?? '')}; key ${quietly}.`,
      next: `Wait until the key was quiet for ${quietDays} days; then: ${on('retire', key.idEnd)}`,
    };
  }
  return {
    stage: 'role-attached',
    detail: `Role ${role.name} is attached and was not seen in use yet; key ${quietly}.`,
    next: 'On the machine: aws sts get-caller-identity',
  };
}

function judgeOff({ note, now }: StageFacts, key: AccessKeyFact, retire: string): JudgedStage {
  const from = deletableFrom(note);
  if (note?.offAt === undefined || from === undefined) {
    return { stage: 'inactive', detail: 'Off; when it was switched off is not noted here.', next: retire };
  }
  const due = now.getTime() >= from.getTime();
  return {
    stage: 'inactive',
    detail: `Off since ${dayOf(note.offAt)}; may be deleted from ${dayOf(from.toISOString())} on.`,
    next: due
      ? retire
      : `Wait; something broke? bootstrap-account keys undo ${key.idEnd} --user ${note.user}`,
  };
}

/** When a key that is off may be deleted; undefined where nobody noted when it was switched off. */
export function deletableFrom(note: KeyNote | undefined): Date | undefined {
  if (note?.offAt === undefined) return undefined;
  return new Date(Date.parse(note.offAt) + (note.waitDays ?? waitDays) * 86_400_000);
}

/** Whole days without use; since it was made where it never was used. */
export function quietFor(key: AccessKeyFact, now: Date): number {
  return daysSince(key.lastUsedAt ?? key.createdAt, now);
}

/** A use before the role took the key's place proves nothing. */
function isInUse(role: Pick<RoleFact, 'lastUsedAt'>, note: KeyNote | undefined): boolean {
  if (role.lastUsedAt === undefined) return false;
  return note?.attachedAt === undefined || Date.parse(role.lastUsedAt) >= Date.parse(note.attachedAt);
}

function phraseUse(key: AccessKeyFact, quiet: number): string {
  if (key.lastUsedAt === undefined) return 'never used';
  return quiet === 0 ? 'used today' : `last used ${quiet} days ago`;
}

export interface Evidence {
  /** Everything that is asked for speaks for it. */
  readonly enough: boolean;
  readonly lines: readonly string[];
}

/**
 * Whether a key may be switched off without a typed word. Event history can only disprove: calls on objects
 * never stand in it.
 * @param calls made with the key in those days, as far as the event history tells; undefined: not asked
 * @param uncovered places that would be left without key and without role
 */
export function weighEvidence(
  facts: StageFacts & {
    readonly key: AccessKeyFact;
    readonly days: number;
    readonly calls?: number;
    readonly uncovered: readonly string[];
  },
): Evidence {
  const { key, note, role, now, days, calls, uncovered } = facts;
  const quiet = quietFor(key, now);
  const used =
    key.lastUsedAt === undefined
      ? `never used since ${dayOf(key.createdAt)}`
      : `last used ${dayOf(key.lastUsedAt)}`;
  const isQuiet = quiet >= days;
  const disproved = (calls ?? 0) > 0;
  const roleLine =
    role === undefined
      ? '? no role took its place'
      : isInUse(role, note)
        ? `✔ role ${role.name} was seen in use on ${dayOf(role.lastUsedAt ?? '')}`
        : `✖ role ${role.name} was not seen in use yet`;
  const lines = [
    `${isQuiet ? '✔' : '✖'} ${used}: quiet for ${quiet} of ${days} days (AWS tells it some hours late)`,
    calls === undefined
      ? '? the event history could not be asked'
      : `${disproved ? '✖' : '✔'} ${calls} call(s) with it in the event history of ${days} days (calls on objects never stand there)`,
    roleLine,
    ...uncovered.map((place) => `✖ it lies in the user data of ${place}, which has no role in its place`),
  ];
  const replaced = uncovered.length === 0 && (role === undefined || isInUse(role, note));
  return {
    enough: isQuiet && !disproved && calls !== undefined && replaced,
    lines,
  };
}
