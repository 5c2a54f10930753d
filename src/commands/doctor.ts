import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../errors.ts';
import { diagnose } from '../flow/diagnose.ts';
import type { Check } from '../model/check.ts';
import { phraseChecks } from '../ui/phrase-checks.ts';

/** `doctor`: every check, each ✖ with its fix; exit 1 when one is. */
export async function runDoctor(context: Context): Promise<CommandResult> {
  const checks: readonly Check[] = await diagnose(context);
  if (!context.flags.json)
    context.host.write(`${phraseChecks(checks, { width: context.host.width }).join('\n')}\n`);
  const failed = checks.some((check) => check.state === 'fail');
  return { code: failed ? exitCodes.failed : exitCodes.done, document: { checks } };
}
