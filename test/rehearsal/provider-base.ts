import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AddRoleToInstanceProfileCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutBucketPolicyCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { allow, type Base, type Clients, trust } from './provider-case.ts';
import { region } from './provider-fixture.ts';

/** Two of everything that a resource can hang on. */
export async function seedBase({ iam, kms, s3, logs, sns }: Clients): Promise<Base> {
  for (const GroupName of ['base-a', 'base-b', 'base-c'])
    await iam.send(new CreateGroupCommand({ GroupName }));
  for (const UserName of ['base-a', 'base-b']) await iam.send(new CreateUserCommand({ UserName }));
  for (const RoleName of ['base-a', 'base-b']) {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust('ec2.amazonaws.com') }));
  }
  const PolicyDocument = allow('logs:CreateLogStream').replace(
    '"logs:CreateLogStream"',
    '["logs:CreateLogStream","logs:PutLogEvents"]',
  );
  await iam.send(new PutRolePolicyCommand({ RoleName: 'base-a', PolicyName: 'logs', PolicyDocument }));
  await (await logs()).send(new CreateLogGroupCommand({ logGroupName: 'base-group' }));
  for (const Name of ['base-topic-a', 'base-topic-b', 'base-topic-c'])
    await (await sns()).send(new CreateTopicCommand({ Name }));
  // A profile of somebody else: never touched.
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'base-other' }));
  await iam.send(
    new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'base-other', RoleName: 'base-a' }),
  );
  const policy = async (PolicyName: string) => {
    const made = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: allow('s3:Get*') }));
    return made.Policy?.Arn ?? '';
  };
  const key = async () => (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '';
  for (const Bucket of ['base-bucket-a', 'base-bucket-b']) {
    const CreateBucketConfiguration = { LocationConstraint: region as 'eu-west-1' };
    const lock = { Bucket, CreateBucketConfiguration };
    await s3.send(new CreateBucketCommand(lock));
    await s3.send(
      new CreateBucketCommand({ ...lock, Bucket: `${Bucket}-locked`, ObjectLockEnabledForBucket: true }),
    );
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket: `${Bucket}-locked`, VersioningConfiguration }));
  }
  await seedTrailBucket(s3);
  return {
    policyA: await policy('base-a'),
    policyB: await policy('base-b'),
    keyA: await key(),
    keyB: await key(),
  };
}

async function seedTrailBucket(s3: Clients['s3']): Promise<void> {
  const Bucket = 'base-trail';
  const CreateBucketConfiguration = { LocationConstraint: region as 'eu-west-1' };
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  const Statement = ['s3:GetBucketAcl', 's3:PutObject'].map((Action) => ({
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action,
    Resource: Action === 's3:PutObject' ? `arn:aws:s3:::${Bucket}/*` : `arn:aws:s3:::${Bucket}`,
  }));
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
}
