import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ensureEngine } from '../../src/engine/pulumi-cli.ts';
import { cacheRootOf } from '../../src/lib/folders.ts';
import { ensureEmulator } from '../../src/rehearsal/emulator.ts';
import { build } from '../../src/setup/build.mjs';
import { findChromium } from './chromium.ts';

export const packageRoot = join(import.meta.dirname, '..', '..');
const tell = (text: string): void => void process.stderr.write(`${text}\n`);

/** Gets ready what whole runs need: the bundle, the engine, the emulator, a browser, a shell. */
export default async function prepare(): Promise<void> {
  await build();
  const { env } = process;
  await ensureEngine({ env, packageRoot, home: env.HOME ?? homedir(), tell });
  await ensureEmulator({ env, packageRoot, cacheRoot: cacheRootOf(env), tell });
  installPrograms();
}

/**
 * A browser and a second shell. On Debian as root (a bare machine of CI) it is one command; anywhere else the
 * tests say what is missing.
 */
function installPrograms(): void {
  const missing = [
    ...(findChromium() === undefined ? ['chromium', 'fonts-dejavu-core'] : []),
    ...(existsSync('/usr/bin/zsh') || existsSync('/bin/zsh') ? [] : ['zsh']),
  ];
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  tell(`Installing ${missing.join(', ')} for the tests …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const stdio = ['ignore', 'ignore', 'inherit'] as const;
  execFileSync('apt-get', ['update', '-qq'], { env, stdio: [...stdio] });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
    env,
    stdio: [...stdio],
  });
}
