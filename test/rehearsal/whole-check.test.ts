import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import {
  AddUserToGroupCommand,
  CreateUserCommand,
  DeleteGroupPolicyCommand,
  DeleteUserCommand,
  DetachGroupPolicyCommand,
  PutGroupPolicyCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { deleteCredentials } from '../../src/account/write/delete-credentials.ts';
import { cacheRootOf } from '../../src/lib/folders.ts';
import type { CheckReport } from '../../src/model/check-report.ts';
import { accountId, type Bench, openBench, startupFile, yes } from '../helpers/bench.ts';
import { packageRoot } from '../helpers/prepare.ts';
import { readAccount } from '../helpers/read-account.ts';

let bench: Bench;
const inWork = (name: string) => join(bench.home, 'work', name);
beforeAll(async () => {
  bench = await openBench();
  bench.writeFile(startupFile);
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, end.stderr).toBe(0);
});
afterAll(() => bench?.stop());

type Document = CheckReport & { readonly exitCode: number; readonly command: string };
async function check(...words: readonly string[]): Promise<{ code: number | null; document: Document }> {
  const end = await bench.run(['check', '--json', ...words]);
  return { code: end.code, document: JSON.parse(end.stdout) };
}
/** A rehearsal works on a copy of the file; this one names the audit bucket, as a committed file would. */
const committedFile = () => join(bench.stateFolder, '..', '..', accountId, 'bootstrap-account.yaml');
const rulesOf = ({ findings }: CheckReport) => findings.map(({ rule }) => rule).sort();

test('in sync: one line, exit 0, no changing call, also without any state', async () => {
  bench.front.resetCounters();
  const end = await bench.run(['check']);
  expect(end.code, end.stdout + end.stderr).toBe(0);
  expect(end.stdout).toMatch(/^✔ In sync: account acme-test \(123456789012\) is as the file says\.\n/);
  expect(bench.front.counters().changing).toBe(0);
  const elsewhere = { XDG_STATE_HOME: join(bench.home, 'another-laptop') };
  const file = ['--file', committedFile()];
  const clone = await bench.run(['check', '--json', ...file], { env: elsewhere });
  expect(JSON.parse(clone.stdout)).toMatchObject({ schemaVersion: 1, command: 'check', result: 'in-sync' });
  expect(bench.front.counters().changing).toBe(0);
});

test('drift in every format from one look: exit 2, each where it was asked for', async () => {
  const { iam, cloudtrail } = bench.clients;
  await iam.send(new RemoveUserFromGroupCommand({ UserName: 'finn', GroupName: 'finance' }));
  await cloudtrail.send(new StopLoggingCommand({ Name: 'account-trail' }));
  const [summary, output] = [inWork('summary.md'), inWork('output.txt')];
  const formats = ['json', 'sarif', 'junit', 'markdown'].map((each) => `--format=${each}=found.${each}`);
  const end = await bench.run(['check', '--format', 'github', ...formats], {
    env: { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output },
  });
  expect(end.code, end.stderr).toBe(2);
  expect(end.stdout).toMatch(/^::error file=[^:]*,line=\d+,col=\d+,title=critical%3A [^:]*::The trail/m);
  expect(readFileSync(output, 'utf8')).toBe('drift=true\n');
  expect(readFileSync(summary, 'utf8')).toContain('2 findings');
  const found: Document = JSON.parse(readFileSync(inWork('found.json'), 'utf8'));
  expect(found).toMatchObject({ schemaVersion: 1, command: 'check', exitCode: 2, result: 'findings' });
  expect(rulesOf(found)).toEqual(['member-missing', 'trail-stopped']);
  expect(found.findings.map(({ who }) => who?.kind === 'seen' && who.event)).toEqual([
    'StopLogging',
    'RemoveUserFromGroup',
  ]);
  const sarif = JSON.parse(readFileSync(inWork('found.sarif'), 'utf8'));
  expect(sarif.runs[0].results).toHaveLength(2);
  expect(readFileSync(inWork('found.junit'), 'utf8')).toContain('failures="1"');
  const plain = await bench.run(['check', '--format', 'text']);
  expect(plain.stdout).toContain('trail-stopped:account-trail');
});

