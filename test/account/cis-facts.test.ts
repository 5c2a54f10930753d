import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { CloudTrailClient, GetEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import {
  DescribeFlowLogsCommand,
  DescribeInstancesCommand,
  DescribeNetworkAclsCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  IAMClient,
  ListServerCertificatesCommand,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam';
import {
  DescribeKeyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import {
  GetBucketLoggingCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeClients } from '../../src/account/clients.ts';
import { readCisFacts } from '../../src/account/read/cis-facts.ts';
import { objectEventsOf } from '../../src/account/read/cis-object-events.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { emptySnapshot } from '../helpers/example.ts';

const clients = makeClients({
  region: 'eu-west-1',
  credentials: async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'only-for-tests' }),
});
const ec2 = mockClient(EC2Client);
const iam = mockClient(IAMClient);
const kms = mockClient(KMSClient);
const s3 = mockClient(S3Client);
const account = mockClient(AccountClient);
const cloudtrail = mockClient(CloudTrailClient);
const awsError = (name: string, status: number): Error =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });

const trailArn = 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/t';
const snapshot: Snapshot = {
  ...emptySnapshot,
  trails: [
    {
      name: 't',
      arn: trailArn,
      homeRegion: 'eu-west-1',
      multiRegion: true,
      organization: false,
      globalEvents: true,
      validation: true,
      bucket: 'audit',
      logging: true,
      allManagementEvents: true,
      tags: {},
    },
  ],
};
const report = 'user,arn,password_last_used\n<root_account>,arn:aws:iam::1:root,2026-10-02T08:00:00+00:00\n';

