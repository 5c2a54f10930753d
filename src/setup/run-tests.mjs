// Everything that must hold: types, lint, import rules, dead code, then every test. Ends with one plain line.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './build.mjs';

const staticChecks = ['types', 'lint', 'imports', 'dead'];

/** @param rest arguments for vitest; with any, only the tests they name run */
export async function runTests(rest) {
  const count = { passed: 0, failed: 0 };
  for (const check of rest.length > 0 ? [] : staticChecks) {
    process.stdout.write(`\n> npm run ${check}\n`);
    const { status } = spawnSync('npm', ['run', '--silent', check], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    count[status === 0 ? 'passed' : 'failed'] += 1;
  }
  const folder = mkdtempSync(join(tmpdir(), 'bootstrap-account-test-'));
  const file = join(folder, 'result.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...rest];
  const run = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    const result = JSON.parse(readFileSync(file, 'utf8'));
    count.passed += result.numPassedTests;
    count.failed += result.numFailedTests;
    // A file that fails to load, or an error outside any test, has no failed test of its own.
    if (run.status !== 0 && result.numFailedTests === 0) count.failed += 1;
  } catch {
    count.failed += 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`\n${count.passed} passed, ${count.failed} failed\n`);
  return count.failed === 0 ? 0 : 1;
}
