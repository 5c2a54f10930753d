import { join } from 'node:path';
import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import { AttachUserPolicyCommand, CreateRoleCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCaller } from '../../src/account/read/caller.ts';
import { readSnapshot } from '../../src/account/read/snapshot.ts';
import { completeAnswers } from '../../src/config/complete-answers.ts';
import { loadAccountFile } from '../../src/config/load.ts';
import { findDrift } from '../../src/findings/drift-findings.ts';
import type { Finding } from '../../src/model/finding.ts';
import { assemblePlan, snapshotInterest } from '../../src/plan/assemble.ts';
import { contextOf } from '../config/temp-folder.ts';
import { accountId, type Bench, openBench, region, startupFile, yes } from '../helpers/bench.ts';

let bench: Bench;
/** Where a rehearsal keeps its copy of the file, with the generated name in it. */
const folder = () => join(bench.stateFolder, '..', '..', accountId);
beforeAll(async () => {
  bench = await openBench();
  bench.writeFile(startupFile);
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, end.stderr).toBe(0);
});
afterAll(() => bench?.stop());

/** What drift is found from the file alone, without any state, some days after the password was given. */
async function findOnDay(day: number): Promise<readonly Finding[]> {
  const { merged } = await loadAccountFile(contextOf(folder()));
  const complete = completeAnswers(merged, { accountId, region });
  if (!('answers' in complete)) throw new Error('the file is not complete');
  const { answers } = complete;
  const caller = await readCaller(bench.clients);
  const now = new Date(Date.now() + day * 86_400_000);
  const snapshot = await readSnapshot(bench.clients, snapshotInterest(answers, 'aws'), {
    caller,
    region,
    now,
  });
  expect(snapshot.notRead).toEqual([]);
  return findDrift({ plan: assemblePlan(answers, snapshot, new Map()), snapshot, answers, now });
}
const people = ['ada', 'dev', 'finn', 'grace'].map((name) => `password-never-used:${name}`);
const states = (findings: readonly Finding[]) => findings.map(({ id, state }) => [id, state]);

test.each([
  [0, 'pending'],
  [6, 'pending'],
  [8, undefined],
])('a fresh account on day %i: people are waited for, nothing else', async (day, state) => {
  expect(states(await findOnDay(day))).toEqual(people.map((id) => [id, state]));
});

test('an instance with the role changes nothing; what is planted by hand is found', async () => {
  const { iam } = bench.clients;
  const ec2 = await bench.clients.ec2();
  const start = (more: object) =>
    ec2.send(new RunInstancesCommand({ ImageId: 'ami-12c6146b', MinCount: 1, MaxCount: 1, ...more }));
  await start({ IamInstanceProfile: { Name: 'checkbot' }, MetadataOptions: { HttpTokens: 'required' } });
  expect(states(await findOnDay(0))).toEqual(people.map((id) => [id, 'pending']));

  const bare = await start({ MetadataOptions: { HttpTokens: 'required' } });
  await iam.send(new CreateUserCommand({ UserName: 'eve' }));
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await iam.send(new AttachUserPolicyCommand({ UserName: 'eve', PolicyArn }));
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '999988887777' }, Action: 'sts:AssumeRole' }],
  };
  await iam.send(
    new CreateRoleCommand({ RoleName: 'audit', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  const found = (await findOnDay(0)).filter((finding) => finding.state === undefined);
  expect(found.map(({ id }) => id)).toEqual([
    'user-administrator:eve',
    'role-trusts-account:audit/999988887777',
    `instance-without-profile:${bare.Instances?.[0]?.InstanceId}`,
  ]);
});
