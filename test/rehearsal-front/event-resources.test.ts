import { expect, test } from 'vitest';
import { eventName } from '../../src/rehearsal/event-name.ts';
import { eventResources } from '../../src/rehearsal/event-resources.ts';
import { nameOperation } from '../../src/rehearsal/operation-name.ts';
import type { WireReply, WireRequest } from '../../src/rehearsal/wire.ts';

const signed = (service: string): readonly string[] => [
  'Authorization',
  `AWS4-HMAC-SHA256 Credential=AKIAX/20261120/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
];
const query = (service: string, parameters: Readonly<Record<string, string>>): WireRequest => ({
  method: 'POST',
  path: '/',
  rawHeaders: [...signed(service), 'Content-Type', 'application/x-www-form-urlencoded'],
  body: Buffer.from(new URLSearchParams(parameters).toString()),
});
const json = (service: string, target: string, body: object): WireRequest => ({
  method: 'POST',
  path: '/',
  rawHeaders: [...signed(service), 'Content-Type', 'application/x-amz-json-1.1', 'X-Amz-Target', target],
  body: Buffer.from(JSON.stringify(body)),
});
const rest = (service: string, method: string, path: string, body: object = {}): WireRequest => ({
  method,
  path,
  rawHeaders: [...signed(service), 'Content-Type', 'application/json'],
  body: Buffer.from(JSON.stringify(body)),
});
const policyArn = 'arn:aws:iam::123456789012:policy/own/Looker';
const keyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1-2';
const trailArn = 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/account-trail';
const topicArn = 'arn:aws:sns:eu-west-1:123456789012:alarms';
const trailTarget = 'CloudTrail_20131101';

/** Region and name of the event, the names a look-up finds it by, and, where the call makes something, its answer. */
const cases: readonly (readonly [
  region: string,
  name: string,
  resources: readonly string[],
  request: WireRequest,
  answer?: string,
])[] = [
  [
    'us-east-1',
    'AttachUserPolicy',
    ['alice', policyArn],
    query('iam', { Action: 'AttachUserPolicy', UserName: 'alice', PolicyArn: policyArn }),
  ],
  [
    'us-east-1',
    'PutGroupPolicy',
    ['admins', 'extra'],
    query('iam', {
      Action: 'PutGroupPolicy',
      GroupName: 'admins',
      PolicyName: 'extra',
      PolicyDocument: '{}',
    }),
  ],
  [
    'us-east-1',
    'AddUserToGroup',
    ['alice', 'admins'],
    query('iam', { Action: 'AddUserToGroup', UserName: 'alice', GroupName: 'admins' }),
  ],
  [
    'us-east-1',
    'UpdateAssumeRolePolicy',
    ['checkbot'],
    query('iam', { Action: 'UpdateAssumeRolePolicy', RoleName: 'checkbot', PolicyDocument: '{}' }),
  ],
  [
    'us-east-1',
    'AddRoleToInstanceProfile',
    ['checkbot', 'web'],
    query('iam', { Action: 'AddRoleToInstanceProfile', InstanceProfileName: 'checkbot', RoleName: 'web' }),
  ],
  [
    'us-east-1',
    'CreatePolicyVersion',
    [policyArn],
    query('iam', { Action: 'CreatePolicyVersion', PolicyArn: policyArn, PolicyDocument: '{}' }),
  ],
  [
    'us-east-1',
    'CreatePolicy',
    ['Looker', policyArn],
    query('iam', { Action: 'CreatePolicy', PolicyName: 'Looker' }),
    `<Arn>${policyArn}</Arn>`,
  ],
  [
    'us-east-1',
    'CreateAccessKey',
    ['bot', 'AKIAY'],
    query('iam', { Action: 'CreateAccessKey', UserName: 'bot' }),
    '<AccessKeyId>AKIAY</AccessKeyId>',
  ],
  [
    'us-east-1',
    'CreateAccountAlias',
    ['acme'],
    query('iam', { Action: 'CreateAccountAlias', AccountAlias: 'acme' }),
  ],
  [
    'us-east-1',
    'UpdateAccountPasswordPolicy',
    [],
    query('iam', { Action: 'UpdateAccountPasswordPolicy', MinimumPasswordLength: '8' }),
  ],
  [
    'us-east-1',
    'PutAlternateContact',
    [],
    rest('account', 'POST', '/putAlternateContact', { AlternateContactType: 'SECURITY' }),
  ],
  [
    'us-east-1',
    'CreateBudget',
    ['monthly'],
    json('budgets', 'AWSBudgetServiceGateway.CreateBudget', {
      AccountId: '1',
      Budget: { BudgetName: 'monthly' },
    }),
  ],
  [
    'us-east-1',
    'DeleteBudget',
    ['monthly'],
    json('budgets', 'AWSBudgetServiceGateway.DeleteBudget', { AccountId: '1', BudgetName: 'monthly' }),
  ],
  ['eu-west-1', 'PutBucketPolicy', ['audit'], rest('s3', 'PUT', '/audit?policy')],
  ['eu-west-1', 'DeleteBucketPublicAccessBlock', ['audit'], rest('s3', 'DELETE', '/audit?publicAccessBlock')],
  ['eu-west-1', 'PutBucketLifecycle', ['audit'], rest('s3', 'PUT', '/audit?lifecycle')],
  ['eu-west-1', 'PutBucketObjectLockConfiguration', ['audit'], rest('s3', 'PUT', '/audit?object-lock')],
  [
    'eu-west-1',
    'PutAccountPublicAccessBlock',
    [],
    rest('s3', 'PUT', '/v20180820/configuration/publicAccessBlock'),
  ],
  [
    'eu-west-1',
    'DisableEbsEncryptionByDefault',
    [],
    query('ec2', { Action: 'DisableEbsEncryptionByDefault' }),
  ],
  [
    'eu-west-1',
    'RunInstances',
    ['i-7'],
    query('ec2', { Action: 'RunInstances', ImageId: 'ami-1' }),
    '<instanceId>i-7</instanceId>',
  ],
  [
    'eu-west-1',
    'ModifyInstanceMetadataOptions',
    ['i-7'],
    query('ec2', { Action: 'ModifyInstanceMetadataOptions', InstanceId: 'i-7' }),
  ],
  [
    'eu-west-1',
    'AssociateIamInstanceProfile',
    ['web', 'i-7'],
    query('ec2', {
      Action: 'AssociateIamInstanceProfile',
      'IamInstanceProfile.Name': 'web',
      InstanceId: 'i-7',
    }),
  ],
  [
    'eu-west-1',
    'StopInstances',
    ['i-7', 'i-8'],
    query('ec2', { Action: 'StopInstances', 'InstanceId.1': 'i-7', 'InstanceId.2': 'i-8' }),
  ],
  [
    'eu-west-1',
    'StopLogging',
    [trailArn, 'account-trail'],
    json('cloudtrail', `${trailTarget}.StopLogging`, { Name: trailArn }),
  ],
  [
    'eu-west-1',
    'PutEventSelectors',
    ['account-trail'],
    json('cloudtrail', `${trailTarget}.PutEventSelectors`, {
      TrailName: 'account-trail',
      EventSelectors: [],
    }),
  ],
  ['eu-west-1', 'DisableKey', [keyArn, '1-2'], json('kms', 'TrentService.DisableKey', { KeyId: keyArn })],
  [
    'eu-west-1',
    'CreateKey',
    ['1-2', keyArn],
    json('kms', 'TrentService.CreateKey', {}),
    `{"KeyId":"1-2","Arn":"${keyArn}"}`,
  ],
  [
    'eu-west-1',
    'DeleteLogGroup',
    ['trail'],
    json('logs', 'Logs_20140328.DeleteLogGroup', { logGroupName: 'trail' }),
  ],
  [
    'eu-west-1',
    'PutMetricAlarm',
    ['root-used'],
    json('monitoring', 'GraniteServiceVersion20100801.PutMetricAlarm', { AlarmName: 'root-used' }),
  ],
  [
    'eu-west-1',
    'DeleteAlarms',
    ['a', 'b'],
    json('monitoring', 'GraniteServiceVersion20100801.DeleteAlarms', { AlarmNames: ['a', 'b'] }),
  ],
  [
    'eu-west-1',
    'CreateTopic',
    [topicArn],
    query('sns', { Action: 'CreateTopic', Name: 'alarms' }),
    `<TopicArn>${topicArn}</TopicArn>`,
  ],
  [
    'eu-west-1',
    'SetTopicAttributes',
    [topicArn],
    query('sns', { Action: 'SetTopicAttributes', TopicArn: topicArn, AttributeName: 'Policy' }),
  ],
];

const rows = cases.map(([region, name, resources, request, answer = '']) => ({
  region,
  name,
  resources,
  request,
  answer,
}));

test.each(rows)('$region $name names $resources', ({ region, name, resources, request, answer }) => {
  const reply: WireReply = { status: 200, rawHeaders: [], body: Buffer.from(answer) };
  const operation = nameOperation(request);
  expect([operation.region, eventName(operation)]).toEqual([region, name]);
  expect(eventResources(operation, request, reply).map((resource) => resource.name)).toEqual(resources);
});
