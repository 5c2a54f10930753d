import { rmSync } from 'node:fs';
import { DeleteBudgetCommand, DescribeBudgetsCommand } from '@aws-sdk/client-budgets';
import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeAlarmsCommand, DisableAlarmActionsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand, PutMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountId, type Bench, openBench, region, yes } from '../helpers/bench.ts';

const off = `version: 1
extends: startup
account: { id: "${accountId}", region: ${region} }
people:
  - { name: ada, groups: [admins] }
`;
const on = `${off}alarms: { email: security@acme.example }
budget: { monthlyUsd: 200 }
`;
let bench: Bench;
/** The bucket's name was generated into the file: only what is under test is written over. */
let bucket = '';
const write = (text: string) =>
  bench.writeFile(bucket === '' ? text : `${text}trail: { bucket: ${bucket} }\n`);

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench?.stop());

/** How many of each the account has, and where its trail delivers to besides the bucket. */
async function look() {
  const { clients } = bench;
  const logs = await (await clients.logs()).send(new DescribeLogGroupsCommand({}));
  const alarms = await (await clients.cloudwatch()).send(new DescribeAlarmsCommand({}));
  const topics = await (await clients.sns()).send(new ListTopicsCommand({}));
  const budgets = await (await clients.budgets()).send(new DescribeBudgetsCommand({ AccountId: accountId }));
  const { trailList = [] } = await clients.cloudtrail.send(new DescribeTrailsCommand({}));
  bucket = trailList[0]?.S3BucketName ?? '';
  return {
    logGroups: logs.logGroups?.length,
    filters: logs.logGroups?.[0]?.metricFilterCount,
    alarms: alarms.MetricAlarms?.length,
    topics: topics.Topics?.length,
    budgets: budgets.Budgets?.length,
    delivers: (trailList[0]?.CloudWatchLogsLogGroupArn ?? '') !== '',
  };
}
const everything = { logGroups: 1, alarms: 15, topics: 1, budgets: 1, delivers: true };
const nothing = { logGroups: 0, alarms: 0, topics: 0, budgets: 0, delivers: false };

async function apply(): Promise<string> {
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, end.stderr).toBe(0);
  return `${end.stdout}${end.stderr}`;
}
async function expectInSync(): Promise<string> {
  bench.front.resetCounters();
  const text = await apply();
  expect(text).toContain('In sync');
  expect(bench.front.counters().changing).toBe(0);
  return text;
}

test('on: all of it is made, and what waits for a person is no drift', async () => {
  write(on);
  await apply();
  expect(await look()).toMatchObject(everything);
  const text = await expectInSync();
  expect(text.replace(/\s+/g, ' ')).toContain('waits for its confirmation');
  // Somebody clicks the link.
  bench.front.setScenario({ mail: { confirmed: true } });
});

test('what was changed by hand is named and put back', async () => {
  const { clients } = bench;
  await (await clients.logs()).send(
    new PutMetricFilterCommand({
      logGroupName: '/bootstrap-account/trail',
      filterName: 'bootstrap-account-root-used',
      filterPattern: '{ ($.eventName = "Nothing") }',
      metricTransformations: [
        { metricName: 'root-used', metricNamespace: 'bootstrap-account', metricValue: '1' },
      ],
    }),
  );
  const AlarmNames = ['bootstrap-account-trail-changed'];
  await (await clients.cloudwatch()).send(new DisableAlarmActionsCommand({ AlarmNames }));
  const BudgetName = 'bootstrap-account-monthly';
  await (await clients.budgets()).send(new DeleteBudgetCommand({ AccountId: accountId, BudgetName }));
  const plan = await bench.run(['plan', '--json']);
  expect(plan.code, plan.stderr).toBe(2);
  const { repairs } = JSON.parse(plan.stdout) as { repairs: { id: string }[] };
  expect(repairs.map((each) => each.id)).toEqual([
    'alarm-actions-off:bootstrap-account-trail-changed',
    'alarm-filter-changed:bootstrap-account-root-used',
    'budget-missing:bootstrap-account-monthly',
  ]);
  // It reads back what it did, and says no where anything is not as planned.
  await apply();
});

test('without its state all of it is recognised', async () => {
  rmSync(bench.stateFolder, { recursive: true });
  bench.front.resetCounters();
  await apply();
  // One call: the mark on the audit bucket names the new state as the account's owner.
  expect(Object.keys(bench.front.counters().changes).filter((name) => /Create|Put/.test(name))).toEqual([
    's3:PutBucketTagging',
  ]);
  await expectInSync();
});

test('off: all of it goes, the trail stays and points nowhere; on again it returns', async () => {
  write(off);
  await apply();
  expect(await look()).toMatchObject(nothing);
  await expectInSync();
  write(on);
  await apply();
  expect(await look()).toMatchObject(everything);
});

test('destroy takes it too, and leaves a trail that delivers to its bucket only', async () => {
  const end = await bench.run(['destroy', ...yes]);
  expect(end.code, end.stderr).toBe(0);
  expect(await look()).toMatchObject(nothing);
  expect(bucket).not.toBe('');
});
