import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { packageRoot } from '../helpers/prepare.ts';
import { openScreen, type Screen } from '../helpers/screen.ts';

let folder = '';
let screen: Screen | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
  mkdirSync(join(folder, 'bin'));
  const command = join(folder, 'bin', 'bootstrap-account');
  writeFileSync(
    command,
    `#!/bin/sh\nexec '${process.execPath}' '${join(packageRoot, 'dist', 'main.js')}' "$@"\n`,
  );
  chmodSync(command, 0o755);
  writeFileSync(join(folder, 'bootstrap-account.yaml'), 'people: [ { name: adalovelace } ]\n');
  writeFileSync(join(folder, 'yesterday.json'), '{}\n');
});
afterEach(() => {
  screen?.kill();
  rmSync(folder, { recursive: true });
});

const clearLine = '\u0015';
const shells = [
  ['bash', ['--norc', '--noprofile', '-i']],
  ['zsh', ['-f', '-i']],
] as const;

test.each(shells)(
  '%s completes commands, choices, names and files, and runs nothing typed',
  async (shell, words) => {
    const env = {
      PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}`,
      HOME: folder,
      PS1: 'READY> ',
      XDG_STATE_HOME: join(folder, 'state'),
    };
    screen = openScreen(shell, words, { cwd: folder, env });
    await screen.until('READY>');
    if (shell === 'zsh') screen.type('autoload -Uz compinit; compinit -u; ');
    screen.type(`eval "$(bootstrap-account completion ${shell})"; echo LOADED $?\r`);
    await screen.until(/^LOADED 0/m);
    const typed = async (line: string, completed: string | RegExp) => {
      screen?.type(`${line}\t`);
      await screen?.until(completed);
      screen?.type(clearLine);
    };
    await typed('bootstrap-account dest', 'bootstrap-account destroy');
    await typed('bootstrap-account check --fail-on hi', '--fail-on high');
    await typed('bootstrap-account check --fail-on=hi', '--fail-on=high');
    await typed('bootstrap-account apply --recreate ad', '--recreate adalovelace');
    await typed('bootstrap-account check --baseline yest', '--baseline yesterday.json');
    screen.type('bootstrap-account apply $(touch ran) --recreate ad\t');
    await screen.until('$(touch ran) --recreate adalovelace');
    screen.type(clearLine);
    screen.type('echo "[$(ls ran 2>/dev/null)]"\r');
    await screen.until(/^\[\]/m);
  },
);
