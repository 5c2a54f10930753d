import { CommanderError } from 'commander';
import type { CommandResult, Edge } from './command.ts';
import { buildProgram } from './command-line/program.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCodes } from './errors.ts';

/**
 * Runs one command line to its exit code. Every expected failure ends here as a sentence, or as JSON. What a line
 * does not need is not loaded: `--help` is the parser and the commands' own words.
 */
export async function runCli(argv: readonly string[], edge: Edge): Promise<ExitCode> {
  const state: { result?: CommandResult; context?: Context; command: string } = { command: 'setup' };
  const program = buildProgram(
    (text) => void edge.stdout.write(text),
    async (name, command, run) => {
      state.command = name;
      const { makeContext } = await import('./make-context.ts');
      const context = makeContext(command, edge);
      state.context = context;
      state.result = await run(context, { ...edge, dispatch: runCli });
    },
  );
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help')) {
      return exitCodes.done;
    }
    const { tellFailure } = await import('./tell-failure.ts');
    return tellFailure(error, argv, edge, {
      command: state.command,
      debug: state.context?.flags.debug === true,
    });
  }
  const { result, context } = state;
  if (result === undefined || context === undefined) return exitCodes.done;
  if (context.flags.json && result.document !== undefined) {
    const { writeJsonDocument } = await import('./ui/json-document.ts');
    const document = { command: state.command, exitCode: result.code, ...result.document };
    writeJsonDocument((text) => context.host.write(text), document);
  }
  return result.code;
}
