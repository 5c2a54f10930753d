import {
  CreateTrailCommand,
  DescribeTrailsCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import type { Clients } from '../../src/account/clients.ts';
import { accountId, type Bench, openBench, region } from './bench.ts';

const dayMs = 86_400_000;
/** The log bucket of the account as it was found. */
export const logBucket = 'acme-cloudtrail-logs';
export const partner = '999988887777';

const managed = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const allow = (Action: string | readonly string[], Resource: string | readonly string[] = '*') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });

interface SeededUser {
  readonly name: string;
  readonly groups?: readonly string[];
  readonly attached?: readonly string[];
  readonly inline?: string;
  /** Console password; `never`: nobody has signed in with it. */
  readonly password?: 'used' | 'never';
  readonly mfa?: true;
  /** A key each: so many days old, and switched off or not. */
  readonly keys?: readonly { readonly days: number; readonly off?: true }[];
}

/** Twelve users as they come together in five years: rights on each of them, few devices, keys everywhere. */
const users: readonly SeededUser[] = [
  { name: 'alice', groups: ['Admins'], password: 'used', mfa: true },
  { name: 'bob', groups: ['Admins'], password: 'used' },
  { name: 'carol', attached: ['AdministratorAccess'], password: 'used' },
  {
    name: 'dave',
    attached: ['AdministratorAccess'],
    password: 'used',
    mfa: true,
    keys: [{ days: 700 }, { days: 200 }],
  },
  {
    name: 'erin',
    inline: allow(['s3:Get*', 's3:List*', 's3:PutObject']),
    password: 'used',
    keys: [{ days: 400 }],
  },
  { name: 'frank', groups: ['devs'], password: 'used', keys: [{ days: 30 }] },
  { name: 'gina', groups: ['devs'], attached: ['AmazonEC2FullAccess'], password: 'used' },
  { name: 'hugo', attached: ['job-function/Billing'], password: 'used' },
  {
    name: 'deploy',
    inline: allow(['s3:PutObject', 's3:GetObject'], 'arn:aws:s3:::acme-site/*'),
    password: 'used',
    keys: [{ days: 500 }, { days: 10 }],
  },
  {
    name: 'backup',
    inline: allow(
      ['s3:PutObject', 's3:ListBucket'],
      ['arn:aws:s3:::acme-backup', 'arn:aws:s3:::acme-backup/*'],
    ),
    keys: [{ days: 900 }],
  },
  { name: 'mailer', attached: ['AmazonSESFullAccess'], keys: [{ days: 1100 }] },
  { name: 'ivan', password: 'never', keys: [{ days: 800, off: true }] },
];

/** A world whose account is twice as old as this tool; `now` is again today once it stands. */
export async function openNeglected(): Promise<Bench> {
  let daysBack = 0;
  const day = (days: number) => new Date(Date.now() - days * dayMs);
  const bench = await openBench({
    clock: () => day(daysBack),
    scenario: {
      signIns: Object.fromEntries(
        users
          .filter(({ password }) => password === 'used')
          .map(({ name }) => [name, day(2).toISOString().replace(/\.\d+/, '')]),
      ),
    },
  });
  // Opens the session while the clock is right.
  await bench.clients.cloudtrail.send(new DescribeTrailsCommand({}));
  await seedNeglected(bench.clients, (days) => {
    daysBack = days;
  });
  daysBack = 0;
  return bench;
}

/** @param ago turns the account's clock back by so many days */
async function seedNeglected(clients: Clients, ago: (days: number) => void): Promise<void> {
  ago(1200);
  await seedGroups(clients);
  for (const user of users) await seedUser(clients, user, ago);
  ago(600);
  await seedTrails(clients);
  await seedMachines(clients);
}

async function seedGroups({ iam }: Clients): Promise<void> {
  const groups = { Admins: 'AdministratorAccess', devs: 'PowerUserAccess' };
  for (const [GroupName, policy] of Object.entries(groups)) {
    await iam.send(new CreateGroupCommand({ GroupName }));
    await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn: managed(policy) }));
  }
}

