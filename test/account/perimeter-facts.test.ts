import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetCredentialReportCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, test } from 'vitest';
import { makeClients } from '../../src/account/clients.ts';
import { groupFacts, readAuthorization } from '../../src/account/read/authorization.ts';
import {
  parseCredentialReport,
  readCredentialReport,
  rootLastUsed,
} from '../../src/account/read/credential-report.ts';
import { makeGather } from '../../src/account/read/gather.ts';
import { readInstances } from '../../src/account/read/instances.ts';
import { readPolicies } from '../../src/account/read/policies.ts';

const clients = makeClients({
  region: 'eu-west-1',
  credentials: async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'only-for-tests' }),
});
const ec2 = mockClient(EC2Client);
const iam = mockClient(IAMClient);
afterEach(() => {
  ec2.reset();
  iam.reset();
});

/** As AWS answers, shortened. */
const page = (...instances: readonly object[]) => ({ Reservations: [{ Instances: instances }] }) as never;
const checkbot = {
  InstanceId: 'i-0b',
  State: { Code: 16, Name: 'running' },
  Tags: [{ Key: 'Name', Value: 'checkbot' }],
  IamInstanceProfile: { Arn: 'arn:aws:iam::123456789012:instance-profile/checkbot', Id: 'AIPA' },
  MetadataOptions: { State: 'applied', HttpTokens: 'required', HttpEndpoint: 'enabled' },
};

test('instances: every page of every region, without those that are gone', async () => {
  const second = {
    InstanceId: 'i-0a',
    State: { Name: 'stopped' },
    MetadataOptions: { HttpTokens: 'optional', HttpEndpoint: 'disabled' },
  };
  ec2.on(DescribeInstancesCommand).callsFake(async (input: { NextToken?: string }, client) => {
    if ((await client().config.region()) === 'us-east-1')
      return page({ InstanceId: 'i-0d', State: { Name: 'pending' } });
    if (input.NextToken === 'next') return page(second);
    const first: object = page(checkbot, { InstanceId: 'i-0c', State: { Name: 'terminated' } });
    return { ...first, NextToken: 'next' };
  });
  const gather = makeGather('eu-west-1');
  const other = await readInstances(clients.forRegion('us-east-1'), gather);
  expect([...(await readInstances(clients, gather)), ...other]).toEqual([
    { id: 'i-0a', region: 'eu-west-1', state: 'stopped', httpTokens: 'optional', metadata: false },
    {
      id: 'i-0b',
      region: 'eu-west-1',
      name: 'checkbot',
      state: 'running',
      profileArn: 'arn:aws:iam::123456789012:instance-profile/checkbot',
      httpTokens: 'required',
      metadata: true,
    },
    { id: 'i-0d', region: 'us-east-1', state: 'pending', httpTokens: 'optional', metadata: true },
  ]);
  expect(ec2.commandCalls(DescribeInstancesCommand)).toHaveLength(3);
  expect(gather.notRead).toEqual([]);
});

test('instances of a region that may not be read are named, the others stay', async () => {
  const denied = Object.assign(new Error('no'), {
    name: 'UnauthorizedOperation',
    $metadata: { httpStatusCode: 403 },
  });
  ec2.on(DescribeInstancesCommand).rejectsOnce(denied).resolves(page(checkbot));
  const gather = makeGather('eu-west-1');
  expect(await readInstances(clients.forRegion('us-east-1'), gather)).toEqual([]);
  expect(await readInstances(clients, gather)).toHaveLength(1);
  expect(gather.notRead).toMatchObject([
    { action: 'ec2:DescribeInstances', why: expect.stringContaining('us-east-1') },
  ]);
});

test('the credential report is waited for, and tells when root was last there', async () => {
  const text = [
    'user,arn,password_last_used,access_key_1_last_used_date,access_key_2_last_used_date',
    '<root_account>,arn,2026-09-01T10:00:00+00:00,2026-10-02T08:00:00+00:00,N/A',
  ].join('\n');
  iam.on(GenerateCredentialReportCommand).resolvesOnce({ State: 'STARTED' }).resolves({ State: 'COMPLETE' });
  iam.on(GetCredentialReportCommand).resolves({ Content: new TextEncoder().encode(text) });
  const report = await readCredentialReport(clients, makeGather('eu-west-1'));
  expect(rootLastUsed(report)).toBe('2026-10-02T08:00:00.000Z');
  expect(iam.commandCalls(GenerateCredentialReportCommand)).toHaveLength(2);
  expect(rootLastUsed(undefined)).toBeUndefined();
  expect(
    rootLastUsed(parseCredentialReport('user,password_last_used\n<root_account>,no_information')),
  ).toBeUndefined();
});

test('policies carry version and date of the last change, groups their age', async () => {
  const document = '{"Statement":[]}';
  iam.on(GetAccountAuthorizationDetailsCommand).resolves({
    GroupDetailList: [{ GroupName: 'admins', CreateDate: new Date('2026-01-01T00:00:00Z') }],
    Policies: [
      {
        Arn: 'arn:aws:iam::123456789012:policy/deploy',
        DefaultVersionId: 'v3',
        UpdateDate: new Date('2026-10-01T00:00:00Z'),
        PolicyVersionList: [{ VersionId: 'v3', IsDefaultVersion: true, Document: document }],
      },
    ],
  });
  iam.on(GetPolicyCommand, { PolicyArn: 'arn:aws:iam::aws:policy/Billing' }).resolves({
    Policy: { DefaultVersionId: 'v28', UpdateDate: new Date('2026-09-01T00:00:00Z') },
  });
  iam.on(GetPolicyVersionCommand).resolves({ PolicyVersion: { Document: document } });
  const gather = makeGather('eu-west-1');
  const bulk = await readAuthorization(clients, gather);
  expect(groupFacts(bulk.groups)).toMatchObject([{ name: 'admins', createdAt: '2026-01-01T00:00:00.000Z' }]);
  const found = await readPolicies(clients, gather, bulk.policies, {
    awsManaged: ['arn:aws:iam::aws:policy/Billing'],
    origins: true,
  });
  expect(found).toMatchObject([
    { name: 'Billing', awsManaged: true, versionId: 'v28', updatedAt: '2026-09-01T00:00:00.000Z' },
    { name: 'deploy', awsManaged: false, versionId: 'v3', updatedAt: '2026-10-01T00:00:00.000Z' },
  ]);
});