/** The commands of the example workflow, as a runner starts them, in a clone with the file alone. */
function runWorkflow(clone: string): Promise<{ readonly code: number | null; readonly said: string }> {
  mkdirSync(join(clone, 'bin'), { recursive: true });
  copyFileSync(committedFile(), join(clone, 'bootstrap-account.yaml'));
  const real = `exec "${process.execPath}" "${join(packageRoot, 'dist', 'main.js')}" rehearse --endpoint "${bench.front.url}"`;
  const shim = `#!/bin/bash\n[ "$1" = --yes ] && shift 2\n${real} -- "$@"\n`;
  writeFileSync(join(clone, 'bin', 'npx'), shim, { mode: 0o755 });
  const example = join(packageRoot, 'examples', 'github-actions', 'drift.yml');
  const { steps } = parse(readFileSync(example, 'utf8')).jobs.check;
  const { run } = steps.find((step: { id?: string }) => step.id === 'check');
  const child = spawn('/bin/bash', ['-e', '-c', run], {
    cwd: clone,
    env: {
      PATH: `${join(clone, 'bin')}:${process.env.PATH}`,
      HOME: process.env.HOME,
      XDG_STATE_HOME: join(clone, 'state'),
      XDG_CACHE_HOME: cacheRootOf(process.env).replace(/\/bootstrap-account$/, ''),
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: join(clone, 'summary.md'),
      GITHUB_OUTPUT: join(clone, 'output.txt'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
}

test('the example workflow: exit 2 on drift, its files written for the later steps', async () => {
  const clone = join(bench.home, 'clone');
  const { code, said } = await runWorkflow(clone);
  expect(code, said).toBe(2);
  expect(said).toMatch(/^::error file=/m);
  expect(readFileSync(join(clone, 'output.txt'), 'utf8')).toBe('drift=true\n');
  expect(readFileSync(join(clone, 'summary.md'), 'utf8')).toContain('trail-stopped:account-trail');
  const document: Document = JSON.parse(readFileSync(join(clone, 'drift.json'), 'utf8'));
  expect(rulesOf(document)).toEqual(['member-missing', 'trail-stopped']);
  const sarif = JSON.parse(readFileSync(join(clone, 'drift.sarif'), 'utf8'));
  expect(sarif.runs[0].results).toHaveLength(2);
});

test('--baseline leaves what is known, --fail-on what is less severe', async () => {
  const known = await check('--baseline', inWork('found.json'));
  expect(known).toMatchObject({ code: 0, document: { result: 'in-sync', findings: [] } });
  expect(known.document.baseline?.known).toHaveLength(2);
  const { iam } = bench.clients;
  await iam.send(new AddUserToGroupCommand({ UserName: 'dev', GroupName: 'admins' }));
  const fresh = await check('--baseline', inWork('found.json'));
  expect(fresh.code).toBe(2);
  expect(rulesOf(fresh.document)).toEqual(['user-administrator']);
  const severe = await check('--baseline', inWork('found.json'), '--fail-on', 'critical');
  expect(severe.code).toBe(2);
  expect(rulesOf(severe.document)).toEqual(['user-administrator']);
  writeFileSync(inWork('bad.json'), '{"schemaVersion":1}');
  for (const bad of ['bad.json', 'absent.json', 'bootstrap-account.yaml']) {
    const refused = await bench.run(['check', '--baseline', bad]);
    expect(refused.code, bad).toBe(4);
    expect(refused.stderr).toContain('BadBaseline');
  }
});

test('--deep agrees with the engine, and holds the lock; the check alone does not', async () => {
  const { code, document } = await check('--deep');
  expect(code).toBe(2);
  expect(document.deep).toEqual({ engineOnly: [], oursOnly: [], agreed: 2 });
});

test('a denied read and findings: exit 1, both in the document', async () => {
  bench.front.setRules([{ service: 'iam', action: 'GetLoginProfile', fault: { kind: 'accessDenied' } }]);
  const { code, document } = await check();
  bench.front.setRules([]);
  expect(code).toBe(1);
  expect(document.result).toBe('incomplete');
  expect(document.notRead).toEqual([
    { action: 'iam:GetLoginProfile', why: expect.stringContaining('AccessDenied') },
  ]);
  expect(rulesOf(document)).toEqual(['member-missing', 'trail-stopped', 'user-administrator']);
});

test('--repair needs a terminal; --repair-all --yes repairs, deletes nothing, and checks again', async () => {
  for (const [words, code] of [
    [['check', '--repair'], 'NoTerminal'],
    [['check', '--repair-all'], 'ConfirmationNeeded'],
  ] as const) {
    const refused = await bench.run(words);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain(code);
  }
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
  });
  const inline = { GroupName: 'developers', PolicyName: 'extra' };
  await bench.clients.iam.send(new PutGroupPolicyCommand({ ...inline, PolicyDocument }));
  const end = await check('--repair-all', '--yes');
  expect(end.code).toBe(2);
  // What it holds would be gone for good.
  expect(rulesOf(end.document)).toEqual(['group-foreign-policy']);
  await bench.clients.iam.send(new DeleteGroupPolicyCommand(inline));
  const account = await readAccount(bench);
  expect(account.trails[0]?.logging).toBe(true);
  expect(account.users.find(({ name }) => name === 'finn')?.groups).toEqual(['finance']);
  expect(account.users.find(({ name }) => name === 'dev')?.groups).toEqual(['developers']);
});

test('nobody who is gone is made again without being named', async () => {
  const { iam } = bench.clients;
  await iam.send(new RemoveUserFromGroupCommand({ UserName: 'finn', GroupName: 'finance' }));
  await deleteCredentials(bench.clients, 'finn');
  await iam.send(new DeleteUserCommand({ UserName: 'finn' }));
  const stopped = await bench.run(['apply', ...yes, '--json']);
  expect(stopped.code, stopped.stderr).toBe(3);
  expect(JSON.parse(stopped.stdout).error.code).toBe('UserMissing');
  const left = await check('--repair-all', '--yes');
  expect(left.code).toBe(2);
  expect(rulesOf(left.document)).toEqual(['user-missing']);
  const made = await check('--repair-all', '--yes', '--recreate', 'finn');
  expect(made).toMatchObject({ code: 0, document: { findings: [], passwords: [{ person: 'finn' }] } });
  const account = await readAccount(bench);
  expect(account.users.find(({ name }) => name === 'finn')).toMatchObject({
    groups: ['finance'],
    loginProfile: { createdAt: expect.any(String) },
  });
  const again = await bench.run(['apply', ...yes]);
  expect(again.stdout).toContain('In sync');
});

test('without the state repairs are refused, and the check is the same', async () => {
  const { iam } = bench.clients;
  await iam.send(
    new DetachGroupPolicyCommand({
      GroupName: 'admins',
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
  );
  await iam.send(new CreateUserCommand({ UserName: 'eve' }));
  rmSync(bench.stateFolder, { recursive: true });
  expect((await check()).code).toBe(2);
  const refused = await bench.run(['check', '--repair-all', ...yes, '--json']);
  expect(refused.code).toBe(4);
  expect(JSON.parse(refused.stdout).error.code).toBe('NothingRecorded');
});
