import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { effectivePolicies, policySetOf } from '../../src/policies/effective.ts';
import { type AccessRequest, evaluateAccess, type PolicySet } from '../../src/policies/evaluate.ts';
import { accountId, type Bench, type Ended, openBench, region, startupFile, yes } from '../helpers/bench.ts';
import { askOracle } from '../helpers/oracle.ts';
import { filesBelow, readAccount } from '../helpers/read-account.ts';

let bench: Bench;
let first: Ended;
let account: Snapshot;
const handover = () => join(bench.stateFolder, '..', '..', accountId, 'handover', accountId);
const passwordOf = (person: string) =>
  readFileSync(join(handover(), 'passwords', `${person}.txt`), 'utf8').trim();

beforeAll(async () => {
  bench = await openBench();
  bench.writeFile(startupFile);
  first = await bench.run(['apply', ...yes]);
  account = await readAccount(bench, ['testbucket']);
});
afterAll(() => bench?.stop());

const mfa = { 'aws:MultiFactorAuthPresent': 'true' };
const noMfa = { 'aws:MultiFactorAuthPresent': 'false' };
const bareKey = {};
const userArn = (name: string, path = '') => `arn:aws:iam::${accountId}:user/${path}${name}`;

/** Both judges, on what was read back. */
async function judge(request: AccessRequest, policies: PolicySet): Promise<string> {
  const ours = evaluateAccess(request, policies);
  expect(await askOracle(request, policies), `${request.action} on ${request.resource}`).toBe(ours.kind);
  return ours.decision;
}
function askUser(
  name: string,
  action: string,
  resource: string,
  context: AccessRequest['context'],
): Promise<string> {
  const user = account.users.find((each) => each.name === name);
  const principal = { arn: user?.arn ?? '', accountId, kind: 'user' as const };
  const always = { 'aws:SecureTransport': 'true', 'aws:RequestedRegion': region };
  return judge(
    { principal, action, resource, context: { ...always, ...context } },
    effectivePolicies(account, name),
  );
}

test('the first apply sets everything up, the second says in sync without a changing call', async () => {
  expect(first.code, first.stderr).toBe(0);
  expect(first.stderr).toMatch(
    /What comes next:\n· Give each person their sheet[^·]*· Do the [34] thing\(s\)/,
  );
  bench.front.resetCounters();
  const again = await bench.run(['apply', ...yes]);
  expect(again.code, again.stderr).toBe(0);
  expect(again.stdout).toContain('In sync');
  expect(again.stderr).not.toContain('What comes next');
  expect(bench.front.counters().changing).toBe(0);
  const plan = await bench.run(['plan', '--json']);
  expect(plan.code, plan.stderr).toBe(0);
  expect(JSON.parse(plan.stdout)).toMatchObject({ result: 'in-sync', exitCode: 0 });
  expect(bench.front.counters().changing).toBe(0);
});

test('passwords stand in their own files and nowhere else', () => {
  const passwords = ['ada', 'grace', 'finn', 'dev'].map(passwordOf);
  expect(new Set(passwords).size).toBe(4);
  for (const each of passwords) expect(each.length).toBeGreaterThanOrEqual(14);
  const files = filesBelow(bench.home);
  expect(files.length).toBeGreaterThan(20);
  for (const secret of passwords) {
    const forms = [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)];
    const holders = files.filter((file) => forms.some((form) => file.content.includes(form)));
    expect(holders.map((file) => file.path)).toHaveLength(1);
    expect(holders[0]?.path).toContain('/passwords/');
    expect(holders[0]?.mode).toBe(0o600);
    expect(`${first.stdout}${first.stderr}`).not.toContain(secret);
  }
});

test('the state is for its owner only', () => {
  const state = filesBelow(bench.stateFolder);
  expect(state.length).toBeGreaterThan(3);
  const open = state.filter((file) => file.mode !== (file.folder ? 0o700 : 0o600));
  expect(open.map((file) => `${file.path} ${file.mode.toString(8)}`)).toEqual([]);
});

describe.each([
  ['ada', 's3:ListAllMyBuckets', '*'],
  ['finn', 'ce:GetCostForecast', '*'],
  ['dev', 'ec2:DescribeInstances', '*'],
])('%s, read back', (name, work, on) => {
  test('first sign-in without MFA: password, device of any name, nothing else', async () => {
    const own = userArn(name);
    expect(await askUser(name, 'iam:ChangePassword', own, noMfa)).toBe('allowed');
    expect(
      await askUser(name, 'iam:CreateVirtualMFADevice', `arn:aws:iam::${accountId}:mfa/phone`, noMfa),
    ).toBe('allowed');
    expect(await askUser(name, 'iam:EnableMFADevice', own, noMfa)).toBe('allowed');
    expect(await askUser(name, 'iam:EnableMFADevice', userArn('grace'), noMfa)).toBe('denied');
    expect(await askUser(name, work, on, noMfa)).toBe('denied');
    expect(await askUser(name, work, on, bareKey)).toBe('denied');
    expect(await askUser(name, 'iam:DeactivateMFADevice', own, noMfa)).toBe('denied');
    expect(await askUser(name, work, on, mfa)).toBe('allowed');
  });
});

