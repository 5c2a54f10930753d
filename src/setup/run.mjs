// `npm start` and `npm test` on a fresh machine: plain JavaScript without packages, because it runs before
// there are any. Each step says what it does and is skipped when done.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build, root } from './build.mjs';

const say = (text) => process.stderr.write(`${text}\n`);

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  say(
    `This needs Node 20.19 or newer; you have ${process.versions.node}. Get it from https://nodejs.org/ or with a version manager.`,
  );
  process.exit(4);
}

function installPackages() {
  const lock = join(root, 'package-lock.json');
  const done = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(done) && statSync(done).mtimeMs >= statSync(lock).mtimeMs) return;
  // `npm ci` would empty the folder that a link leads to: the packages of another checkout.
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    say('node_modules is a link: its packages are left as they are. Where one is missing, run npm ci there.');
    return;
  }
  say('Setting up: installing the npm packages (about 450 MB, half a minute) …');
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (result.status === 0) return;
  say('npm ci failed; the lines above say why. Run it by hand in this folder, then start again.');
  process.exit(1);
}

function runScript(path, words) {
  const result = spawnSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), join(root, path), ...words],
    {
      stdio: 'inherit',
    },
  );
  return result.status ?? 1;
}

const [mode = 'start', ...rest] = process.argv.slice(2);
checkNode();
installPackages();
await build();
switch (mode) {
  case 'start':
    process.argv.splice(2, process.argv.length, 'rehearse', ...rest);
    await import('../../dist/main.js');
    break;
  case 'test': {
    const { runTests } = await import('./run-tests.mjs');
    process.exitCode = await runTests(rest);
    break;
  }
  case 'sweep':
    process.exitCode = runScript(join('bench', 'crash-sweep.ts'), rest);
    break;
  case 'bench':
    process.exitCode = runScript(join('bench', 'speed.ts'), rest);
    break;
  case 'verify-real':
    process.exitCode = runScript(join('bench', 'verify-real', 'main.ts'), rest);
    break;
  default:
    say(`Unknown mode ${mode}; it is start, test, sweep, bench or verify-real.`);
    process.exitCode = 4;
}
