import { type Command, CommanderError } from 'commander';
import type { CommandResult, Edge } from './command.ts';
import { buildProgram } from './command-line/program.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCodes, InternalError, ToolError, UserError } from './errors.ts';
import { stateRootOf } from './lib/folders.ts';
import { scrubSecrets } from './lib/scrub-secrets.ts';
import { chooseHost } from './ui/choose-host.ts';
import { writeJsonDocument } from './ui/json-document.ts';
import { phraseError } from './ui/phrase.ts';

/** Runs one command line to its exit code. Every expected failure ends here as a sentence, or as JSON. */
export async function runCli(argv: readonly string[], edge: Edge): Promise<ExitCode> {
  const state: { result?: CommandResult; context?: Context; command: string } = { command: 'setup' };
  const program = buildProgram(
    (text) => void edge.stdout.write(text),
    async (name, command, run) => {
      state.command = name;
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
    return fail(error, argv, edge, state);
  }
  const { result, context } = state;
  if (result === undefined || context === undefined) return exitCodes.done;
  if (context.flags.json && result.document !== undefined) {
    const document = { command: state.command, exitCode: result.code, ...result.document };
    writeJsonDocument((text) => context.host.write(text), document);
  }
  return result.code;
}

function makeContext(command: Command, edge: Edge): Context {
  const options: Record<string, unknown> = command.optsWithGlobals();
  const text = (flag: string, variable: string) => {
    const value = options[flag] ?? edge.env[variable];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const file = text('file', 'BOOTSTRAP_ACCOUNT_FILE');
  const profile = text('profile', 'BOOTSTRAP_ACCOUNT_PROFILE');
  const region = text('region', 'BOOTSTRAP_ACCOUNT_REGION');
  const account = text('account', 'BOOTSTRAP_ACCOUNT_ACCOUNT');
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw new UserError('InvalidAccountId', `--account ${account} is no account id.`, {
      fix: 'Give the 12 digits of the account, as the console shows them.',
    });
  }
  const flags = {
    ...(file === undefined ? {} : { file }),
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
    yes: options.yes === true,
    json: options.json === true || asksForJson(options.format),
    color: options.color !== false,
    quiet: options.quiet === true,
    debug: options.debug === true,
  };
  const host = chooseHost({
    stdin: edge.stdin,
    stdout: edge.stdout,
    stderr: edge.stderr,
    env: edge.env,
    flags,
    signal: edge.interrupts.signal,
  });
  const context: Context = {
    host,
    now: edge.now,
    randomBytes: edge.randomBytes,
    env: edge.env,
    cwd: edge.cwd,
    packageRoot: edge.packageRoot,
    interrupts: edge.interrupts,
    stateRoot: edge.stateRoot ?? stateRootOf(edge.env),
    flags,
    openTarget:
      edge.openTarget ??
      (async (wish) => (await import('./account/target.ts')).openAccountTarget(context, wish)),
  };
  return context;
}

/** `--format json` of a check is `--json`: the same document, failures included. */
function asksForJson(formats: unknown): boolean {
  return Array.isArray(formats) && formats.includes('json');
}

function fail(
  error: unknown,
  argv: readonly string[],
  edge: Edge,
  state: { context?: Context; command: string },
): ExitCode {
  const known = explain(error);
  const json = argv.includes('--json') || /(?:^|\n)--format[=\n]json(?:\n|$)/.test(argv.join('\n'));
  if (json) {
    writeJsonDocument((text) => edge.stdout.write(text), {
      command: state.command,
      exitCode: known.exitCode,
      error: { code: known.code, message: known.message, fix: known.fix ?? null, details: known.details },
    });
    return known.exitCode;
  }
  const stack = state.context?.flags.debug === true || known instanceof InternalError;
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
