import type { PowerChange, PowerStep } from '../model/power.ts';

/** What several holders gain and lose alike; empty texts: nothing. */
export interface SharedChange {
  readonly who: string;
  readonly presence: PowerChange['presence'];
  readonly gains: string;
  readonly loses: string;
}

/** Holders with the same gains and losses share one entry; in the order of the first of them. */
export function sharePower(changes: readonly PowerChange[]): readonly SharedChange[] {
  const alike = new Map<string, PowerChange[]>();
  for (const change of changes) {
    const key = `${change.presence} ${phraseSteps(change.gains)} / ${phraseSteps(change.loses)}`;
    alike.set(key, [...(alike.get(key) ?? []), change]);
  }
  return [...alike.values()].flatMap((same) => {
    const [change] = same;
    if (change === undefined) return [];
    return [
      {
        who: listNames(same.map(({ who }) => who)),
        presence: change.presence,
        gains: phraseSteps(change.gains),
        loses: phraseSteps(change.loses),
      },
    ];
  });
}

/** `ann, bob and 3 more`. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length <= 5 ? shown : `${shown} and ${names.length - 5} more`;
}

/** In the order in which they are told, with what is said before them. */
const halves = ['', 'only with MFA: ', 'without MFA: ', 'perhaps, since it cannot be judged: '] as const;

/** Where the answer is not simply yes or no, the words say which half of it changed. */
function phraseSteps(steps: readonly PowerStep[]): string {
  return halves
    .map((half) => ({ half, same: steps.filter((step) => halfOf(step) === half).map(({ what }) => what) }))
    .filter(({ same }) => same.length > 0)
    .map(({ half, same }) => `${half}${same.join('; ')}`)
    .join(' · ');
}

function halfOf({ from, to }: PowerStep): (typeof halves)[number] {
  if (to === 'unknown') return 'perhaps, since it cannot be judged: ';
  if ([from, to].every((answer) => answer === 'with-mfa' || answer === 'allowed')) return 'without MFA: ';
  return to === 'with-mfa' ? 'only with MFA: ' : '';
}
