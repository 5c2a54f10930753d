import { wrapText } from '../lib/wrap-text.ts';
import type { AdoptedThing } from '../model/adoption.ts';
import { printable, readableWidth } from './phrase.ts';

const withoutDot = (text: string) => text.replace(/\.$/, '');

/** What is there already and is taken over, thing by thing; whose rights change stands in «Change of power». */
export function phraseAdopted(
  things: readonly AdoptedThing[],
  options: { readonly width: number },
): readonly string[] {
  if (things.length === 0) return [];
  const width = readableWidth(options.width);
  const wrap = (text: string, indent: number) => wrapText(printable(text), { width, indent });
  const lines = things.flatMap(({ title, who, comes, stays }) => {
    const isGroup = title.startsWith('group ');
    const isSomebody = isGroup || who.length > 0;
    const inside = isGroup ? [`in it now: ${who.join(', ') || 'nobody'}`] : [];
    return [
      ...wrap(`  = ${[title, ...inside].join('; ')}`, 6),
      ...(comes.length === 0
        ? []
        : wrap(`      ${isSomebody ? 'comes' : 'put right'}: ${comes.map(withoutDot).join('; ')}`, 8)),
      ...(stays.length === 0 ? [] : wrap(`      stays: ${stays.join('; ')}`, 8)),
    ];
  });
  return [
    `Taken over, with what comes on top and what stays untouched (${things.length})`,
    ...lines,
    ...wrap('  Who gains and who loses what by it stands under «Change of power».', 2),
  ];
}
