import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountId, type Bench, openBench, region, startupFile, yes } from '../helpers/bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench?.stop());

/** Runs apply, which has to be refused before any changing call; gives its error. */
async function refusedApply(
  ...more: readonly string[]
): Promise<{ readonly code: string; readonly message: string; readonly details: unknown }> {
  const seeded = 'sts:AssumeRole';
  bench.front.resetCounters();
  const end = await bench.run(['apply', '--json', ...yes, ...more]);
  expect(end.code, end.stderr).toBe(3);
  const changes = Object.keys(bench.front.counters().changes).filter((name) => name !== seeded);
  expect(changes).toEqual([]);
  return JSON.parse(end.stdout).error;
}

test('root as caller, a root key, root without MFA: three refusals', async () => {
  bench.writeFile(startupFile);
  bench.front.setScenario({ callerArn: `arn:aws:iam::${accountId}:root` });
  expect((await refusedApply()).code).toBe('RootCaller');
  bench.front.setScenario({ root: { accessKeys: true } });
  expect((await refusedApply()).code).toBe('RootKey');
  bench.front.setScenario({ root: { mfa: false } });
  expect((await refusedApply()).code).toBe('RootWithoutMfa');
  bench.front.setScenario({});
});

test('another account than the one that is named', async () => {
  bench.writeFile(startupFile);
  bench.front.setScenario({ callerArn: 'arn:aws:sts::999999999999:assumed-role/Admin/me' });
  const error = await refusedApply();
  bench.front.setScenario({});
  expect(error.code).toBe('WrongAccount');
  expect(error.message).toContain('999999999999');
  expect(error.message).toContain(accountId);
});

test('a policy that leads too far is shown at its line, and waved through by its name only', async () => {
  const file = (statement: string) =>
    `${startupFile}groups:\n  ops:\n    access:\n      statements:\n        - ${statement}\n`;
  bench.writeFile(file('{ Sid: Join, Effect: Allow, Action: "iam:AddUserToGroup", Resource: "*" }'));
  // The statement is the fifth line after those of the file.
  const line = startupFile.split('\n').length + 4;
  const error = await refusedApply();
  expect(error.code).toBe('PolicyEscalation');
  expect(error.details).toEqual([
    expect.objectContaining({
      consent: 'policy-escalation:group/ops/Join',
      place: expect.objectContaining({
        file: expect.stringMatching(/bootstrap-account\.yaml$/),
        line,
        column: 47,
      }),
    }),
  ]);
  expect(error.message).toContain(`bootstrap-account.yaml:${line}:47 group ops: statement Join:`);
  const end = await bench.run(['plan', '--json', '--i-understand', 'policy-escalation:group/ops/Join']);
  expect(end.code, end.stderr).toBe(2);
  const told = JSON.parse(end.stdout).findings.map((each: { rule: string }) => each.rule);
  expect(told).toContain('policy-escalation');
  expect(end.stderr).toMatch(new RegExp(`bootstrap-account\\.yaml:${line}:47\\s+group ops`));
  bench.writeFile(file('{ Effect: Allow, Action: "iam:AddUserToGrop", Resource: "*" }'));
  expect((await refusedApply('--i-understand', 'policy-unknown-action:group/ops/1')).code).toBe(
    'PolicyUnknownAction',
  );
});

const adminsFile = (group: string) => `version: 1
extends: startup
account: { id: "${accountId}", alias: acme-test, region: ${region} }
groups:
  ${group === 'admins' ? '' : 'admins: null\n  '}${group}: { purpose: Run it, kind: human, access: administrator }
people:
  - { name: ada, groups: [${group}] }
  - { name: grace, groups: [${group}] }
`;

test('nobody is cut off unnamed, nor the operator at all; a name that differs in case is refused', async () => {
  const { iam } = bench.clients;
  await iam.send(new CreateGroupCommand({ GroupName: 'Admins' }));
  await iam.send(
    new AttachGroupPolicyCommand({
      GroupName: 'Admins',
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
  );
  for (const UserName of ['eve', 'bob']) {
    await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new CreateLoginProfileCommand({ UserName, Password: 'Only-4-tests-please' }));
    await iam.send(new AddUserToGroupCommand({ UserName, GroupName: 'Admins' }));
  }
  bench.writeFile(adminsFile('admins'));
  expect((await refusedApply()).code).toBe('NameCaseClash');
  bench.writeFile(adminsFile('Admins'));
  const cut = await refusedApply();
  expect(cut.code).toBe('Lockout');
  expect(cut.message).toContain('eve');
  expect(cut.message).toContain('bob');
  const half = await refusedApply('--allow-cutoff', 'eve');
  expect(half.message).not.toContain('eve has');
  expect(half.message).toContain('bob has');
  bench.front.setScenario({ callerArn: `arn:aws:iam::${accountId}:user/eve` });
  const own = await refusedApply('--allow-cutoff', 'eve', '--allow-cutoff', 'bob');
  bench.front.setScenario({});
  expect(own.code).toBe('OperatorLockout');
  expect(own.message).toContain('eve');
});

test('with consent for both it goes on', async () => {
  const end = await bench.run(['apply', '--json', ...yes, '--allow-cutoff', 'eve', '--allow-cutoff', 'bob']);
  expect(end.code, `${end.stderr}${end.stdout.slice(0, 2000)}`).toBe(0);
  expect(JSON.parse(end.stdout).result).toBe('done');
});
