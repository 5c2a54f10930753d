import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writePluginFolder } from '../../src/rehearsal/provider/launcher.ts';

it('writes a launcher for its owner alone that survives any path, and replaces the one before', async () => {
  const root = mkdtempSync(join(tmpdir(), 'launcher-'));
  try {
    const folder = join(root, 'plug in');
    await writePluginFolder(folder, { node: '/bin/false', script: 'x' });
    await writePluginFolder(folder, { node: '/bin/echo', script: `it's "$HOME" here.js` });
    const file = join(folder, 'pulumi-resource-aws');
    expect(readdirSync(folder)).toEqual(['pulumi-resource-aws']);
    expect(statSync(file).mode & 0o777).toBe(0o700);
    expect(execFileSync(file, ['127.0.0.1:1'], { encoding: 'utf8' })).toBe(
      `it's "$HOME" here.js 127.0.0.1:1\n`,
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
