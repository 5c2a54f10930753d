// Bundles the programs of this package into dist/: the command, the plain Pulumi program, what other programs may
// import of it, and the rehearsal's stand-in plug-in. Packages stay outside: @pulumi/pulumi cannot be bundled, and one copy of the
// AWS SDK is enough.
import { existsSync, statSync } from 'node:fs';
import { chmod, readdir, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const outdir = join(root, 'dist');
const main = join(outdir, 'main.js');

/** Milliseconds that a chunk nobody refers to any more is left for programs that are running. */
const graceForRunning = 3_600_000;

/** Does nothing when dist/ is newer than every source. */
export async function build() {
  const sources = await newestOf(['src', 'programs', 'package.json']);
  if (existsSync(main) && statSync(main).mtimeMs > sources) return;
  const { build: bundle } = await import('esbuild');
  const { metafile } = await bundle({
    absWorkingDir: root,
    entryPoints: {
      main: 'src/main.ts',
      'programs/index': 'programs/index.ts',
      'programs/public': 'programs/public.ts',
      provider: 'src/rehearsal/provider/main.ts',
    },
    outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
    metafile: true,
  });
  await chmod(main, 0o755);
  await utimes(main, new Date(), new Date());
  await removeStale(new Set(Object.keys(metafile.outputs).map((path) => join(root, path))));
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
