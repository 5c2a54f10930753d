// Bundles the programs of this package into dist/: the command, the plain Pulumi program, what other programs may
// import of it, and the rehearsal's stand-in plug-in. What stands in `dependencies` stays outside, every other package
// goes in (docs/decisions/005-packages-in-the-bundle.md).
import { existsSync, readFileSync, statSync } from 'node:fs';
import { chmod, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { iamDataInBundle } from './iam-data.mjs';
import { bundledPackages, thirdPartyText } from './third-party.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const outdir = join(root, 'dist');
const main = join(outdir, 'main.js');

/** Milliseconds that a chunk nobody refers to any more is left for programs that are running. */
const graceForRunning = 3_600_000;

/** The file of each program in dist/, and its source. */
export const programs = {
  main: 'src/main.ts',
  'programs/index': 'programs/index.ts',
  'programs/public': 'programs/public.ts',
  provider: 'src/rehearsal/provider/main.ts',
};

// Packages of the older kind ask for Node's own modules by `require`, which a module has not.
const requireInModule =
  "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";

/**
 * Bundles into a folder and says what went where; esbuild's own metafile.
 * @param options.write false: only says so. Default: true.
 */
export async function bundle({ outdir: folder = outdir, write = true } = {}) {
  const { build: run } = await import('esbuild');
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { metafile } = await run({
    absWorkingDir: root,
    entryPoints: programs,
    outdir: folder,
    write,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // As modules, where a package has both: of those only what is used goes in.
    mainFields: ['module', 'main'],
    external: Object.keys(dependencies),
    plugins: [iamDataInBundle],
    banner: { js: requireInModule },
    logLevel: 'warning',
    metafile: true,
  });
  return metafile;
}

/** Does nothing when dist/ is newer than every source. */
export async function build() {
  const sources = await newestOf(['src', 'programs', 'package.json', 'package-lock.json']);
  if (existsSync(main) && statSync(main).mtimeMs > sources) return;
  const metafile = await bundle();
  const licences = join(outdir, 'third-party.txt');
  await writeFile(licences, thirdPartyText(bundledPackages(metafile, root)));
  await chmod(main, 0o755);
  await utimes(main, new Date(), new Date());
  await removeStale(new Set([licences, ...Object.keys(metafile.outputs).map((path) => join(root, path))]));
}

async function newestOf(places) {
  const times = await Promise.all(
    places.map(async (place) => {
      const path = join(root, place);
      const found = await stat(path);
      if (!found.isDirectory()) return found.mtimeMs;
      const below = await readdir(path);
      return Math.max(found.mtimeMs, await newestOf(below.map((name) => relative(root, join(path, name)))));
    }),
  );
  return Math.max(0, ...times);
}

async function removeStale(made) {
  for (const name of await readdir(outdir, { recursive: true })) {
    const path = join(outdir, name);
    const found = await stat(path);
    if (found.isDirectory() || made.has(path) || Date.now() - found.mtimeMs < graceForRunning) continue;
    await rm(path, { force: true });
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await build();
