import { AutoScalingClient, DescribeLaunchConfigurationsCommand } from '@aws-sdk/client-auto-scaling';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  DescribeInstanceAttributeCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  GenerateCredentialReportCommand,
  GetAccessKeyLastUsedCommand,
  GetCredentialReportCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { GetAccessKeyInfoCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, test } from 'vitest';
import { makeClients } from '../../src/account/clients.ts';
import { makeGather } from '../../src/account/read/gather.ts';
import { readPlantedKeys } from '../../src/account/read/planted-keys.ts';
import { readRootKeys } from '../../src/account/read/root-keys.ts';
import type { Caller } from '../../src/model/target.ts';

const clients = makeClients({
  region: 'eu-west-1',
  credentials: async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'only-for-tests' }),
});
const mocks = {
  ec2: mockClient(EC2Client),
  scaling: mockClient(AutoScalingClient),
  iam: mockClient(IAMClient),
  sts: mockClient(STSClient),
  trail: mockClient(CloudTrailClient),
};
afterEach(() => {
  for (const mock of Object.values(mocks)) mock.reset();
});
const accountId = '123456789012';
/** Joined here, so that no scanner of repositories takes the test for a leak. */
const ids = {
  user: ['AKIA', 'J5Q7TESTK3YPLN4D'].join(''),
  root: ['AKIA', 'M2W6ROOTK7YQ3RPB'].join(''),
  foreign: ['AKIA', 'T7XDSTRANGE5K2LC'].join(''),
};
const b64 = (text: string) => Buffer.from(text).toString('base64');
const denied = Object.assign(new Error('no'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });

test('instances, every version of templates, launch configurations: each key with its owner', async () => {
  mocks.ec2.on(DescribeInstanceAttributeCommand).resolves({ UserData: { Value: b64(`key=${ids.user}`) } });
  mocks.ec2.on(DescribeLaunchTemplatesCommand).resolves({ LaunchTemplates: [{ LaunchTemplateId: 'lt-1' }] });
  const version = (VersionNumber: number, text: string, DefaultVersion = false) => ({
    LaunchTemplateId: 'lt-1',
    LaunchTemplateName: 'fleet',
    VersionNumber,
    DefaultVersion,
    LaunchTemplateData: { UserData: b64(text) },
  });
  mocks.ec2
    .on(DescribeLaunchTemplateVersionsCommand, { LaunchTemplateId: 'lt-1' })
    .resolves({ LaunchTemplateVersions: [version(1, ids.foreign), version(2, 'clean', true)] });
  mocks.scaling.on(DescribeLaunchConfigurationsCommand).resolves({
    LaunchConfigurations: [{ LaunchConfigurationName: 'old', UserData: b64(ids.root) } as never],
  });
  mocks.iam.on(GetAccessKeyLastUsedCommand).rejects(denied);
  mocks.iam
    .on(GetAccessKeyLastUsedCommand, { AccessKeyId: ids.user })
    .resolves({ UserName: 'bot', AccessKeyLastUsed: undefined });
  mocks.sts.on(GetAccessKeyInfoCommand, { AccessKeyId: ids.foreign }).resolves({ Account: '999988887777' });
  mocks.sts.on(GetAccessKeyInfoCommand, { AccessKeyId: ids.root }).resolves({ Account: accountId });
  const gather = makeGather('eu-west-1');
  const found = await readPlantedKeys(clients, gather, {
    regions: ['eu-west-1'],
    instances: [{ id: 'i-1', region: 'eu-west-1', state: 'running', httpTokens: 'required', metadata: true }],
    owners: {
      users: [
        { name: 'bot', accessKeys: [{ idEnd: 'LN4D', active: true, createdAt: '2026-01-01T00:00:00Z' }] },
      ],
      rootHasKeys: true,
    },
    accountId,
    allVersions: true,
  });
  expect(found.looked).toBe(4);
  expect(gather.notRead).toEqual([]);
  const rows = found.keys.map(({ idEnd, owner, places }) => [
    idEnd,
    owner,
    places.map(({ kind, id, version: number }) => [kind, id, number]),
  ]);
  expect(rows).toEqual([
    ['3RPB', { kind: 'own-account' }, [['launch-configuration', 'old', undefined]]],
    ['K2LC', { kind: 'foreign', accountId: '999988887777' }, [['launch-template', 'lt-1', '1']]],
    ['LN4D', { kind: 'user', name: 'bot', status: 'active' }, [['instance', 'i-1', undefined]]],
  ]);
  // Nothing that is handed on holds a whole id.
  for (const id of Object.values(ids)) expect(JSON.stringify(found)).not.toContain(id);
});

