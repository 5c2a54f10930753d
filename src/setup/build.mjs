// Bundles the three programs of this package into dist/: the command, the plain Pulumi program, and the
// rehearsal's stand-in plug-in. Packages stay outside: @pulumi/pulumi cannot be bundled, and one copy of the
// AWS SDK is enough.
import { chmod, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export async function build() {
  const { build: bundle } = await import('esbuild');
  const outdir = join(root, 'dist');
  await rm(outdir, { recursive: true, force: true });
  await bundle({
    absWorkingDir: root,
    entryPoints: {
      main: 'src/main.ts',
      'programs/index': 'programs/index.ts',
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
  });
  await chmod(join(outdir, 'main.js'), 0o755);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await build();