/** An account as AWS answers, shortened: one of each, on several pages where there are any. */
beforeEach(() => {
  for (const mock of [ec2, iam, kms, s3, account, cloudtrail]) mock.reset();
  account.on(ListRegionsCommand).resolves({
    Regions: [
      { RegionName: 'us-east-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' },
      { RegionName: 'eu-west-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' },
      { RegionName: 'af-south-1', RegionOptStatus: 'DISABLED' },
    ],
  });
  iam
    .on(GenerateCredentialReportCommand)
    .resolves({ State: 'COMPLETE' })
    .on(GetCredentialReportCommand)
    .resolves({ Content: new TextEncoder().encode(report) as never })
    .on(ListVirtualMFADevicesCommand)
    .resolves({
      VirtualMFADevices: [
        // A name that pretends: it is ada's.
        {
          SerialNumber: 'arn:aws:iam::123456789012:mfa/root-account-mfa-device',
          User: { Arn: 'arn:aws:iam::123456789012:user/ada' } as never,
        },
      ],
    })
    .on(ListServerCertificatesCommand)
    .resolves({
      ServerCertificateMetadataList: [
        { ServerCertificateName: 'www', Expiration: new Date('2026-12-01T00:00:00Z') } as never,
      ],
    });
  s3.on(ListBucketsCommand)
    .resolves({
      Buckets: [
        { Name: 'audit', BucketRegion: 'eu-west-1' },
        { Name: 'data', BucketRegion: 'us-east-1' },
      ],
    })
    .on(GetBucketPolicyCommand, { Bucket: 'audit' })
    .resolves({ Policy: '{"Version":"2012-10-17","Statement":[]}' })
    .on(GetBucketPolicyCommand, { Bucket: 'data' })
    .rejects(awsError('NoSuchBucketPolicy', 404))
    .on(GetBucketVersioningCommand, { Bucket: 'audit' })
    .resolves({ Status: 'Enabled', MFADelete: 'Enabled' })
    .on(GetBucketVersioningCommand, { Bucket: 'data' })
    .resolves({})
    .on(GetBucketLoggingCommand)
    .resolves({ LoggingEnabled: { TargetBucket: 'logs', TargetPrefix: '' } });
  cloudtrail.on(GetEventSelectorsCommand).resolves({ EventSelectors: [{ ReadWriteType: 'All' }] });
  kms
    .on(ListKeysCommand)
    .resolves({ Keys: [{ KeyId: 'own' }, { KeyId: 'aws' }, { KeyId: 'signing' }] })
    .on(DescribeKeyCommand)
    .callsFake(({ KeyId }: { KeyId: string }) => ({
      KeyMetadata: {
        KeyId,
        Arn: `arn:${KeyId}`,
        Enabled: true,
        Origin: 'AWS_KMS',
        KeyManager: KeyId === 'aws' ? 'AWS' : 'CUSTOMER',
        KeySpec: KeyId === 'signing' ? 'RSA_2048' : 'SYMMETRIC_DEFAULT',
      },
    }))
    .on(GetKeyRotationStatusCommand)
    .resolves({ KeyRotationEnabled: false });
  ec2
    .on(DescribeSecurityGroupsCommand)
    .callsFake(({ NextToken }: { NextToken?: string }) =>
      NextToken === undefined
        ? {
            SecurityGroups: [
              {
                GroupId: 'sg-b',
                GroupName: 'default',
                VpcId: 'vpc-1',
                IpPermissions: [],
                IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
              },
            ],
            NextToken: 'more',
          }
        : {
            SecurityGroups: [
              {
                GroupId: 'sg-a',
                GroupName: 'web',
                VpcId: 'vpc-1',
                IpPermissions: [
                  { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
                  {
                    IpProtocol: 'tcp',
                    FromPort: 20,
                    ToPort: 30,
                    IpRanges: [{ CidrIp: '0.0.0.0/0' }],
                    Ipv6Ranges: [{ CidrIpv6: '::/0' }],
                  },
                  { IpProtocol: 'icmp', FromPort: -1, ToPort: -1, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
                  { IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
                ],
              },
            ],
          },
    )
    .on(DescribeNetworkAclsCommand)
    .resolves({
      NetworkAcls: [
        {
          NetworkAclId: 'acl-1',
          IsDefault: true,
          Entries: [
            { RuleNumber: 32767, Protocol: '-1', RuleAction: 'deny', Egress: false, CidrBlock: '0.0.0.0/0' },
            {
              RuleNumber: 100,
              Protocol: '6',
              RuleAction: 'allow',
              Egress: false,
              CidrBlock: '0.0.0.0/0',
              PortRange: { From: 0, To: 65535 },
            },
            { RuleNumber: 90, Protocol: '-1', RuleAction: 'allow', Egress: true, CidrBlock: '0.0.0.0/0' },
            { RuleNumber: 80, Protocol: '-1', RuleAction: 'allow', Egress: false, CidrBlock: '10.0.0.0/8' },
          ],
        },
      ],
    })
    .on(DescribeVpcsCommand)
    .resolves({ Vpcs: [{ VpcId: 'vpc-2' }, { VpcId: 'vpc-1', IsDefault: true }] })
    .on(DescribeFlowLogsCommand)
    .resolves({
      FlowLogs: [
        { ResourceId: 'vpc-1', FlowLogStatus: 'ACTIVE', TrafficType: 'REJECT' },
        { ResourceId: 'vpc-2', FlowLogStatus: 'ACTIVE', TrafficType: 'ACCEPT' },
      ],
    })
    .on(DescribeInstancesCommand)
    .resolves({ Reservations: [] });
});

test('one reading: what AWS answers, as facts', async () => {
  expect(await readCisFacts(clients, snapshot)).toEqual({
    enabledRegions: ['eu-west-1', 'us-east-1'],
    rootLastUse: '2026-10-02T08:00:00.000Z',
    rootHasVirtualMfa: false,
    serverCertificates: [{ name: 'www', expiresAt: '2026-12-01T00:00:00.000Z' }],
    buckets: [
      {
        name: 'audit',
        policy: { Version: '2012-10-17', Statement: [] },
        mfaDelete: true,
        accessLogs: { bucket: 'logs' },
      },
      { name: 'data', policy: 'none', mfaDelete: false },
    ],
    bucketsLeftOut: 0,
    objectEvents: { [trailArn]: 'none' },
    regions: [
      {
        name: 'eu-west-1',
        securityGroups: [
          {
            id: 'sg-a',
            name: 'web',
            vpc: 'vpc-1',
            isDefault: false,
            rules: 4,
            openIn: [
              { source: '0.0.0.0/0', ports: { from: 20, to: 30 } },
              { source: '::/0', ports: { from: 20, to: 30 } },
              { source: '::/0' },
            ],
          },
          { id: 'sg-b', name: 'default', vpc: 'vpc-1', isDefault: true, rules: 1, openIn: [] },
        ],
        networkAcls: [
          {
            id: 'acl-1',
            isDefault: true,
            entries: [
              { source: '0.0.0.0/0', allows: true, ports: { from: 0, to: 65535 } },
              { source: '0.0.0.0/0', allows: false },
            ],
          },
        ],
        vpcs: [
          { id: 'vpc-1', isDefault: true, flowLogs: true },
          { id: 'vpc-2', isDefault: false, flowLogs: false },
        ],
        keys: [{ arn: 'arn:own', rotation: false }],
      },
    ],
    notRead: [],
  });
});

test('an app of root is told by whose it is', async () => {
  iam.on(ListVirtualMFADevicesCommand).resolves({
    VirtualMFADevices: [
      { SerialNumber: 'arn:aws:iam::1:mfa/phone', User: { Arn: 'arn:aws:iam::123456789012:root' } as never },
    ],
  });
  expect((await readCisFacts(clients, snapshot)).rootHasVirtualMfa).toBe(true);
});

test('a credential report without root, or none yet, says nothing of its use', async () => {
  iam.on(GetCredentialReportCommand).rejects(awsError('CredentialReportNotReadyException', 404));
  expect(await readCisFacts(clients, snapshot)).not.toHaveProperty('rootLastUse');
});

test('more buckets than are looked at: those of trails first, the rest is counted', async () => {
  s3.on(GetBucketPolicyCommand).rejects(awsError('NoSuchBucketPolicy', 404));
  s3.on(GetBucketVersioningCommand).resolves({});
  const names = Array.from({ length: 210 }, (_, index) => `b${String(index).padStart(3, '0')}`);
  s3.on(ListBucketsCommand).resolves({ Buckets: [...names, 'audit'].map((Name) => ({ Name })) });
  const { buckets, bucketsLeftOut } = await readCisFacts(clients, snapshot);
  expect([buckets?.length, bucketsLeftOut]).toEqual([200, 11]);
  expect(buckets?.map((bucket) => bucket.name)).toContain('audit');
});

test('everything denied: every absence is named, nothing is thrown', async () => {
  const refusal = awsError('AccessDenied', 403);
  for (const mock of [ec2, iam, kms, s3, account, cloudtrail]) mock.reset();
  ec2.onAnyCommand().rejects(refusal);
  iam.onAnyCommand().rejects(refusal);
  kms.onAnyCommand().rejects(refusal);
  s3.onAnyCommand().rejects(refusal);
  account.onAnyCommand().rejects(refusal);
  cloudtrail.onAnyCommand().rejects(refusal);
  const facts = await readCisFacts(clients, snapshot);
  expect(facts).toMatchObject({ bucketsLeftOut: 0, objectEvents: {} });
  expect(facts.regions).toEqual([{ name: 'eu-west-1' }]);
  expect([...new Set(facts.notRead.map((each) => each.action))]).toEqual([
    'cloudtrail:GetEventSelectors',
    'ec2:DescribeFlowLogs',
    'ec2:DescribeNetworkAcls',
    'ec2:DescribeRegions',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeVpcs',
    'iam:GenerateCredentialReport',
    'iam:ListServerCertificates',
    'iam:ListVirtualMFADevices',
    'kms:ListKeys',
    's3:ListAllMyBuckets',
  ]);
});

describe('events on objects', () => {
  const all = { Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] };
  const data = { Field: 'eventCategory', Equals: ['Data'] };
  const objects = { Field: 'resources.type', Equals: ['AWS::S3::Object'] };
  test.each([
    ['management events alone', { EventSelectors: [{ ReadWriteType: 'All' as const }] }, 'none'],
    ['of every bucket', { EventSelectors: [{ DataResources: [all] }] }, 'all'],
    [
      'writes only, with the older spelling',
      {
        EventSelectors: [
          {
            ReadWriteType: 'WriteOnly' as const,
            DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::'] }],
          },
        ],
      },
      'write',
    ],
    [
      'of one bucket',
      { EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::b/'] }] }] },
      'none',
    ],
    ['advanced', { AdvancedEventSelectors: [{ FieldSelectors: [data, objects] }] }, 'all'],
    [
      'advanced, reads',
      {
        AdvancedEventSelectors: [
          { FieldSelectors: [data, objects, { Field: 'readOnly', Equals: ['true'] }] },
        ],
      },
      'read',
    ],
    [
      'advanced, of one bucket',
      {
        AdvancedEventSelectors: [
          { FieldSelectors: [data, objects, { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::b/'] }] },
        ],
      },
      'none',
    ],
  ])('%s', (_what, answer, expected) => {
    expect(objectEventsOf(answer)).toBe(expected);
  });
});
