import { rmSync } from 'node:fs';
import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import {
  CreatePolicyVersionCommand,
  DetachGroupPolicyCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam';
import { DeleteBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, openBench, startupFile, yes } from '../helpers/bench.ts';
import { callsOf, readAccount } from '../helpers/read-account.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  bench.writeFile(startupFile);
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, end.stderr).toBe(0);
});
afterAll(() => bench?.stop());

async function expectInSync(): Promise<void> {
  bench.front.resetCounters();
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, end.stderr).toBe(0);
  expect(end.stdout).toContain('In sync');
  expect(bench.front.counters().changing).toBe(0);
}

test('what was changed by hand is named and put back, all of it in one run', async () => {
  const before = await readAccount(bench);
  const require = before.policies.find((policy) => policy.name === 'RequireMFA');
  const trail = before.trails[0];
  if (require === undefined || trail === undefined) throw new Error('RequireMFA or the trail is missing');
  const { iam, cloudtrail, s3 } = bench.clients;
  const weakened = {
    ...require.document,
    Statement: [require.document.Statement].flat().filter((each) => each.Effect === 'Allow'),
  };
  await iam.send(
    new CreatePolicyVersionCommand({
      PolicyArn: require.arn,
      PolicyDocument: JSON.stringify(weakened),
      SetAsDefault: true,
    }),
  );
  await iam.send(
    new DetachGroupPolicyCommand({
      GroupName: 'admins',
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
  );
  await iam.send(new RemoveUserFromGroupCommand({ UserName: 'finn', GroupName: 'finance' }));
  await cloudtrail.send(new StopLoggingCommand({ Name: trail.name }));
  await s3.send(new DeleteBucketPolicyCommand({ Bucket: trail.bucket }));
  const plan = await bench.run(['plan', '--json']);
  expect(plan.code, plan.stderr).toBe(2);
  const repairs = JSON.stringify(JSON.parse(plan.stdout).repairs);
  for (const name of ['RequireMFA', 'AdministratorAccess', 'finn', trail.name, trail.bucket])
    expect(repairs).toContain(name);
  const repaired = await bench.run(['apply', ...yes]);
  expect(repaired.code, repaired.stderr).toBe(0);
  expect(repaired.stdout).not.toContain('In sync');
  expect(`${repaired.stdout}${repaired.stderr}`).toContain('RequireMFA');
  const after = await readAccount(bench);
  expect(after.policies.find((policy) => policy.name === 'RequireMFA')?.document).toEqual(require.document);
  expect(
    after.groups.find((group) => group.name === 'admins')?.attached.map((policy) => policy.name),
  ).toContain('AdministratorAccess');
  expect(after.users.find((user) => user.name === 'finn')?.groups).toEqual(['finance']);
  expect(after.trails[0]?.logging).toBe(true);
  expect(after.buckets[trail.bucket]).toMatchObject({ policy: expect.anything() });
  await expectInSync();
});

test('without its state everything is recognised and nothing is made twice', async () => {
  const before = await readAccount(bench);
  rmSync(bench.stateFolder, { recursive: true });
  bench.front.resetCounters();
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, end.stderr).toBe(0);
  expect(callsOf(bench, 'Create')).toEqual({});
  const after = await readAccount(bench);
  expect(after.trails.map((trail) => trail.arn)).toEqual(before.trails.map((trail) => trail.arn));
  expect(after.keys.map((key) => key.arn)).toEqual(before.keys.map((key) => key.arn));
  await expectInSync();
});
