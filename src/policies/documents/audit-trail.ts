import { type ArnScope, accountRootArn, bucketArn } from '../../lib/arn.ts';
import type { PolicyDocument } from '../../model/policy.ts';
import { literalName } from './literal-name.ts';
import { denyWithoutTls } from './tls-only.ts';

const cloudTrail = { Service: 'cloudtrail.amazonaws.com' };

/**
 * Policy of the audit bucket: CloudTrail writes for this one trail, and nobody talks to it without TLS.
 * It does not deny `s3:PutBucketPolicy`: that would leave nobody but root to repair it.
 * @param p.trailArn ARN with the trail's home region: the guard against a confused deputy
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 * @throws UserError `WildcardInName`
 */
export function auditBucketPolicy(p: {
  readonly scope: ArnScope;
  readonly bucket: string;
  readonly trailArn: string;
}): PolicyDocument {
  const arn = bucketArn(p.scope.partition, literalName('The audit bucket', p.bucket));
  const trail = literalName('The trail', p.trailArn);
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AWSCloudTrailAclCheck20150319',
        Effect: 'Allow',
        Principal: cloudTrail,
        Action: 's3:GetBucketAcl',
        Resource: arn,
        Condition: { StringEquals: { 'aws:SourceArn': trail } },
      },
      {
        Sid: 'AWSCloudTrailWrite20150319',
        Effect: 'Allow',
        Principal: cloudTrail,
        Action: 's3:PutObject',
        Resource: `${arn}/AWSLogs/${p.scope.accountId}/*`,
        Condition: { StringEquals: { 'aws:SourceArn': trail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
      denyWithoutTls(p.scope.partition, p.bucket),
    ],
  };
}

/**
 * Policy of the audit key: the account administers it through IAM (which is also how readers get at it),
 * CloudTrail encrypts with it for this one trail.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 * @throws UserError `WildcardInName`
 */
export function auditKeyPolicy(p: { readonly scope: ArnScope; readonly trailArn: string }): PolicyDocument {
  const { partition, accountId } = p.scope;
  const forTrail = { 'aws:SourceArn': literalName('The trail', p.trailArn) };
  const everyTrail = `arn:${partition}:cloudtrail:*:${accountId}:trail/*`;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        // Without it the key can become unmanageable for everybody.
        Sid: 'AccountAdministersKey',
        Effect: 'Allow',
        Principal: { AWS: accountRootArn(p.scope) },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'CloudTrailEncrypts',
        Effect: 'Allow',
        Principal: cloudTrail,
        Action: 'kms:GenerateDataKey*',
        Resource: '*',
        Condition: {
          StringEquals: forTrail,
          StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': everyTrail },
        },
      },
      {
        Sid: 'CloudTrailDescribesKey',
        Effect: 'Allow',
        Principal: cloudTrail,
        Action: 'kms:DescribeKey',
        Resource: '*',
        Condition: { StringEquals: forTrail },
      },
      {
        // Needed because the bucket uses an S3 Bucket Key.
        Sid: 'CloudTrailDecryptsForBucketKey',
        Effect: 'Allow',
        Principal: cloudTrail,
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { StringEquals: forTrail },
      },
    ],
  };
}