test('a program works with its bare key inside its boundary', async () => {
  const artifact = 'arn:aws:s3:::artifacts-1/build.zip';
  expect(account.users.find((user) => user.name === 'ci-deployer')?.boundaryArn).toBeDefined();
  expect(await askUser('ci-deployer', 's3:PutObject', artifact, bareKey)).toBe('allowed');
  expect(await askUser('ci-deployer', 's3:PutObject', 'arn:aws:s3:::other/build.zip', bareKey)).toBe(
    'denied',
  );
  expect(
    await askUser('ci-deployer', 'iam:CreateAccessKey', userArn('ci-deployer', 'machine/'), bareKey),
  ).toBe('denied');
});

test('finance sees the bills and nothing of the infrastructure', async () => {
  expect(await askUser('finn', 'ce:GetCostAndUsage', '*', mfa)).toBe('allowed');
  for (const [action, resource] of [
    ['s3:GetObject', 'arn:aws:s3:::testbucket/a'],
    ['s3:ListAllMyBuckets', '*'],
    ['ec2:DescribeInstances', '*'],
    ['iam:GetLoginProfile', userArn('ada')],
    ['iam:ListUsers', '*'],
  ] as const)
    expect(await askUser('finn', action, resource, mfa), action).toBe('denied');
});

test('checkbot reads and writes its own bucket, of this account, and no other', async () => {
  const role = account.roles.find((each) => each.name === 'checkbot');
  if (role === undefined) throw new Error('no role checkbot');
  const documents = new Map(account.policies.map((policy) => [policy.arn, policy.document]));
  const policies = policySetOf([role], role.boundaryArn, (arn) => documents.get(arn));
  const principal = {
    arn: `arn:aws:sts::${accountId}:assumed-role/checkbot/i-1`,
    accountId,
    kind: 'role' as const,
  };
  const ask = (action: string, resource: string, owner = accountId, set = policies) =>
    judge(
      {
        principal,
        action,
        resource,
        resourceAccount: owner,
        context: { 'aws:SecureTransport': 'true', 'aws:RequestedRegion': region },
      },
      set,
    );
  const own = 'arn:aws:s3:::testbucket/a';
  const audit = account.trails[0]?.bucket ?? '';
  expect(audit).not.toBe('');
  expect(await ask('s3:GetObject', own)).toBe('allowed');
  expect(await ask('s3:PutObject', own)).toBe('allowed');
  expect(await ask('s3:DeleteObject', own)).toBe('denied');
  expect(await ask('s3:GetObject', 'arn:aws:s3:::testbucket2/a')).toBe('denied');
  expect(await ask('s3:GetObject', `arn:aws:s3:::${audit}/a`)).toBe('denied');
  expect(await ask('s3:GetObject', own, '999999999999')).toBe('denied');
  // It is the condition that keeps the stranger's bucket away, not a judge that always says no (the bucket's own policy is unknown).
  const bare = JSON.parse(JSON.stringify(policies).replaceAll('aws:ResourceAccount', 'aws:PrincipalAccount'));
  expect(
    evaluateAccess(
      {
        principal,
        action: 's3:GetObject',
        resource: own,
        resourceAccount: '999999999999',
        context: { 'aws:SecureTransport': 'true' },
      },
      bare,
    ).decision,
  ).not.toBe('denied');
  expect(JSON.stringify(role.trust)).toContain('ec2.amazonaws.com');
});

test('destroy leaves trail and settings, takes the rest, and then has nothing left', async () => {
  // As somebody the stack made, it is refused without --keep-admins, and keeps them with it.
  bench.front.setScenario({ callerArn: userArn('ada') });
  bench.front.resetCounters();
  const refused = await bench.run(['destroy', ...yes, '--json']);
  expect(refused.code, refused.stderr).toBe(3);
  expect(JSON.parse(refused.stdout).error.code).toBe('WouldLoseAdministrator');
  expect(bench.front.counters().changing).toBe(0);
  const keeping = await bench.run(['destroy', ...yes, '--keep-admins']);
  expect(keeping.code, keeping.stderr).toBe(0);
  const kept = await readAccount(bench);
  expect(kept.users.map((user) => user.name)).toEqual(['ada', 'grace']);
  expect(kept.users.every((user) => user.groups.includes('admins'))).toBe(true);
  expect(kept.groups.map((group) => group.name)).toEqual(['admins']);
  expect(kept.groups[0]?.attached.map((policy) => policy.name).sort()).toEqual([
    'AdministratorAccess',
    'CommandLineKeys',
    'RequireMFA',
  ]);
  bench.front.setScenario({});
  const rest = await bench.run(['destroy', ...yes, '--restore-settings']);
  expect(rest.code, rest.stderr).toBe(0);
  const left = await readAccount(bench);
  expect(left.users).toEqual([]);
  expect(left.groups).toEqual([]);
  expect(left.roles.map((role) => role.name)).not.toContain('checkbot');
  expect(left.trails).toHaveLength(1);
  expect(left.trails[0]?.logging).toBe(true);
  expect(left.passwordPolicy).toBeUndefined();
  const nothing = await bench.run(['destroy', ...yes]);
  expect(nothing.code, nothing.stderr).toBe(0);
  expect(`${nothing.stdout}${nothing.stderr}`).toMatch(/nothing/i);
});
