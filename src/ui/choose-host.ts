import type { Host } from '../model/host.ts';
import { type HostOptions, isContinuousIntegration } from './host-options.ts';
import { makePlainHost } from './plain-host.ts';
import { makeTerminalHost } from './terminal-host.ts';

/**
 * Questions need a person who sees them and can answer: stdin and stderr are terminals, nobody said `--yes` or
 * `--json`, and it is no CI. stdout may be a file.
 */
export function chooseHost(options: HostOptions): Host {
  const { stdin, stderr, env, flags } = options;
  const asks =
    stdin.isTTY === true &&
    stderr.isTTY === true &&
    !flags.json &&
    !flags.yes &&
    !isContinuousIntegration(env);
  return asks ? makeTerminalHost(options) : makePlainHost(options);
}
