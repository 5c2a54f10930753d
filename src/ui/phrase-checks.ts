import type { Check } from '../model/check.ts';
import { wrapText } from './phrase.ts';

const marks: Readonly<Record<Check['state'], string>> = { ok: '✔', warn: '⚠', fail: '✖' };

/** One line a check, its fix below where it needs one. */
export function phraseChecks(
  checks: readonly Check[],
  options: { readonly width: number },
): readonly string[] {
  return checks.flatMap((check) => {
    const head = wrapText(`${marks[check.state]} ${check.title}: ${check.detail}`, {
      width: options.width,
      indent: 2,
    });
    return check.fix === undefined
      ? head
      : [...head, ...wrapText(`  → ${check.fix}`, { width: options.width, indent: 4 })];
  });
}
