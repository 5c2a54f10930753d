#!/usr/bin/env node
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from './cli.ts';
import { exitCodes } from './errors.ts';
import { watchSignals } from './signals.ts';

// The SDK warns on stderr about Node 20; `doctor` says it once instead.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
// State, reports and password files: nobody else's business.
process.umask(0o077);

// `| head` closes the pipe early: what is left unsaid is lost, the work is not.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

function findPackageRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from)
    throw new Error('package.json is missing above the program: the installation is incomplete.');
  return findPackageRoot(parent);
}

const code = await runCli(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  packageRoot: findPackageRoot(dirname(fileURLToPath(import.meta.url))),
  now: () => new Date(),
  randomBytes: (size) => randomBytes(size),
  interrupts: watchSignals(process),
}).catch((error: unknown) => {
  process.stderr.write(
    `✖ A surprise: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return exitCodes.failed;
});
// Pulumi and the SDK keep sockets open; what is written is written once the streams have drained.
await Promise.all(
  [process.stdout, process.stderr].map(
    (stream) => new Promise((drained) => (stream.destroyed ? drained(undefined) : stream.write('', drained))),
  ),
);
process.exit(code);
