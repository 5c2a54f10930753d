import { listNames, sharePower } from '../lib/power-words.ts';
import { wrapText } from '../lib/wrap-text.ts';
import type { PowerChange } from '../model/power.ts';
import { printable, readableWidth } from './phrase.ts';

/**
 * Who gains and who loses what, as a short list. People with the same gains and losses share a line; whoever
 * is new stands in one line, since all that they may do is new and told above.
 */
export function phrasePower(
  changes: readonly PowerChange[],
  options: { readonly width: number },
): readonly string[] {
  if (changes.length === 0)
    return ['Change of power: none, everybody present may do what they may do today.'];
  const width = readableWidth(options.width);
  const wrap = (text: string) => wrapText(printable(text), { width, indent: 6 });
  const known = changes.filter(({ presence }) => presence !== 'new');
  const lines = sharePower(known).flatMap(({ who, gains, loses, presence }) => {
    const named = `${who}${presence === 'gone' ? ' (is taken out of the account)' : ''}`;
    return [
      ...(gains === '' ? [] : wrap(`  + ${named} gains: ${gains}`)),
      ...(loses === '' ? [] : wrap(`  - ${named} loses: ${loses}`)),
    ];
  });
  const coming = changes.filter(({ presence }) => presence === 'new').map(({ who }) => who);
  return [
    'Change of power',
    ...lines,
    ...(coming.length === 0
      ? []
      : wrap(`  + New in the account: ${listNames(coming)}. What they may do stands above.`)),
  ];
}
