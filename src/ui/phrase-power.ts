import { wrapText } from '../lib/wrap-text.ts';
import type { PowerChange, PowerStep } from '../model/power.ts';
import { printable, readableWidth } from './phrase.ts';

/**
 * Who gains and who loses what, as a short list. People with the same gains and losses share a line; whoever
 * is new stands in one line, since all that he may do is new and told above.
 */
export function phrasePower(
  changes: readonly PowerChange[],
  options: { readonly width: number },
): readonly string[] {
  if (changes.length === 0) return ['Change of power: none, everybody present may do what he may do today.'];
  const width = readableWidth(options.width);
  const wrap = (text: string) => wrapText(printable(text), { width, indent: 6 });
  const known = changes.filter(({ presence }) => presence !== 'new');
  const lines = together(known).flatMap(({ names, change, presence }) => {
    const who = `${names}${presence === 'gone' ? ' (is taken out of the account)' : ''}`;
    return [
      ...(change.gains.length === 0 ? [] : wrap(`  + ${who} gains: ${phraseSteps(change.gains)}`)),
      ...(change.loses.length === 0 ? [] : wrap(`  - ${who} loses: ${phraseSteps(change.loses)}`)),
    ];
  });
  const coming = changes.filter(({ presence }) => presence === 'new').map(({ who }) => who);
  return [
    'Change of power',
    ...lines,
    ...(coming.length === 0
      ? []
      : wrap(`  + New in the account: ${listed(coming)}. What they may do stands above.`)),
  ];
}

interface Shared {
  readonly names: string;
  readonly presence: PowerChange['presence'];
  readonly change: PowerChange;
}

function together(changes: readonly PowerChange[]): readonly Shared[] {
  const alike = new Map<string, PowerChange[]>();
  for (const change of changes) {
    const key = `${change.presence} ${phraseSteps(change.gains)} / ${phraseSteps(change.loses)}`;
    alike.set(key, [...(alike.get(key) ?? []), change]);
  }
  return [...alike.values()].flatMap((same) => {
    const [change] = same;
    if (change === undefined) return [];
    return [{ names: listed(same.map(({ who }) => who)), presence: change.presence, change }];
  });
}

function listed(names: readonly string[]): string {
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
