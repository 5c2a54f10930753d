import { rights, type TypeRights } from './right.ts';

/** Buckets outlive their plan, and their settings with them: nothing here is ever taken away. */
export const bucketTypes: Readonly<Record<string, TypeRights>> = {
  'aws:s3/bucket:Bucket': {
    file: 's3/bucket.go',
    // The plug-in asks for every setting a bucket can have, whoever made it.
    read: rights(
      's3:ListBucket bucket < s3:HeadBucket',
      's3:GetBucketPolicy bucket',
      's3:GetBucketAcl bucket',
      's3:GetBucketCORS bucket < s3:GetBucketCors',
      's3:GetBucketWebsite bucket',
      's3:GetBucketVersioning bucket',
      's3:GetAccelerateConfiguration bucket < s3:GetBucketAccelerateConfiguration',
      's3:GetBucketRequestPayment bucket',
      's3:GetBucketLogging bucket',
      's3:GetLifecycleConfiguration bucket < s3:GetBucketLifecycleConfiguration',
      's3:GetReplicationConfiguration bucket < s3:GetBucketReplication',
      's3:GetEncryptionConfiguration bucket < s3:GetBucketEncryption',
      's3:GetBucketObjectLockConfiguration bucket < s3:GetObjectLockConfiguration',
      's3:GetBucketTagging bucket',
      's3:ListTagsForResource bucket < s3control:ListTagsForResource',
    ),
    write: rights(
      // The canned ACL `private`, which it sends, needs no right of its own.
      's3:CreateBucket bucket',
      's3:PutBucketTagging bucket < s3:PutBucketTagging s3:DeleteBucketTagging',
      // Newer plug-ins tag by S3 Control and fall back to the line above only where these are denied.
      's3:TagResource bucket < s3control:TagResource',
      's3:UntagResource bucket < s3control:UntagResource',
      // Asked for by CreateBucket with object lock:
      // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
      's3:PutBucketObjectLockConfiguration bucket < s3:PutObjectLockConfiguration',
      's3:PutBucketVersioning bucket',
    ),
  },
  'aws:s3/bucketPolicy:BucketPolicy': {
    file: 's3/bucket_policy.go',
    read: rights('s3:GetBucketPolicy bucket'),
    write: rights('s3:PutBucketPolicy bucket'),
  },
  'aws:s3/bucketVersioning:BucketVersioning': {
    file: 's3/bucket_versioning.go',
    read: rights('s3:GetBucketVersioning bucket'),
    write: rights('s3:PutBucketVersioning bucket'),
  },
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': {
    file: 's3/bucket_server_side_encryption_configuration.go',
    read: rights('s3:GetEncryptionConfiguration bucket < s3:GetBucketEncryption'),
    write: rights('s3:PutEncryptionConfiguration bucket < s3:PutBucketEncryption'),
  },
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': {
    file: 's3/bucket_public_access_block.go',
    read: rights('s3:GetBucketPublicAccessBlock bucket < s3:GetPublicAccessBlock'),
    write: rights('s3:PutBucketPublicAccessBlock bucket < s3:PutPublicAccessBlock'),
  },
  'aws:s3/bucketOwnershipControls:BucketOwnershipControls': {
    file: 's3/bucket_ownership_controls.go',
    read: rights('s3:GetBucketOwnershipControls bucket'),
    write: rights('s3:PutBucketOwnershipControls bucket'),
  },
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': {
    file: 's3/bucket_lifecycle_configuration.go',
    read: rights('s3:GetLifecycleConfiguration bucket < s3:GetBucketLifecycleConfiguration'),
    write: rights('s3:PutLifecycleConfiguration bucket < s3:PutBucketLifecycleConfiguration'),
  },
  'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration': {
    file: 's3/bucket_object_lock_configuration.go',
    read: rights('s3:GetBucketObjectLockConfiguration bucket < s3:GetObjectLockConfiguration'),
    write: rights('s3:PutBucketObjectLockConfiguration bucket < s3:PutObjectLockConfiguration'),
  },
  'aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock': {
    file: 's3control/account_public_access_block.go',
    read: rights('s3:GetAccountPublicAccessBlock none < s3control:GetPublicAccessBlock'),
    write: rights('s3:PutAccountPublicAccessBlock none < s3control:PutPublicAccessBlock'),
  },
};
