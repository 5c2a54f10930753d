import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRootOf } from '../../src/lib/folders.ts';

const requirements = join(import.meta.dirname, 'awscli-requirements.txt');

/** Installs the pinned AWS CLI once, and gives a folder for PATH that has `aws` in it. */
export function ensureAwsCommand(): string {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const root = cacheRootOf(process.env);
  const folder = join(root, `awscli-${hash}`);
  const bin = join(folder, 'shim');
  if (existsSync(join(bin, 'aws'))) return bin;
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const building = mkdtempSync(`${folder}.building-`);
  try {
    const stdio = ['ignore', 'ignore', 'inherit'] as const;
    execFileSync('python3', ['-I', '-m', 'venv', building], { stdio: [...stdio] });
    const pip = ['-I', '-m', 'pip', '--disable-pip-version-check', 'install', '--quiet', '--require-hashes'];
    const wheels = ['--no-deps', '--only-binary', ':all:', '-r', requirements];
    execFileSync(join(building, 'bin', 'python'), [...pip, ...wheels], { stdio: [...stdio] });
    mkdirSync(join(building, 'shim'));
    const python = join(folder, 'bin', 'python');
    const text = `#!/bin/sh\nexec '${python}' -m awscli "$@"\n`;
    writeFileSync(join(building, 'shim', 'aws'), text, { mode: 0o755 });
    try {
      renameSync(building, folder);
    } catch (error) {
      // Another test process was faster; its folder is as good as ours.
      if (!existsSync(join(bin, 'aws'))) throw error;
    }
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  return bin;
}
