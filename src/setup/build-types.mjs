// The types of what other programs may import: declarations of programs/public.ts and of what they name, into
// dist/types/. Run before packing only: it takes the whole type checker, and nothing in here needs it.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { root } from './build.mjs';

const entry = 'programs/public';
const outdir = join(root, 'dist', 'types');

const compiler = [
  join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
  `${entry}.ts`,
  ...['--declaration', '--emitDeclarationOnly', '--allowImportingTsExtensions', '--skipLibCheck', '--strict'],
  ...['--module', 'nodenext', '--target', 'es2023', '--types', 'node', '--ignoreConfig', '--rootDir', '.'],
];

const made = mkdtempSync(join(tmpdir(), 'bootstrap-account-types-'));
try {
  const { status } = spawnSync(process.execPath, [...compiler, '--outDir', made], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0)
    throw new Error('The types of programs/public.ts cannot be made; the lines above say why.');
  const reached = new Set();
  copyReachable(join(made, `${entry}.d.ts`), reached);
  const kept = new Set([...reached].map((path) => join(outdir, relative(made, path))));
  for (const name of readdirSync(outdir, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.d.ts') && !kept.has(join(outdir, name))) rmSync(join(outdir, name), { force: true });
} finally {
  rmSync(made, { recursive: true, force: true });
}

/** A declaration and what it imports; the compiler keeps `.ts` in its imports, readers look for `.js`. */
function copyReachable(path, seen) {
  if (seen.has(path) || !existsSync(path)) return;
  seen.add(path);
  const text = readFileSync(path, 'utf8').replace(/(from '|import\(')(\.[^']*)\.ts'/g, "$1$2.js'");
  const target = join(outdir, relative(made, path));
  mkdirSync(dirname(target), { recursive: true });
  // What stands there already is left: another packing may be reading it.
  if (!existsSync(target) || readFileSync(target, 'utf8') !== text) writeFileSync(target, text);
  for (const [, specifier] of text.matchAll(/(?:from|import\()\s*['"](\.[^'"]*)\.js['"]/g))
    copyReachable(join(dirname(path), `${specifier}.d.ts`), seen);
}
