import { logicalNames as names } from '../lib/logical-names.ts';
import type { RolePlan } from '../model/plan.ts';
import { type PlannedRow, partOf, plannedRow as row } from './planned-row.ts';

/** A role for programs on EC2, and the buckets that are made for it. */
export function roleRows(role: RolePlan): readonly PlannedRow[] {
  return [
    ...role.createBuckets.flatMap(bucketRows),
    row(names.role(role.name), 'aws:iam/role:Role', `role ${role.name}`, role.arn),
    partOf(
      names.role(role.name),
      `policy ${role.policy.name}`,
      row(
        names.rolePolicy(role.name),
        'aws:iam/rolePolicy:RolePolicy',
        `policy ${role.policy.name} on role ${role.name}`,
        `${role.name}:${role.policy.name}`,
      ),
    ),
    partOf(
      names.role(role.name),
      `instance profile ${role.profile.name}`,
      row(
        names.roleProfile(role.name),
        'aws:iam/instanceProfile:InstanceProfile',
        `instance profile ${role.profile.name}`,
        role.profile.name,
      ),
    ),
  ];
}

function bucketRows({
  name: bucket,
  encrypt,
  policy,
}: RolePlan['createBuckets'][number]): readonly PlannedRow[] {
  return [
    row(names.roleBucket(bucket), 'aws:s3/bucket:Bucket', `bucket ${bucket}`, bucket, true),
    partOf(
      names.roleBucket(bucket),
      'no public access',
      row(
        names.roleBucketPublicAccessBlock(bucket),
        'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
        `no public access to bucket ${bucket}`,
        bucket,
        true,
      ),
    ),
    ...(encrypt
      ? [
          partOf(
            names.roleBucket(bucket),
            'default encryption',
            row(
              names.roleBucketEncryption(bucket),
              'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
              `default encryption of bucket ${bucket}`,
              bucket,
              true,
            ),
          ),
        ]
      : []),
    ...(policy === undefined
      ? []
      : [
          partOf(
            names.roleBucket(bucket),
            'TLS only',
            row(
              names.roleBucketPolicy(bucket),
              'aws:s3/bucketPolicy:BucketPolicy',
              `policy of bucket ${bucket}`,
              bucket,
              true,
            ),
          ),
        ]),
  ];
}
