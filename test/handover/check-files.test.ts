import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendGithubFiles, readBaseline, writeCheckFile } from '../../src/handover/check-files.ts';
import { openHandOverLog } from '../../src/handover/hand-over-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bootstrap-account-check-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const put = (text: string): string => {
  const path = join(folder, 'baseline.json');
  writeFileSync(path, text);
  return path;
};
const id = '123456789012';
const good = {
  schemaVersion: 1,
  command: 'check',
  exitCode: 2,
  account: { id, region: 'eu-west-1' },
  takenAt: '2026-11-25T06:00:00.000Z',
  findings: [{ id: 'trail-stopped:account-trail', severity: 'critical' }],
};

test('a baseline is what a check wrote, of this account', async () => {
  expect(await readBaseline(put(JSON.stringify(good)), id)).toMatchObject({
    findings: [{ id: 'trail-stopped:account-trail' }],
  });
});

test.each([
  ['no JSON', '{'],
  ['another document', JSON.stringify({ ...good, command: 'plan' })],
  ['another version', JSON.stringify({ ...good, schemaVersion: 2 })],
  ['another account', JSON.stringify({ ...good, account: { id: '999999999999' } })],
  ['no findings', JSON.stringify({ ...good, findings: 'none' })],
])('%s is no baseline', async (_, text) => {
  await expect(readBaseline(put(text), id)).rejects.toMatchObject({ code: 'BadBaseline', exitCode: 4 });
});

test('an absent file and a folder are none either', async () => {
  for (const path of [join(folder, 'absent.json'), folder])
    await expect(readBaseline(path, id)).rejects.toMatchObject({ code: 'BadBaseline' });
});

test('a file of a check is for its owner, whole, and holds no key', async () => {
  const path = join(folder, 'found.sarif');
  await writeCheckFile(path, `found AKIA${'A'.repeat(12)}WXYZ`);
  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['found AKIA…WXYZ', 0o600]);
  await expect(writeCheckFile(join(folder, 'no', 'where'), '')).rejects.toMatchObject({
    code: 'CheckFileFailed',
  });
});

test("GitHub's files are added to, only where it names them; a summary ends at a whole line", async () => {
  const env = { GITHUB_STEP_SUMMARY: join(folder, 'summary.md'), GITHUB_OUTPUT: join(folder, 'output.txt') };
  await appendGithubFiles({}, { summary: 'x', output: 'x' });
  writeFileSync(env.GITHUB_OUTPUT, 'other=1\n');
  const row = `| ${'é'.repeat(500)} |\n`;
  await appendGithubFiles(env, { summary: row.repeat(2000), output: 'drift=true\n' });
  expect(readFileSync(env.GITHUB_OUTPUT, 'utf8')).toBe('other=1\ndrift=true\n');
  const summary = readFileSync(env.GITHUB_STEP_SUMMARY);
  expect(summary.length).toBeLessThanOrEqual(1024 * 1024);
  const [last, note] = summary
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .slice(-3)
    .filter((line) => line !== '');
  expect([`${last}\n`, note?.slice(0, 8)]).toEqual([row, 'The rest']);
});

test('a password that was handed out to an earlier user of the name is not theirs', async () => {
  const log = await openHandOverLog(folder, () => new Date('2026-11-02T00:00:00Z'));
  await log.begin('finn');
  await log.finish('finn', 'file');
  const again = await openHandOverLog(folder, () => new Date());
  expect(again.isFinished('finn', '2026-11-01T00:00:00Z')).toBe(true);
  expect(again.isFinished('finn', '2026-11-03T00:00:00Z')).toBe(false);
  expect(again.isFinished('ada', '2026-11-01T00:00:00Z')).toBe(false);
});
