import type { AccessKeyFact } from '../model/snapshot.ts';

/** Days that a key which was switched off is kept before it is deleted. */
export const daysOff = 7;

export type RotationWish = 'begin' | 'finish' | 'undo';
/** The next step of a rotation, or why there is none. */
export type RotationStep =
  /** @property old the key that works on beside the new one; absent: it is the first */
  | { readonly kind: 'make'; readonly old?: AccessKeyFact }
  | { readonly kind: 'switch-off'; readonly old: AccessKeyFact; readonly young: AccessKeyFact }
  | { readonly kind: 'switch-on'; readonly old: AccessKeyFact }
  | { readonly kind: 'delete'; readonly old: AccessKeyFact }
  /** Off, and not long enough. @property from day from which it is deleted */
  | { readonly kind: 'wait'; readonly old: AccessKeyFact; readonly from: string }
  /** Off since nobody knows when: counted from now. */
  | { readonly kind: 'count'; readonly old: AccessKeyFact }
  | { readonly kind: 'nothing'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string; readonly fix: string };

/**
 * A rotation goes: new key, both valid; old one off, reversible; old one deleted on a later run. Pure.
 * @param options.offSince when the old key was switched off, where that is known
 * @param options.atOnce delete without waiting
 */
export function nextStep(
  wish: RotationWish,
  keys: readonly AccessKeyFact[],
  options: {
    readonly name: string;
    readonly now: Date;
    readonly offSince?: (idEnd: string) => string | undefined;
    readonly atOnce?: boolean;
  },
): RotationStep {
  const { name } = options;
  const [old, young] = [...keys].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  if (wish === 'begin') {
    if (old === undefined) return { kind: 'make' };
    if (young === undefined) return { kind: 'make', old };
    return {
      kind: 'refused',
      why: `A rotation is under way: ${name} has the keys …${old.idEnd} and …${young.idEnd}.`,
      fix: `Finish it (bootstrap-account machine rotate ${name} --finish) or go back (--undo) first.`,
    };
  }
  if (old === undefined) return { kind: 'nothing', why: `${name} has no key.` };
  if (wish === 'undo') {
    if (!old.active) return { kind: 'switch-on', old };
    return { kind: 'nothing', why: `No key of ${name} is off: there is nothing to undo.` };
  }
  if (young === undefined)
    return { kind: 'nothing', why: `${name} has one key only: no rotation is under way.` };
  if (!young.active) {
    return {
      kind: 'refused',
      why: `The newer key …${young.idEnd} of ${name} is off: without the old one the program would stop.`,
      fix: `Switch it on again in the console, or delete it there and begin anew: bootstrap-account machine rotate ${name}`,
    };
  }
  if (old.active) return { kind: 'switch-off', old, young };
  if (options.atOnce === true) return { kind: 'delete', old };
  const since = options.offSince?.(old.idEnd);
  if (since === undefined) return { kind: 'count', old };
  const from = new Date(Date.parse(since) + daysOff * 86_400_000);
  if (options.now < from) return { kind: 'wait', old, from: from.toISOString().slice(0, 10) };
  return { kind: 'delete', old };
}
