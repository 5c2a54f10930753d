import { type ExaminedFile, examineAccountFile, textsOf } from '../config/load.ts';
import { invalidFile, type Mistake } from '../config/mistake.ts';
import type { Context } from '../context.ts';
import { UserError } from '../errors.ts';
import { describeFinding } from '../lib/describe-finding.ts';
import { compareFindings, type Finding } from '../model/finding.ts';
import { lintFile } from './lint-file.ts';

/** A file without mistakes, and what its policies give to think about. */
export interface ValidFile {
  /** Absolute. */
  readonly path: string;
  readonly findings: readonly Finding[];
}

/**
 * Checks a file or template with everything it extends: its form, its rules, and the policies in it, all at once.
 * @throws UserError `InvalidFile`, `RefusedPolicy`, with everything that was found in `details`; `FileNotReadable`
 */
export async function validateFile(context: Context, name: string): Promise<ValidFile> {
  const examined = await examineAccountFile(context, name);
  const { path, mistakes, sources } = examined;
  const found = await lintFile(examined, {}, (path) => isMistaken(path, examined));
  const findings = [...found].sort(compareFindings);
  if (mistakes.length === 0 && findings.every(({ stops }) => stops !== 'refuse')) return { path, findings };
  throw refusal(mistakes, findings, textsOf(sources));
}

/** What could not be read was cut out, and positions behind it moved: such statements are judged once they are right. */
function isMistaken(owner: string, { mistakes }: ExaminedFile): boolean {
  const own = `${owner}.`;
  return mistakes.some(({ path }) => `${path}.`.startsWith(own) || own.startsWith(`${path}.`) || path === '');
}

function refusal(
  mistakes: readonly Mistake[],
  findings: readonly Finding[],
  sources: ReadonlyMap<string, string>,
): UserError {
  const invalid = mistakes.length === 0 ? undefined : invalidFile(mistakes, sources);
  const lines = findings.map(
    (finding) => `${describeFinding(finding)}\n  Why: ${finding.why}\n  Do: ${finding.fix}`,
  );
  return new UserError(
    invalid === undefined ? 'RefusedPolicy' : invalid.code,
    [...(invalid === undefined ? [] : [invalid.message]), ...lines].join('\n'),
    {
      details: [...(invalid?.details ?? []), ...findings],
      fix: invalid?.fix ?? 'Correct what is refused and run again.',
    },
  );
}
