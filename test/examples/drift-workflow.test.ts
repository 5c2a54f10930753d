import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { version } from '../../src/version.ts';

const path = join(import.meta.dirname, '..', '..', 'examples', 'github-actions', 'drift.yml');
const written = readFileSync(path, 'utf8');
const workflow = parse(written);
const steps: readonly Record<string, unknown>[] = workflow.jobs.check.steps;

test('runs daily, with a role instead of keys and no more rights than it needs', () => {
  expect(workflow.on.schedule[0].cron).toMatch(/^\d+ \d+ \* \* \*$/);
  expect(workflow.permissions).toEqual({
    contents: 'read',
    'id-token': 'write',
    'security-events': 'write',
  });
  expect(JSON.stringify(steps)).toContain('role-to-assume');
  expect(written).not.toMatch(/secrets\.|aws-(?:access-key-id|secret)/);
});

test('what the check writes is what the later steps take, also after exit 2', () => {
  const check = steps.find((step) => step.id === 'check');
  expect(check?.run).toContain(`bootstrap-account@${version} check --format github`);
  expect(check).not.toHaveProperty('continue-on-error');
  const later = steps.slice(steps.indexOf(check ?? {}) + 1);
  for (const step of later) expect(step.if).toMatch(/!cancelled\(\)/);
  const [upload, keep] = later.map((step) => step.with as Readonly<Record<string, string>>);
  expect(check?.run).toContain(`--format sarif=${upload?.sarif_file}`);
  expect(check?.run).toContain(`--format json=${keep?.path}`);
});
