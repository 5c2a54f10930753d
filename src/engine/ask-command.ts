import { execFile } from 'node:child_process';

const patienceMs = 30_000;

/**
 * Runs a command to the end and gives what it printed; undefined when it cannot be run or fails.
 * @param env The whole environment of the command.
 */
export function askCommand(
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(path, [...args], { env, timeout: patienceMs, encoding: 'utf8' }, (error, stdout) => {
      resolve(error === null ? stdout.trim() : undefined);
    });
  });
}
