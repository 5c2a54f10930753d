import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateGroupCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, openBench, region, startupFile, yes } from '../helpers/bench.ts';
import { readAccount } from '../helpers/read-account.ts';

let bench: Bench;
const extra = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
};
beforeAll(async () => {
  bench = await openBench();
  const { iam, s3 } = bench.clients;
  await iam.send(new CreateUserCommand({ UserName: 'ada', Tags: [{ Key: 'team', Value: 'blue' }] }));
  await iam.send(
    new PutUserPolicyCommand({
      UserName: 'ada',
      PolicyName: 'extra',
      PolicyDocument: JSON.stringify(extra),
    }),
  );
  await iam.send(new CreateGroupCommand({ GroupName: 'finance' }));
  await s3.send(
    new CreateBucketCommand({
      Bucket: 'testbucket',
      CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' },
    }),
  );
  bench.writeFile(startupFile);
});
afterAll(() => bench?.stop());

test('what was there before is adopted, keeps what it had, and survives destroy', async () => {
  const plan = await bench.run(['plan', '--json']);
  expect(plan.code, plan.stderr).toBe(2);
  const { changes } = JSON.parse(plan.stdout) as { changes: { name: string; verb: string }[] };
  const verbs = new Map(changes.map((change) => [change.name, change.verb]));
  for (const name of ['people/ada', 'groups/finance', 'roles/buckets/testbucket'])
    expect([name, verbs.get(name)]).toEqual([name, 'adopt']);
  bench.front.resetCounters();
  const applied = await bench.run(['apply', '--json', ...yes]);
  expect(applied.code, applied.stderr).toBe(0);
  // ada, finance and testbucket were there: three other people and a machine, three groups, the audit bucket.
  expect(bench.front.counters().changes).toMatchObject({
    'iam:CreateUser': 4,
    'iam:CreateGroup': 3,
    's3:CreateBucket': 1,
  });
  // The pack of an apply says of the whole account what `report` says.
  const found = async (folder: string) =>
    JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')).findings.map(
      (each: { id: string }) => each.id,
    );
  const report = JSON.parse((await bench.run(['report', '--json'])).stdout);
  const ofApply = await found(JSON.parse(applied.stdout).handover);
  expect(ofApply).toContain('user-direct-policy:ada');
  expect(ofApply).toEqual(await found(report.handover));
  const ada = (await readAccount(bench)).users.find((user) => user.name === 'ada');
  expect(ada?.tags.team).toBe('blue');
  expect(ada?.inline).toEqual([{ name: 'extra', document: extra }]);
  expect(ada?.groups).toEqual(['admins']);
  bench.front.resetCounters();
  const again = await bench.run(['apply', '--json', ...yes]);
  expect(JSON.parse(again.stdout), again.stderr).toMatchObject({ result: 'nothing-to-do' });
  expect(JSON.stringify(JSON.parse(again.stdout).foreign)).toContain('extra');
  expect(bench.front.counters().changing).toBe(0);

  const destroyed = await bench.run(['destroy', ...yes]);
  expect(destroyed.code, destroyed.stderr).toBe(0);
  const left = await readAccount(bench, ['testbucket']);
  expect(left.users.map((user) => user.name)).toEqual(['ada']);
  expect(left.users[0]?.inline).toHaveLength(1);
  expect(left.groups.map((group) => group.name)).toEqual(['finance']);
  expect(left.buckets.testbucket?.kind).toBe('own');
});
