import type { PowerChange } from '../model/power.ts';
import type { Step, StepsReport } from '../model/steps.ts';

/** The one sentence that the steps come down to; every format begins with it. */
export function saySteps({ account, steps, result }: StepsReport): string {
  const name = account.alias === undefined ? account.id : `${account.alias} (${account.id})`;
  const done = steps.filter(({ state }) => state === 'done').length;
  const waiting = steps.filter(({ state }) => state === 'waiting').map(({ number }) => number);
  if (result === 'in-sync')
    return waiting.length === 0
      ? `In sync: account ${name} has every step behind it.`
      : `In sync: account ${name} has ${done} of ${steps.length} steps behind it; ${stepNumbers(waiting)} ${waiting.length === 1 ? 'waits' : 'wait'} for people who still have time.`;
  const now = steps.filter(({ state }) => state === 'now').map(({ number }) => number);
  return `${steps.length} steps bring account ${name} in sync, ${done} of them done. Next: ${stepNumbers(now)}.`;
}

const stepNumbers = (numbers: readonly number[]) =>
  `${numbers.length === 1 ? 'step' : 'steps'} ${numbers.join(', ')}`;

/** `after 3 and 5`. */
export function waitWords({ waitsFor, state }: Step, steps: readonly Step[]): string {
  if (state === 'waiting') return 'waits for people, who still have time';
  const numbers = steps.filter(({ id }) => waitsFor.includes(id)).map(({ number }) => number);
  const last = numbers.at(-1);
  if (numbers.length > 4) return 'after all the others';
  return numbers.length < 2
    ? `after ${last ?? ''}`
    : `after ${numbers.slice(0, -1).join(', ')} and ${last ?? ''}`;
}

/** Told in words already where it is the MFA policy: everybody under it loses the same. */
export function shownPower({ id, power, state }: Step): readonly PowerChange[] {
  return id === 'enforce' || state === 'done' ? [] : power;
}
