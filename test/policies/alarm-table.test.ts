import { describe, expect, test } from 'vitest';
import { cisAlarms } from '../../src/policies/alarm-table.ts';
import { matchesPattern } from '../helpers/filter-pattern.ts';

/** An event as CloudTrail writes it, as far as filters look. */
const event = (eventName: string, more: object = {}) => ({
  eventName,
  eventSource: 'iam.amazonaws.com',
  eventType: 'AwsApiCall',
  sourceIPAddress: '203.0.113.7',
  userIdentity: { type: 'IAMUser', userName: 'ada' },
  ...more,
});
const signIn = (MFAUsed: string, result: 'Success' | 'Failure', more: object = {}) =>
  event('ConsoleLogin', {
    eventSource: 'signin.amazonaws.com',
    eventType: 'AwsConsoleSignIn',
    additionalEventData: { MFAUsed },
    responseElements: { ConsoleLogin: result },
    ...(result === 'Failure' ? { errorMessage: 'Failed authentication' } : {}),
    ...more,
  });
const of = (service: string) => ({ eventSource: `${service}.amazonaws.com` });

/** Every event sets off exactly the alarms named. */
const cases: readonly (readonly [title: string, event: object, alarms: readonly string[]])[] = [
  ['a denied call', event('GetObject', { errorCode: 'AccessDenied', ...of('s3') }), ['denied-calls']],
  [
    'a denied EC2 call',
    event('RunInstances', { errorCode: 'Client.UnauthorizedOperation', ...of('ec2') }),
    ['denied-calls'],
  ],
  [
    'a denied log delivery',
    event('PutObject', { errorCode: 'AccessDenied', sourceIPAddress: 'delivery.logs.amazonaws.com' }),
    [],
  ],
  ['another error', event('GetObject', { errorCode: 'NoSuchKey' }), []],
  ['a sign-in without MFA', signIn('No', 'Success'), ['sign-in-without-mfa']],
  ['a sign-in with MFA', signIn('Yes', 'Success'), []],
  ['a failed sign-in', signIn('No', 'Failure'), ['failed-sign-ins']],
  ['a role signs in', signIn('No', 'Success', { userIdentity: { type: 'AssumedRole' } }), []],
  ['root looks around', event('ListUsers', { userIdentity: { type: 'Root' } }), ['root-used']],
  [
    'AWS works as root',
    event('ListUsers', { userIdentity: { type: 'Root', invokedBy: 'support.amazonaws.com' } }),
    [],
  ],
  [
    'an event of a service',
    event('Renew', { userIdentity: { type: 'Root' }, eventType: 'AwsServiceEvent' }),
    [],
  ],
  ['a policy is attached', event('AttachUserPolicy'), ['iam-policy-changed']],
  ['a policy gets a version', event('CreatePolicyVersion'), ['iam-policy-changed']],
  [
    'a policy of the organization',
    event('CreatePolicy', of('organizations')),
    ['iam-policy-changed', 'organization-changed'],
  ],
  ['a user is listed', event('ListUsers'), []],
  ['the trail is stopped', event('StopLogging', of('cloudtrail')), ['trail-changed']],
  ['the trail is looked at', event('GetTrailStatus', of('cloudtrail')), []],
  ['a key is to be deleted', event('ScheduleKeyDeletion', of('kms')), ['key-disabled']],
  ['a key of another service', event('DisableKey', of('payment-cryptography')), []],
  ['a bucket policy', event('PutBucketPolicy', of('s3')), ['bucket-policy-changed']],
  ['Config stops', event('StopConfigurationRecorder', of('config')), ['config-changed']],
  ['a port is opened', event('AuthorizeSecurityGroupIngress', of('ec2')), ['security-groups-changed']],
  ['a network ACL', event('CreateNetworkAclEntry', of('ec2')), ['network-acls-changed']],
  ['a gateway', event('AttachInternetGateway', of('ec2')), ['gateways-changed']],
  ['a route', event('ReplaceRoute', of('ec2')), ['routes-changed']],
  ['a route of a mesh', event('CreateRoute', of('appmesh')), []],
  ['a network', event('CreateVpc', of('ec2')), ['vpcs-changed']],
  ['the organization', event('LeaveOrganization', of('organizations')), ['organization-changed']],
];

describe('the table of alarms', () => {
  test.each(cases)('%s', (_title, happened, alarms) => {
    const fired = cisAlarms.filter((row) => matchesPattern(row.pattern, happened)).map((row) => row.key);
    expect(fired).toEqual(alarms);
  });

  test('every alarm has an event that sets it off', () => {
    const fired = new Set(cases.flatMap(([, , alarms]) => alarms));
    expect(cisAlarms.map((row) => row.key).filter((key) => !fired.has(key))).toEqual([]);
  });

  test('has the fifteen numbers of each version', () => {
    const numbers = Array.from({ length: 15 }, (_, index) => index + 1);
    expect(cisAlarms.map((row) => row.cis.v3)).toEqual(numbers.map((number) => `4.${number}`));
    expect(cisAlarms.map((row) => row.cis.v5)).toEqual(numbers.map((number) => `4.${number}`));
    expect(cisAlarms.map((row) => row.cis.v7)).toEqual(numbers.map((number) => `5.${number}`));
  });

  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
  test('keeps to what AWS takes', () => {
    for (const row of cisAlarms) {
      expect(row.key).toMatch(/^[a-z-]{1,60}$/);
      expect(row.pattern.length, row.key).toBeLessThanOrEqual(1024);
      // Longer than a day would need another kind of alarm.
      expect([300, 900, 3600], row.key).toContain(row.periodSeconds);
    }
  });

  test('what should never happen by itself fires at once, what deployments do only in a burst', () => {
    const atOnce = cisAlarms.filter((row) => row.threshold === 1).map((row) => row.key);
    expect(atOnce).toEqual([
      'sign-in-without-mfa',
      'root-used',
      'iam-policy-changed',
      'trail-changed',
      'key-disabled',
      'config-changed',
      'organization-changed',
    ]);
  });
});