test('user data full of ids is told, and AWS is asked about the first of them only', async () => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const many = Array.from({ length: 900 }, (_, n) =>
    ['AKIA', 'J5Q7TESTK3YPLN', letters[Math.floor(n / 32)], letters[n % 32]].join(''),
  );
  mocks.ec2.on(DescribeInstanceAttributeCommand).resolves({ UserData: { Value: b64(many.join(' ')) } });
  mocks.ec2.on(DescribeLaunchTemplatesCommand).resolves({ LaunchTemplates: [] });
  mocks.ec2.on(DescribeLaunchTemplateVersionsCommand).resolves({ LaunchTemplateVersions: [] });
  mocks.scaling.on(DescribeLaunchConfigurationsCommand).resolves({ LaunchConfigurations: [] });
  mocks.iam.on(GetAccessKeyLastUsedCommand).resolves({ UserName: 'bot' });
  const found = await readPlantedKeys(clients, makeGather('eu-west-1'), {
    regions: ['eu-west-1'],
    instances: [{ id: 'i-1', region: 'eu-west-1', state: 'running', httpTokens: 'required', metadata: true }],
    ...{ owners: { users: [], rootHasKeys: false }, accountId, allVersions: false },
  });
  expect(mocks.iam.commandCalls(GetAccessKeyLastUsedCommand)).toHaveLength(100);
  expect(found.undecoded[0]?.why).toContain('800 more access key ids than the 100 that are looked up');
});

test('root: last use by the credential report, callers by the event history, matched to our instances', async () => {
  const head =
    'user,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active';
  const row = '<root_account>,true,2020-01-01T00:00:00Z,2026-11-20T10:00:00Z,eu-west-1,s3,false';
  mocks.iam.on(GenerateCredentialReportCommand).resolves({ State: 'COMPLETE' });
  mocks.iam
    .on(GetCredentialReportCommand)
    .resolves({ Content: new TextEncoder().encode(`${head}\n${row}\n`) });
  const event = (AccessKeyId: string, sourceIPAddress: string, EventName: string) => ({
    AccessKeyId,
    EventName,
    EventTime: new Date('2026-11-20T10:00:00Z'),
    CloudTrailEvent: JSON.stringify({ sourceIPAddress, userAgent: 'aws-cli/1.18' }),
  });
  mocks.trail.on(LookupEventsCommand).callsFake(async (_input, client) =>
    (await client().config.region()) === 'eu-west-1'
      ? {
          Events: [
            event(ids.root, '203.0.113.7', 'ListBuckets'),
            event(ids.root, '203.0.113.7', 'DescribeInstances'),
            event(ids.root, '198.51.100.1', 'ListUsers'),
            // A session of the console.
            event('ASIAIOSFODNN7EXAMPLE', '198.51.100.9', 'ConsoleLogin'),
          ],
        }
      : { Events: [] },
  );
  const caller = { accountId, partition: 'aws' } as Caller;
  const root = await readRootKeys(clients, makeGather('eu-west-1'), {
    caller,
    regions: ['eu-west-1'],
    instances: [
      {
        id: 'i-9',
        region: 'eu-west-1',
        state: 'running',
        httpTokens: 'required',
        metadata: true,
        addresses: ['203.0.113.7'],
      },
    ],
  });
  expect(root).toEqual({
    keys: [
      {
        number: 1,
        rotatedAt: '2020-01-01T00:00:00Z',
        lastUse: { at: '2026-11-20T10:00:00Z', region: 'eu-west-1', service: 's3' },
      },
    ],
    keyEnds: ['3RPB'],
    callers: [
      {
        address: '203.0.113.7',
        userAgent: 'aws-cli/1.18',
        calls: 2,
        lastAt: '2026-11-20T10:00:00Z',
        events: ['DescribeInstances', 'ListBuckets'],
        instance: 'i-9',
      },
      {
        address: '198.51.100.1',
        userAgent: 'aws-cli/1.18',
        calls: 1,
        lastAt: '2026-11-20T10:00:00Z',
        events: ['ListUsers'],
      },
    ],
    incomplete: [],
  });
});
