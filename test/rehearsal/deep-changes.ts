import { DeleteAnalyzerCommand, ListAnalyzersCommand } from '@aws-sdk/client-accessanalyzer';
import { AccountClient, DeleteAlternateContactCommand } from '@aws-sdk/client-account';
import { UpdateBudgetCommand } from '@aws-sdk/client-budgets';
import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { DisableAlarmActionsCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteMetricFilterCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DisableEbsEncryptionByDefaultCommand,
  ModifyInstanceMetadataDefaultsCommand,
} from '@aws-sdk/client-ec2';
import {
  CreatePolicyVersionCommand,
  DeleteAccountAliasCommand,
  DeleteGroupCommand,
  DetachGroupPolicyCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  RemoveUserFromGroupCommand,
  UntagUserCommand,
  UpdateAccountPasswordPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { DeleteAliasCommand, DisableKeyRotationCommand } from '@aws-sdk/client-kms';
import {
  DeleteBucketCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { DeletePublicAccessBlockCommand as DeleteAccountBlockCommand } from '@aws-sdk/client-s3-control';
import { SetTopicAttributesCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { logicalNames as names } from '../../src/lib/logical-names.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { accountId, type Bench, region } from '../helpers/bench.ts';

const star = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'Other', Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
});
const anyEc2 = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const filterOf = (account: Snapshot) => account.logGroups[0]?.filters[0]?.name ?? '';

interface Hand {
  readonly bench: Bench;
  /** As it was before anything was changed. */
  readonly account: Snapshot;
  readonly bucket: string;
  readonly keyId: string;
}
/** One change by hand for each kind of resource that the program makes: its type, its logical name, the change. */
export const changes: readonly (readonly [
  type: string,
  name: string,
  change: (hand: Hand) => Promise<unknown>,
])[] = [
  [
    'iam/policy',
    names.policy('require-mfa'),
    ({ bench: { clients }, account }) => {
      const PolicyArn = account.policies.find(({ name }) => name === 'RequireMFA')?.arn;
      return clients.iam.send(
        new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: star, SetAsDefault: true }),
      );
    },
  ],
  [
    'iam/groupPolicyAttachment',
    names.groupPolicy('admins', 'AdministratorAccess'),
    ({ bench: { clients } }) =>
      clients.iam.send(
        new DetachGroupPolicyCommand({
          GroupName: 'admins',
          PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
        }),
      ),
  ],
  [
    'iam/userGroupMembership',
    names.personGroups('finn'),
    ({ bench: { clients } }) =>
      clients.iam.send(new RemoveUserFromGroupCommand({ UserName: 'finn', GroupName: 'finance' })),
  ],
  [
    'iam/group',
    names.group('finance'),
    async ({ bench: { clients }, account }) => {
      const group = account.groups.find(({ name }) => name === 'finance');
      for (const { arn: PolicyArn } of group?.attached ?? [])
        await clients.iam.send(new DetachGroupPolicyCommand({ GroupName: 'finance', PolicyArn }));
      await clients.iam.send(new DeleteGroupCommand({ GroupName: 'finance' }));
    },
  ],
  [
    'iam/user',
    names.person('dev'),
    ({ bench: { clients } }) =>
      clients.iam.send(new UntagUserCommand({ UserName: 'dev', TagKeys: ['ManagedBy'] })),
  ],
  [
    'iam/role',
    names.role('checkbot'),
    ({ bench: { clients } }) =>
      clients.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'checkbot', PolicyDocument: anyEc2 })),
  ],
  [
    'iam/rolePolicy',
    names.rolePolicy('checkbot'),
    ({ bench: { clients } }) =>
      clients.iam.send(
        new PutRolePolicyCommand({ RoleName: 'checkbot', PolicyName: 'buckets', PolicyDocument: star }),
      ),
  ],
  [
    'iam/instanceProfile',
    names.roleProfile('checkbot'),
    ({ bench: { clients } }) =>
      clients.iam.send(
        new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: 'checkbot', RoleName: 'checkbot' }),
      ),
  ],
  [
    'iam/accountPasswordPolicy',
    names.passwordPolicy,
    ({ bench: { clients } }) =>
      clients.iam.send(
        // Longer than planned, but old passwords may come back.
        new UpdateAccountPasswordPolicyCommand({
          MinimumPasswordLength: 20,
          PasswordReusePrevention: 1,
          AllowUsersToChangePassword: true,
        }),
      ),
  ],
  [
    'iam/accountAlias',
    names.accountAlias,
    ({ bench: { clients } }) =>
      clients.iam.send(new DeleteAccountAliasCommand({ AccountAlias: 'acme-test' })),
  ],
  [
    's3/bucket',
    names.roleBucket('testbucket'),
    ({ bench: { clients } }) => clients.s3.send(new DeleteBucketCommand({ Bucket: 'testbucket' })),
  ],
  [
    's3/bucketPublicAccessBlock',
    names.auditBucketPublicAccessBlock,
    ({ bench: { clients }, bucket }) =>
      clients.s3.send(new DeletePublicAccessBlockCommand({ Bucket: bucket })),
  ],
  [
    's3/bucketOwnershipControls',
    names.auditBucketOwnership,
    ({ bench: { clients }, bucket }) =>
      clients.s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket: bucket })),
  ],
  [
    's3/bucketServerSideEncryptionConfiguration',
    names.auditBucketEncryption,
    ({ bench: { clients }, bucket }) =>
      clients.s3.send(
        new PutBucketEncryptionCommand({
          Bucket: bucket,
          ServerSideEncryptionConfiguration: {
            Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
          },
        }),
      ),
  ],
  [
    's3/bucketVersioning',
    names.auditBucketVersioning,
    ({ bench: { clients }, bucket }) =>
      clients.s3.send(
        new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Suspended' } }),
      ),
  ],
  [
    's3/bucketLifecycleConfiguration',
    names.auditBucketLifecycle,
    ({ bench: { clients }, bucket }) =>
      clients.s3.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket: bucket,
          LifecycleConfiguration: {
            Rules: [
              { ID: 'expire-log-files', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } },
            ],
          },
        }),
      ),
  ],
  [
    's3/bucketPolicy',
    names.auditBucketPolicy,
    ({ bench: { clients }, bucket }) => clients.s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket })),
  ],
  [
    's3/accountPublicAccessBlock',
    names.s3PublicAccessBlock,
    ({ bench: { clients } }) =>
      clients.s3control.send(new DeleteAccountBlockCommand({ AccountId: accountId })),
  ],
  [
    'kms/key',
    names.auditKey,
    ({ bench: { clients }, keyId }) => clients.kms.send(new DisableKeyRotationCommand({ KeyId: keyId })),
  ],
  [
    'kms/alias',
    names.auditKeyAlias,
    ({ bench: { clients }, account }) =>
      clients.kms.send(new DeleteAliasCommand({ AliasName: account.keys[0]?.aliases[0] })),
  ],
  [
    'cloudtrail/trail',
    names.trail,
    ({ bench: { clients } }) => clients.cloudtrail.send(new StopLoggingCommand({ Name: 'account-trail' })),
  ],
  [
    'ec2/instanceMetadataDefaults',
    names.metadataDefaults,
    async ({ bench: { clients } }) =>
      (await clients.ec2()).send(new ModifyInstanceMetadataDefaultsCommand({ HttpTokens: 'optional' })),
  ],
  [
    'ebs/encryptionByDefault',
    names.ebsEncryption,
    async ({ bench: { clients } }) =>
      (await clients.ec2()).send(new DisableEbsEncryptionByDefaultCommand({})),
  ],
  [
    'account/alternativeContact',
    names.contact('security'),
    async ({ bench: { clients, front } }) => {
      const { credentials } = clients;
      const client = new AccountClient({ region, endpoint: front.url, credentials });
      await client.send(new DeleteAlternateContactCommand({ AlternateContactType: 'SECURITY' }));
      client.destroy();
    },
  ],
  [
    'accessanalyzer/analyzer',
    names.accessAnalyzer,
    async ({ bench: { clients } }) => {
      const client = await clients.accessAnalyzer();
      const { analyzers } = await client.send(new ListAnalyzersCommand({}));
      await client.send(new DeleteAnalyzerCommand({ analyzerName: analyzers?.[0]?.name }));
    },
  ],
  [
    'cloudwatch/logGroup',
    names.alarmLogGroup,
    async ({ bench: { clients }, account }) =>
      (await clients.logs()).send(
        new PutRetentionPolicyCommand({ logGroupName: account.logGroups[0]?.name, retentionInDays: 1 }),
      ),
  ],
  [
    'cloudwatch/logMetricFilter',
    names.alarmFilter('root-used'),
    async ({ bench: { clients }, account }) =>
      (await clients.logs()).send(
        new DeleteMetricFilterCommand({
          logGroupName: account.logGroups[0]?.name,
          filterName:
            account.logGroups[0]?.filters.find(({ name }) => name.endsWith('root-used'))?.name ??
            filterOf(account),
        }),
      ),
  ],
  [
    'cloudwatch/metricAlarm',
    names.alarm('trail-changed'),
    async ({ bench: { clients }, account }) =>
      (await clients.cloudwatch()).send(
        new DisableAlarmActionsCommand({
          AlarmNames: account.alarms.map(({ name }) => name).filter((name) => name.endsWith('trail-changed')),
        }),
      ),
  ],
  [
    'sns/topicPolicy',
    names.alarmTopicPolicy,
    async ({ bench: { clients }, account }) => {
      const [topic] = account.topics;
      const AttributeValue = JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Nobody',
            Effect: 'Allow',
            Principal: { AWS: accountId },
            Action: 'sns:GetTopicAttributes',
            Resource: topic?.arn,
          },
        ],
      });
      await (await clients.sns()).send(
        new SetTopicAttributesCommand({ TopicArn: topic?.arn, AttributeName: 'Policy', AttributeValue }),
      );
    },
  ],
  [
    'sns/topicSubscription',
    names.alarmSubscription,
    async ({ bench: { clients }, account }) =>
      (await clients.sns()).send(
        new UnsubscribeCommand({ SubscriptionArn: account.topics[0]?.subscriptions[0]?.arn }),
      ),
  ],
  [
    'budgets/budget',
    names.budget,
    async ({ bench: { clients }, account }) =>
      (await clients.budgets()).send(
        new UpdateBudgetCommand({
          AccountId: accountId,
          NewBudget: {
            BudgetName: account.budgets[0]?.name,
            BudgetType: 'COST',
            TimeUnit: 'MONTHLY',
            BudgetLimit: { Amount: '99999', Unit: 'USD' },
          },
        }),
      ),
  ],
];
