import { jsonBody } from './account-memory.ts';
import type { EventResource } from './event-history.ts';
import { type Operation, queryParameters } from './operation-name.ts';
import { s3Place } from './s3-operation.ts';
import type { WireReply, WireRequest } from './wire.ts';

/** Parameters that name a resource, and the type CloudTrail gives it. */
const resourceTypes: Readonly<Record<string, string>> = {
  UserName: 'AWS::IAM::User',
  NewUserName: 'AWS::IAM::User',
  GroupName: 'AWS::IAM::Group',
  NewGroupName: 'AWS::IAM::Group',
  RoleName: 'AWS::IAM::Role',
  PolicyArn: 'AWS::IAM::Policy',
  PolicyName: 'AWS::IAM::Policy',
  InstanceProfileName: 'AWS::IAM::InstanceProfile',
  AccessKeyId: 'AWS::IAM::AccessKey',
  SerialNumber: 'AWS::IAM::MFADevice',
  VirtualMFADeviceName: 'AWS::IAM::MFADevice',
  RoleArn: 'AWS::IAM::Role',
  AccountAlias: 'AWS::IAM::AccountAlias',
  TrailName: 'AWS::CloudTrail::Trail',
  KeyId: 'AWS::KMS::Key',
  TargetKeyId: 'AWS::KMS::Key',
  AliasName: 'AWS::KMS::Alias',
  S3BucketName: 'AWS::S3::Bucket',
  InstanceId: 'AWS::EC2::Instance',
  'IamInstanceProfile.Name': 'AWS::IAM::InstanceProfile',
  LaunchTemplateName: 'AWS::EC2::LaunchTemplate',
  LaunchTemplateId: 'AWS::EC2::LaunchTemplate',
  TopicArn: 'AWS::SNS::Topic',
  AlarmName: 'AWS::CloudWatch::Alarm',
  AlarmNames: 'AWS::CloudWatch::Alarm',
  logGroupName: 'AWS::Logs::LogGroup',
  BudgetName: 'AWS::Budgets::Budget',
  analyzerName: 'AWS::AccessAnalyzer::Analyzer',
};
/** What a call makes is named in its answer only: action, type, and the element or field with the name. */
const madeNames: readonly (readonly [action: string, type: string, field: string])[] = [
  ['CreateKey', 'AWS::KMS::Key', 'KeyId'],
  ['CreateKey', 'AWS::KMS::Key', 'Arn'],
  ['CreateAccessKey', 'AWS::IAM::AccessKey', 'AccessKeyId'],
  ['CreatePolicy', 'AWS::IAM::Policy', 'Arn'],
  ['CreateTopic', 'AWS::SNS::Topic', 'TopicArn'],
  ['RunInstances', 'AWS::EC2::Instance', 'instanceId'],
  ['CreateLaunchTemplate', 'AWS::EC2::LaunchTemplate', 'launchTemplateId'],
];
const secretParameters = new Set([
  'Password',
  'NewPassword',
  'OldPassword',
  'Value',
  'AuthenticationCode1',
  'AuthenticationCode2',
]);

/** Parameters of a call as an event tells them: names begin small, passwords are left out. */
export function eventParameters(operation: Operation, request: WireRequest): Record<string, string> {
  const told: Record<string, string> = {};
  for (const [name, value] of Object.entries(allParameters(operation, request))) {
    if (secretParameters.has(name)) continue;
    told[name.charAt(0).toLowerCase() + name.slice(1)] = value;
  }
  return told;
}

/**
 * The resources a call is about: those it names, and what it made. A setting of the account (password policy,
 * alternate contact) has none.
 */
export function eventResources(
  operation: Operation,
  request: WireRequest,
  reply: WireReply,
): EventResource[] {
  const resources: EventResource[] = [];
  const add = (type: string | undefined, name: string | undefined) => {
    if (type === undefined || name === undefined || name === '') return;
    if (!resources.some((known) => known.type === type && known.name === name))
      resources.push({ type, name });
  };
  for (const [name, value] of namedParameters(operation, request)) {
    const type = operation.service === 'cloudtrail' && name === 'Name' ? trailType : resourceTypes[name];
    add(type, value);
    // Trails and keys are found by name or id, and by ARN, however the call named them.
    if (type === trailType || type === 'AWS::KMS::Key') add(type, nameInArn(value));
  }
  if (operation.service === 's3')
    add('AWS::S3::Bucket', s3Place(new URL(request.path, 'http://localhost')).bucket);
  const text = reply.body.length < 100_000 ? reply.body.toString() : '';
  for (const [action, type, field] of madeNames)
    if (operation.action === action) add(type, fieldOf(text, field));
  return resources;
}

const trailType = 'AWS::CloudTrail::Trail';

function nameInArn(value: string): string | undefined {
  return value.startsWith('arn:') ? value.slice(value.indexOf('/') + 1) : undefined;
}

/** The first element (XML) or member (JSON) of that name. */
function fieldOf(text: string, field: string): string | undefined {
  return (
    new RegExp(`<${field}>([^<]+)`).exec(text)?.[1] ?? new RegExp(`"${field}":\\s*"([^"]+)"`).exec(text)?.[1]
  );
}

/** Parameters one by one: lists taken apart, and the name inside a budget. */
function namedParameters(operation: Operation, request: WireRequest): readonly (readonly [string, string])[] {
  const body = jsonBody(request);
  const lists = Object.entries(body).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((each) => [name, String(each)] as const) : [],
  );
  const budget = fieldOf(JSON.stringify(body.Budget ?? {}), 'BudgetName');
  return [
    // The query protocols number the members of a list: InstanceId.1, or AlarmNames.member.1.
    ...Object.entries(allParameters(operation, request))
      .filter(([, value]) => !/^[[{]/.test(value))
      .map(([name, value]) => [name.replace(/(\.member)?\.\d+$/, ''), value] as const),
    ...lists,
    ...(budget === undefined ? [] : [['BudgetName', budget] as const]),
  ];
}

function allParameters(operation: Operation, request: WireRequest): Record<string, string> {
  if (operation.protocol === 's3') {
    return { bucketName: s3Place(new URL(request.path, 'http://localhost')).bucket };
  }
  const parameters: Record<string, string> = {};
  for (const [name, value] of queryParameters(request)) {
    if (name !== 'Action' && name !== 'Version') parameters[name] = value;
  }
  for (const [name, value] of Object.entries(jsonBody(request))) {
    parameters[name] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  // CloudTrail keeps user data out of its events, as it may hold anything.
  for (const name of Object.keys(parameters))
    if (/(^|\.)UserData(\.Value)?$/.test(name)) parameters[name] = '<sensitiveDataRemoved>';
  return parameters;
}

/** The error code in a reply, in any protocol; undefined for success. */
export function errorCodeOf(reply: WireReply): string | undefined {
  if (reply.status < 400) return undefined;
  const text = reply.body.toString();
  const found =
    /<Code>([^<]+)<\/Code>/.exec(text)?.[1] ?? /"__type":\s*"(?:[^"#]*#)?([^"]+)"/.exec(text)?.[1];
  return found ?? String(reply.status);
}
