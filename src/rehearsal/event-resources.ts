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
};
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

/** The resources a call is about: those it names, and a key or access key that it made. */
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
  for (const [name, value] of Object.entries(allParameters(operation, request))) {
    add(resourceTypes[name], value);
    if (operation.service === 'cloudtrail' && name === 'Name') addTrail(value, add);
  }
  if (operation.service === 's3')
    add('AWS::S3::Bucket', s3Place(new URL(request.path, 'http://localhost')).bucket);
  const text = reply.body.length < 100_000 ? reply.body.toString() : '';
  if (operation.action === 'CreateKey') {
    for (const field of ['KeyId', 'Arn']) add('AWS::KMS::Key', jsonText(text, field));
  }
  if (operation.action === 'CreateAccessKey')
    add('AWS::IAM::AccessKey', /<AccessKeyId>([^<]+)/.exec(text)?.[1]);
  if (operation.action === 'CreatePolicy') add('AWS::IAM::Policy', /<Arn>([^<]+)/.exec(text)?.[1]);
  return resources;
}

/** A trail is found by its name and by its ARN, however the call named it. */
function addTrail(value: string, add: (type: string, name: string | undefined) => void): void {
  add('AWS::CloudTrail::Trail', value);
  if (value.startsWith('arn:')) add('AWS::CloudTrail::Trail', value.split(':trail/').at(-1));
}

function jsonText(text: string, field: string): string | undefined {
  return new RegExp(`"${field}":\\s*"([^"]+)"`).exec(text)?.[1];
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