async function seedUser({ iam }: Clients, user: SeededUser, ago: (days: number) => void): Promise<void> {
  const UserName = user.name;
  ago(1150);
  await iam.send(new CreateUserCommand({ UserName }));
  for (const GroupName of user.groups ?? [])
    await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
  for (const name of user.attached ?? [])
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: managed(name) }));
  if (user.inline !== undefined)
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument: user.inline }));
  if (user.password !== undefined)
    await iam.send(new CreateLoginProfileCommand({ UserName, Password: 'Only-4-tests-please' }));
  if (user.mfa) await enrol({ iam }, UserName);
  for (const { days, off } of user.keys ?? []) {
    ago(days);
    const made = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const AccessKeyId = made.AccessKey?.AccessKeyId;
    if (off) await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }));
  }
}

/** Somebody enrols an authenticator app. */
export async function enrol({ iam }: Pick<Clients, 'iam'>, UserName: string): Promise<void> {
  const device = await iam.send(
    new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: `${UserName}-phone` }),
  );
  await iam.send(
    new EnableMFADeviceCommand({
      UserName,
      SerialNumber: device.VirtualMFADevice?.SerialNumber,
      AuthenticationCode1: '123456',
      AuthenticationCode2: '654321',
    }),
  );
}

/** A multi-region trail into a bucket without settings, which a partner reads; and an older one of one region. */
async function seedTrails({ s3, cloudtrail }: Clients): Promise<void> {
  const place = { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } };
  await s3.send(new CreateBucketCommand({ Bucket: logBucket, ...place }));
  const bucket = `arn:aws:s3:::${logBucket}`;
  const service = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
  const policy = {
    Version: '2012-10-17',
    Statement: [
      { ...service, Sid: 'Acl', Action: 's3:GetBucketAcl', Resource: bucket },
      {
        ...service,
        Sid: 'Write',
        Action: 's3:PutObject',
        Resource: `${bucket}/AWSLogs/${accountId}/*`,
        Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
      {
        Sid: 'PartnerReads',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${partner}:root` },
        Action: ['s3:GetObject', 's3:ListBucket'],
        Resource: [bucket, `${bucket}/*`],
      },
    ],
  };
  await s3.send(new PutBucketPolicyCommand({ Bucket: logBucket, Policy: JSON.stringify(policy) }));
  const trails = [
    { Name: 'management-events', IsMultiRegionTrail: true },
    { Name: 'old-trail', IsMultiRegionTrail: false },
  ];
  for (const trail of trails) {
    await cloudtrail.send(
      new CreateTrailCommand({ ...trail, S3BucketName: logBucket, IncludeGlobalServiceEvents: true }),
    );
    await cloudtrail.send(
      new PutEventSelectorsCommand({
        TrailName: trail.Name,
        EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
      }),
    );
    await cloudtrail.send(new StartLoggingCommand({ Name: trail.Name }));
  }
}

/** A server that carries the key of `backup` in its user data, and a role that the partner takes on. */
async function seedMachines(clients: Clients): Promise<void> {
  const { iam } = clients;
  const made = await iam.send(new CreateAccessKeyCommand({ UserName: 'backup' }));
  const { AccessKeyId = '', SecretAccessKey = '' } = made.AccessKey ?? {};
  const script = `#!/bin/sh
export AWS_ACCESS_KEY_ID=${AccessKeyId}
export AWS_SECRET_ACCESS_KEY=${SecretAccessKey}
aws s3 sync /var/backup s3://acme-backup/
`;
  const ec2 = await clients.ec2();
  await ec2.send(
    new RunInstancesCommand({
      ImageId: 'ami-12c6146b',
      MinCount: 1,
      MaxCount: 1,
      UserData: Buffer.from(script).toString('base64'),
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'web-1' }] }],
    }),
  );
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${partner}:root` }, Action: 'sts:AssumeRole' },
    ],
  };
  const RoleName = 'partner-support';
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: managed('ReadOnlyAccess') }));
}
