import { Command } from 'commander';
import { version } from '../version.ts';
import { defineCommands } from './define-commands.ts';
import type { Start } from './start.ts';

/** The whole command line. Help goes to `write`; every mistake is thrown as a CommanderError or ToolError. */
export function buildProgram(write: (text: string) => void, start: Start): Command {
  const program = new Command('bootstrap-account')
    .description('Sets up an AWS account as a careful engineer would hand it over, and puts it right again.')
    .version(version)
    .option(
      '-f, --file <path>',
      'account file (env: BOOTSTRAP_ACCOUNT_FILE; default: bootstrap-account.yaml)',
    )
    .option('--profile <name>', 'AWS profile (env: BOOTSTRAP_ACCOUNT_PROFILE, AWS_PROFILE)')
    .option('--region <name>', 'home region (env: BOOTSTRAP_ACCOUNT_REGION, AWS_REGION)')
    .option(
      '--account <id>',
      'the account id you expect; any other is refused (env: BOOTSTRAP_ACCOUNT_ACCOUNT)',
    )
    .option('-y, --yes', 'confirm without asking; the first apply also needs --account')
    .option('--json', 'one JSON document on stdout')
    .option('--no-color', 'no colour (env: NO_COLOR)')
    .option('-q, --quiet', 'only warnings and errors')
    .option('--debug', 'stack traces and engine output, redacted')
    .configureHelp({ showGlobalOptions: true, minWidthToWrap: 24 })
    .configureOutput({
      writeOut: write,
      // A group without its command shows its help; mistakes are phrased by the caller.
      writeErr: write,
      outputError: () => undefined,
    })
    .showSuggestionAfterError(true)
    .exitOverride();
  defineCommands(program, start);
  return program;
}
