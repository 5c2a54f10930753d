/** What an action can be limited to; `none` where AWS knows no resource for it. */
export type ReadResource =
  | 'none'
  | 'account'
  | 'user'
  | 'policy'
  | 'instance-profile'
  | 'instance'
  | 'bucket'
  | 'key'
  | 'trail'
  | 'log-group'
  | 'alarm'
  | 'topic'
  | 'budget';

/** One right that reading the account needs. */
export interface ReadAction {
  /** As IAM spells it. */
  readonly action: string;
  readonly on: ReadResource;
  /** Who needs it, below `src/account/read/`. */
  readonly reader: string;
  /** The API's names of the calls, where IAM's is another one or stands for several. */
  readonly calls?: readonly string[];
}

const read = (
  reader: string,
  action: string,
  on: ReadResource = 'none',
  ...calls: readonly string[]
): ReadAction => ({
  action,
  on,
  reader,
  ...(calls.length === 0 ? {} : { calls }),
});

/**
 * Every right that a snapshot, the look-up of who changed what, and `report --cis` need; a test holds it equal to
 * the calls that the readers make. `sts:GetCallerIdentity` is missing, as nobody needs a right for it.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const readActions: readonly ReadAction[] = [
  read('authorization', 'iam:GetAccountAuthorizationDetails'),
  read('users', 'iam:ListUsers'),
  read('credentials-of-users', 'iam:ListVirtualMFADevices'),
  read('credentials-of-users', 'iam:GetLoginProfile', 'user'),
  read('credentials-of-users', 'iam:ListAccessKeys', 'user'),
  read('credentials-of-users', 'iam:GetAccessKeyLastUsed', 'user'),
  read('credentials-of-users', 'iam:ListMFADevices', 'user'),
  read('credential-report', 'iam:GenerateCredentialReport'),
  read('credential-report', 'iam:GetCredentialReport'),
  read('roles', 'iam:ListRoles'),
  read('roles', 'iam:ListInstanceProfiles'),
  read('roles', 'iam:GetInstanceProfile', 'instance-profile'),
  read('policies', 'iam:GetPolicy', 'policy'),
  read('policies', 'iam:GetPolicyVersion', 'policy'),

  read('instances', 'ec2:DescribeInstances'),
  read('launch-data/read-texts', 'ec2:DescribeInstanceAttribute', 'instance'),
  // Of templates that machines are made of; all versions of each with `keys scan`.
  read('launch-data/read-texts', 'ec2:DescribeLaunchTemplateVersions'),
  read('launch-data/read-texts', 'ec2:DescribeLaunchTemplates'),
  read('launch-data/read-texts', 'autoscaling:DescribeLaunchConfigurations'),
  read('key-owner', 'sts:GetAccessKeyInfo'),

  read('account-settings', 'iam:ListAccountAliases'),
  read('account-settings', 'iam:GetAccountSummary'),
  read('account-settings', 'iam:GetAccountPasswordPolicy'),
  read('account-settings', 's3:GetAccountPublicAccessBlock', 'none', 's3control:GetPublicAccessBlock'),

  read('regions', 'account:ListRegions', 'account'),
  // Where the first is denied.
  read('regions', 'ec2:DescribeRegions'),
  read('regions', 'ec2:GetEbsEncryptionByDefault'),
  read('regions', 'ec2:GetInstanceMetadataDefaults'),
  read('regions', 'access-analyzer:ListAnalyzers'),
  read('contacts', 'account:GetAlternateContact', 'account'),

  read('trails', 'cloudtrail:DescribeTrails'),
  read('trails', 'cloudtrail:GetTrailStatus', 'trail'),
  read('trails', 'cloudtrail:GetEventSelectors', 'trail'),
  read('trails', 'cloudtrail:ListTags', 'trail'),
  read('event-history', 'cloudtrail:LookupEvents'),

  // It also shows the names of objects; there is no narrower right to see that a bucket exists.
  read('buckets', 's3:ListBucket', 'bucket', 's3:HeadBucket'),
  read('buckets', 's3:ListAllMyBuckets', 'none', 's3:ListBuckets'),
  read('bucket-settings', 's3:GetBucketTagging', 'bucket'),
  read('bucket-settings', 's3:GetBucketPolicy', 'bucket'),
  read('bucket-settings', 's3:GetBucketPublicAccessBlock', 'bucket', 's3:GetPublicAccessBlock'),
  read('bucket-settings', 's3:GetBucketOwnershipControls', 'bucket'),
  read('bucket-settings', 's3:GetBucketVersioning', 'bucket'),
  read('bucket-settings', 's3:GetEncryptionConfiguration', 'bucket', 's3:GetBucketEncryption'),
  read('bucket-settings', 's3:GetLifecycleConfiguration', 'bucket', 's3:GetBucketLifecycleConfiguration'),
  read('bucket-settings', 's3:GetBucketObjectLockConfiguration', 'bucket', 's3:GetObjectLockConfiguration'),

  read('keys', 'kms:ListAliases'),
  read('keys', 'kms:ListKeys'),
  read('keys', 'kms:DescribeKey', 'key'),
  read('keys', 'kms:GetKeyPolicy', 'key'),
  read('keys', 'kms:GetKeyRotationStatus', 'key'),
  read('keys', 'kms:ListResourceTags', 'key'),

  // Only where the file wants alarms or a budget.
  read('alarms', 'logs:DescribeLogGroups'),
  read('alarms', 'logs:DescribeMetricFilters', 'log-group'),
  read('alarms', 'logs:ListTagsForResource', 'log-group'),
  read('alarms', 'cloudwatch:DescribeAlarms', 'alarm'),
  read('topics', 'sns:GetTopicAttributes', 'topic'),
  read('topics', 'sns:ListTagsForResource', 'topic'),
  read('topics', 'sns:ListSubscriptionsByTopic', 'topic'),
  read(
    'budgets',
    'budgets:ViewBudget',
    'budget',
    'budgets:DescribeBudget',
    'budgets:DescribeNotificationsForBudget',
    'budgets:DescribeSubscribersForNotification',
  ),
  read('budgets', 'budgets:ListTagsForResource', 'budget'),

  // Only with `report --cis`.
  read('cis-facts', 'iam:ListServerCertificates'),
  read('cis-network', 'ec2:DescribeSecurityGroups'),
  read('cis-network', 'ec2:DescribeNetworkAcls'),
  read('cis-network', 'ec2:DescribeVpcs'),
  read('cis-network', 'ec2:DescribeFlowLogs'),
  read('cis-buckets', 's3:GetBucketLogging', 'bucket'),
];

/** The calls as `service:Operation`, by which a recorded call is compared with its row. */
export function callsOf({ action, calls }: ReadAction): readonly string[] {
  return calls ?? [action];
}
