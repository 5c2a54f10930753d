import { CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { EnableEbsEncryptionByDefaultCommand } from '@aws-sdk/client-ec2';
import {
  AddRoleToInstanceProfileCommand,
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreateAccountAliasCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  EnableKeyRotationCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { PutPublicAccessBlockCommand as PutAccountBlockCommand } from '@aws-sdk/client-s3-control';
import type { Clients } from '../../src/account/clients.ts';
import { accountId, region } from './account-fixture.ts';

const anyone = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'Look', Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' }],
});
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
});
const fourSwitches = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: false,
};

/** People, a role, policies: something of every kind that IAM knows. */
export async function seedIdentity({ iam }: Clients): Promise<void> {
  const tags = [{ Key: 'ManagedBy', Value: 'bootstrap-account' }];
  await iam.send(new CreateGroupCommand({ GroupName: 'admins', Path: '/bootstrap-account/' }));
  const made = await iam.send(
    new CreatePolicyCommand({
      PolicyName: 'Looker',
      Path: '/own/',
      Description: 'Looks around',
      PolicyDocument: anyone,
      Tags: tags,
    }),
  );
  await iam.send(new AttachGroupPolicyCommand({ GroupName: 'admins', PolicyArn: made.Policy?.Arn }));
  await iam.send(
    new AttachGroupPolicyCommand({
      GroupName: 'admins',
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
  );
  await iam.send(
    new PutGroupPolicyCommand({ GroupName: 'admins', PolicyName: 'extra', PolicyDocument: anyone }),
  );
  await iam.send(
    new CreateUserCommand({ UserName: 'ada', Tags: tags, PermissionsBoundary: made.Policy?.Arn }),
  );
  await iam.send(new AddUserToGroupCommand({ UserName: 'ada', GroupName: 'admins' }));
  await iam.send(new CreateLoginProfileCommand({ UserName: 'ada', Password: 'Only-4-tests-please' }));
  const device = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'ada-phone' }));
  const serial = device.VirtualMFADevice?.SerialNumber;
  await iam.send(
    new EnableMFADeviceCommand({
      UserName: 'ada',
      SerialNumber: serial,
      AuthenticationCode1: '123456',
      AuthenticationCode2: '654321',
    }),
  );
  await iam.send(new CreateUserCommand({ UserName: 'bot', Path: '/machine/' }));
  await iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'checkbot',
      AssumeRolePolicyDocument: trust,
      Description: 'Checks',
      MaxSessionDuration: 7200,
      Tags: tags,
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({ RoleName: 'checkbot', PolicyName: 'buckets', PolicyDocument: anyone }),
  );
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'checkbot', Tags: tags }));
  await iam.send(
    new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'checkbot', RoleName: 'checkbot' }),
  );
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'empty' }));
}

/** The account-wide settings. */
export async function seedSettings(clients: Clients): Promise<void> {
  await clients.iam.send(
    new UpdateAccountPasswordPolicyCommand({
      MinimumPasswordLength: 16,
      RequireNumbers: true,
      PasswordReusePrevention: 5,
    }),
  );
  await clients.iam.send(new CreateAccountAliasCommand({ AccountAlias: 'acme' }));
  await clients.s3control.send(
    new PutAccountBlockCommand({ AccountId: accountId, PublicAccessBlockConfiguration: fourSwitches }),
  );
  await (await clients.ec2()).send(new EnableEbsEncryptionByDefaultCommand({}));
}

export interface SeededAudit {
  readonly keyArn: string;
  readonly orphanArn: string;
}

/** A trail with bucket and key; a key of ours without alias, and one of those on its way out. */
export async function seedAudit(clients: Clients): Promise<SeededAudit> {
  const { kms, s3, cloudtrail } = clients;
  const key = await kms.send(new CreateKeyCommand({ Description: 'Encrypts log files' }));
  const { KeyId: keyId, Arn: keyArn = '' } = key.KeyMetadata ?? {};
  await kms.send(new EnableKeyRotationCommand({ KeyId: keyId }));
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/account-trail', TargetKeyId: keyId }));
  const ours = [{ TagKey: 'ManagedBy', TagValue: 'bootstrap-account' }];
  const orphan = await kms.send(new CreateKeyCommand({ Tags: ours }));
  const dying = await kms.send(new CreateKeyCommand({ Tags: ours }));
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: dying.KeyMetadata?.KeyId }));
  await kms.send(new CreateKeyCommand({ Description: 'of somebody else' }));
  const bucket = { Bucket: 'acme-audit' };
  await s3.send(
    new CreateBucketCommand({
      ...bucket,
      ObjectLockEnabledForBucket: true,
      CreateBucketConfiguration: { LocationConstraint: region },
    }),
  );
  await s3.send(
    new PutBucketTaggingCommand({ ...bucket, Tagging: { TagSet: [{ Key: 'Part', Value: 'audit-trail' }] } }),
  );
  await s3.send(
    new PutBucketVersioningCommand({ ...bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  await s3.send(new PutPublicAccessBlockCommand({ ...bucket, PublicAccessBlockConfiguration: fourSwitches }));
  await s3.send(
    new PutBucketOwnershipControlsCommand({
      ...bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    }),
  );
  const byDefault = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn } as const;
  const rules = [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true }];
  await s3.send(
    new PutBucketEncryptionCommand({ ...bucket, ServerSideEncryptionConfiguration: { Rules: rules } }),
  );
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({
      ...bucket,
      LifecycleConfiguration: {
        Rules: [
          {
            ID: 'expire',
            Status: 'Enabled',
            Filter: { Prefix: '' },
            Expiration: { Days: 400 },
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
          },
        ],
      },
    }),
  );
  await s3.send(
    new PutObjectLockConfigurationCommand({
      ...bucket,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 400 } },
      },
    }),
  );
  const policy = {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Tls', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::acme-audit/*' },
    ],
  };
  await s3.send(new PutBucketPolicyCommand({ ...bucket, Policy: JSON.stringify(policy) }));
  await cloudtrail.send(
    new CreateTrailCommand({
      Name: 'account-trail',
      S3BucketName: 'acme-audit',
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
      KmsKeyId: keyArn,
      TagsList: [{ Key: 'Origin', Value: 'made' }],
    }),
  );
  await cloudtrail.send(new StartLoggingCommand({ Name: 'account-trail' }));
  return { keyArn, orphanArn: orphan.KeyMetadata?.Arn ?? '' };
}
