import { CreateTrailCommand, DescribeTrailsCommand, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeMetricFiltersCommand,
  PutMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Clients, makeClients } from '../../src/account/clients.ts';
import { type RunningEmulator, startEmulator } from '../../src/rehearsal/emulator-process.ts';
import { type Front, startFront } from '../../src/rehearsal/front.ts';
import { accountId, emulatorPython, region, trailBucketPolicy } from './front-fixture.ts';

let emulator: RunningEmulator;
let front: Front;
let aws: Clients;
beforeAll(async () => {
  emulator = await startEmulator({ accountId, python: await emulatorPython() });
  front = await startFront({ emulatorUrl: emulator.url, accountId, now: () => new Date() });
  const credentials = async () => ({ accessKeyId: 'AKIAQQQQQQQQQQQQQQQQ', secretAccessKey: 'x' });
  aws = makeClients({ endpoint: front.url, region, credentials });
});
afterAll(async () => {
  aws?.close();
  await front?.stop();
  await emulator?.stop();
});
const failure = (sent: Promise<unknown>): Promise<string> =>
  sent.then(
    () => 'none',
    (error: Error) => error.name,
  );

it('an e-mail subscription waits until the scenario says that its link was clicked', async () => {
  const sns = await aws.sns();
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'alarms' }));
  const wish = { TopicArn, Protocol: 'email', Endpoint: 'a@acme.example' };
  expect((await sns.send(new SubscribeCommand(wish))).SubscriptionArn).toBe('pending confirmation');
  const { SubscriptionArn } = await sns.send(new SubscribeCommand({ ...wish, ReturnSubscriptionArn: true }));
  expect(SubscriptionArn).toMatch(/^arn:/);
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sms', Endpoint: '+353861234567' }));
  const listed = async () =>
    (await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions?.map((each) => [
      each.Protocol,
      each.SubscriptionArn?.startsWith('arn:') ?? false,
    ]);
  const pending = async () =>
    (await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes
      ?.PendingConfirmation;
  expect(await listed()).toEqual([
    ['email', false],
    ['sms', true],
  ]);
  expect(await pending()).toBe('true');
  expect(await failure(sns.send(new UnsubscribeCommand({ SubscriptionArn })))).toMatch(/^InvalidParameter/);
  front.setScenario({ mail: { confirmed: true } });
  expect(await listed()).toEqual([
    ['email', true],
    ['sms', true],
  ]);
  expect(await pending()).toBe('false');
  expect(await failure(sns.send(new UnsubscribeCommand({ SubscriptionArn })))).toBe('none');
});

it('a metric filter that is put again takes the place of the one before, and goes with its log group', async () => {
  const logs = await aws.logs();
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/filters' }));
  const put = (filterPattern: string) =>
    logs.send(
      new PutMetricFilterCommand({
        logGroupName: '/filters',
        filterName: 'one',
        filterPattern,
        metricTransformations: [{ metricName: 'm', metricNamespace: 'n', metricValue: '1' }],
      }),
    );
  const patterns = async () =>
    (await logs.send(new DescribeMetricFiltersCommand({ logGroupName: '/filters' }))).metricFilters?.map(
      (each) => each.filterPattern,
    );
  await put('first');
  await put('second');
  expect(await patterns()).toEqual(['second']);
  await logs.send(new DeleteLogGroupCommand({ logGroupName: '/filters' }));
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/filters' }));
  expect(await patterns()).toEqual([]);
});

it('CloudTrail takes a log group that is there and a role that may write, and lets go of both', async () => {
  const { s3, iam, cloudtrail } = aws;
  await s3.send(
    new CreateBucketCommand({
      Bucket: 'trail-logs',
      CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' },
    }),
  );
  await s3.send(
    new PutBucketPolicyCommand({ Bucket: 'trail-logs', Policy: trailBucketPolicy('trail-logs') }),
  );
  const logs = {
    CloudWatchLogsLogGroupArn: `arn:aws:logs:${region}:${accountId}:log-group:/trail:*`,
    CloudWatchLogsRoleArn: `arn:aws:iam::${accountId}:role/to-logs`,
  };
  const create = () =>
    failure(cloudtrail.send(new CreateTrailCommand({ Name: 'trail', S3BucketName: 'trail-logs', ...logs })));
  expect(await create()).toBe('InvalidCloudWatchLogsLogGroupArnException');
  await (await aws.logs()).send(new CreateLogGroupCommand({ logGroupName: '/trail' }));
  expect(await create()).toBe('InvalidCloudWatchLogsRoleArnException');
  const statement = (Action: string | string[], more: object) => ({ Effect: 'Allow', Action, ...more });
  const document = (one: object) => JSON.stringify({ Version: '2012-10-17', Statement: [one] });
  const trust = statement('sts:AssumeRole', { Principal: { Service: 'cloudtrail.amazonaws.com' } });
  await iam.send(new CreateRoleCommand({ RoleName: 'to-logs', AssumeRolePolicyDocument: document(trust) }));
  const put = (actions: string[]) =>
    iam.send(
      new PutRolePolicyCommand({
        RoleName: 'to-logs',
        PolicyName: 'write',
        PolicyDocument: document(statement(actions, { Resource: '*' })),
      }),
    );
  await put(['logs:CreateLogStream']);
  expect(await create()).toBe('InvalidCloudWatchLogsRoleArnException');
  await put(['logs:CreateLogStream', 'logs:PutLogEvents']);
  expect(await create()).toBe('none');
  const off = { CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' };
  await cloudtrail.send(new UpdateTrailCommand({ Name: 'trail', ...off }));
  const { trailList } = await cloudtrail.send(new DescribeTrailsCommand({}));
  expect(trailList?.[0]?.CloudWatchLogsLogGroupArn).toBe('');
});
