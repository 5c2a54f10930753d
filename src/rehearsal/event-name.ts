/**
 * Operations whose events CloudTrail calls otherwise.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
const otherNames: Readonly<Record<string, string>> = {
  's3:GetPublicAccessBlock': 'GetBucketPublicAccessBlock',
  's3:PutPublicAccessBlock': 'PutBucketPublicAccessBlock',
  's3:DeletePublicAccessBlock': 'DeleteBucketPublicAccessBlock',
  's3:GetBucketLifecycleConfiguration': 'GetBucketLifecycle',
  's3:PutBucketLifecycleConfiguration': 'PutBucketLifecycle',
  's3:GetBucketNotificationConfiguration': 'GetBucketNotification',
  's3:PutBucketNotificationConfiguration': 'PutBucketNotification',
  's3:PutObjectLockConfiguration': 'PutBucketObjectLockConfiguration',
  's3control:GetPublicAccessBlock': 'GetAccountPublicAccessBlock',
  's3control:PutPublicAccessBlock': 'PutAccountPublicAccessBlock',
  's3control:DeletePublicAccessBlock': 'DeleteAccountPublicAccessBlock',
};

/** The event name under which CloudTrail records an operation. */
export function eventName({
  service,
  action,
}: {
  readonly service: string;
  readonly action: string;
}): string {
  return otherNames[`${service}:${action}`] ?? action;
}
