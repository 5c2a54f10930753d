import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../errors.ts';
import type { Outcome } from '../model/outcome.ts';

/** A run about one user that ended well, or had nothing to do. */
export function concludeMember(
  context: Context,
  end: {
    readonly result: string;
    readonly text: string;
    readonly name: string;
    readonly document?: Readonly<Record<string, unknown>>;
  },
): CommandResult {
  context.host.tell({ level: end.result === 'nothing' ? 'info' : 'success', text: end.text });
  return { code: exitCodes.done, document: { result: end.result, name: end.name, ...end.document } };
}

/** One that did not: what is done stays, and the same command goes on. */
export function tellOutcome(
  context: Context,
  outcome: Outcome | undefined,
  what: { readonly name: string; readonly again: string },
): CommandResult {
  const { host } = context;
  for (const each of outcome?.diagnostics ?? [])
    host.tell({ level: each.severity, text: [each.message, each.fix].filter(Boolean).join(' ') });
  const interrupted = outcome?.kind === 'interrupted';
  host.tell({
    level: interrupted ? 'warning' : 'error',
    text: `${interrupted ? 'Stopped' : 'Not everything is done'}. What is done stays; to go on: bootstrap-account ${what.again}`,
  });
  return {
    code: interrupted ? exitCodes.interrupted : exitCodes.failed,
    document: {
      result: interrupted ? 'interrupted' : 'incomplete',
      name: what.name,
      outcome: outcome ?? null,
    },
  };
}
