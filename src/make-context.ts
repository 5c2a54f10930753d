import type { Command } from 'commander';
import type { Edge } from './command.ts';
import type { Context } from './context.ts';
import { UserError } from './errors.ts';
import { stateRootOf } from './lib/folders.ts';
import { chooseHost } from './ui/choose-host.ts';

/**
 * The context of one command, from its flags and the environment.
 * @throws UserError on an account id that is none
 */
export function makeContext(command: Command, edge: Edge): Context {
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
