import { CommanderError } from 'commander';
import type { Edge } from './command.ts';
import { type ExitCode, InternalError, ToolError, UserError } from './errors.ts';
import { scrubSecrets } from './lib/scrub-secrets.ts';
import { writeJsonDocument } from './ui/json-document.ts';
import { phraseError } from './ui/phrase.ts';

/**
 * Says what went wrong: as a sentence, or as the document that `--json` asks for.
 * @returns the exit code of this kind of error
 */
export function tellFailure(
  error: unknown,
  argv: readonly string[],
  edge: Edge,
  run: { readonly command: string; readonly debug: boolean },
): ExitCode {
  const known = explain(error);
  const json = argv.includes('--json') || /(?:^|\n)--format[=\n]json(?:\n|$)/.test(argv.join('\n'));
  if (json) {
    writeJsonDocument((text) => edge.stdout.write(text), {
      command: run.command,
      exitCode: known.exitCode,
      error: { code: known.code, message: known.message, fix: known.fix ?? null, details: known.details },
    });
    return known.exitCode;
  }
  const stack = run.debug || known instanceof InternalError;
  const lines = phraseError(known, { stack, width: edge.stderr.columns ?? 80 });
  edge.stderr.write(`${scrubSecrets(lines.join('\n'))}\n`);
  return known.exitCode;
}

function explain(error: unknown): ToolError {
  if (error instanceof ToolError) return error;
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '');
    return new UserError('BadCommandLine', message.charAt(0).toUpperCase() + message.slice(1), {
      fix: 'See bootstrap-account --help, or <command> --help.',
    });
  }
  return new InternalError('Surprise', error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}
