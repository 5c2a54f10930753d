import { busy, type ChangeOfRule, iam, policyVersion, setting } from './change-of-rule.ts';

/**
 * The events that change what we planned, as CloudTrail names them. Names of S3's events differ from those of
 * its API: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html . That page
 * does not list the writing of an object lock, so both spellings are asked for.
 */
export const changesOfOurs = {
  'group-missing': iam('DeleteGroup UpdateGroup', 'CreateGroup'),
  'group-policy-detached': iam('DetachGroupPolicy', 'AttachGroupPolicy', 'both'),
  'mfa-policy-detached': iam('DetachGroupPolicy', 'AttachGroupPolicy', 'both'),
  // Who has no device never had one.
  'mfa-staged': null,
  'mfa-staged-ready': iam('DetachGroupPolicy', 'AttachGroupPolicy', 'whole', true),
  'member-waits': null,
  'group-foreign-policy': iam(
    'AttachGroupPolicy PutGroupPolicy',
    'DetachGroupPolicy DeleteGroupPolicy',
    'both',
  ),
  'policy-missing': policyVersion('DeletePolicy'),
  'policy-changed': policyVersion('CreatePolicyVersion SetDefaultPolicyVersion'),
  'mfa-policy-changed': policyVersion('CreatePolicyVersion SetDefaultPolicyVersion'),
  'user-missing': iam('DeleteUser UpdateUser', 'CreateUser'),
  'user-path-changed': iam('UpdateUser'),
  'user-tags-changed': iam('TagUser UntagUser'),
  'user-direct-policy': iam('AttachUserPolicy PutUserPolicy', 'DetachUserPolicy DeleteUserPolicy'),
  'boundary-removed': iam(
    'DeleteUserPermissionsBoundary PutUserPermissionsBoundary DeleteRolePermissionsBoundary PutRolePermissionsBoundary',
  ),
  'user-kept': null,
  'user-kept-open': iam(
    'CreateLoginProfile CreateAccessKey UpdateAccessKey',
    'DeleteLoginProfile DeleteAccessKey',
  ),
  'member-missing': iam('RemoveUserFromGroup', 'AddUserToGroup', 'both'),
  'member-extra': iam('AddUserToGroup', 'RemoveUserFromGroup', 'both'),
  'role-missing': iam('DeleteRole', 'CreateRole'),
  'role-trust-changed': iam('UpdateAssumeRolePolicy'),
  'role-foreign-trust': iam('UpdateAssumeRolePolicy CreateRole', '', 'first'),
  'role-policy-missing': iam('DeleteRolePolicy', 'PutRolePolicy'),
  'role-policy-changed': iam('PutRolePolicy'),
  'role-foreign-policy': iam('AttachRolePolicy PutRolePolicy', 'DetachRolePolicy DeleteRolePolicy', 'both'),
  'role-settings-changed': iam('UpdateRole UpdateRoleDescription'),
  'role-tags-changed': iam('TagRole UntagRole'),
  'profile-missing': iam('DeleteInstanceProfile', 'CreateInstanceProfile'),
  'profile-role-changed': iam('RemoveRoleFromInstanceProfile AddRoleToInstanceProfile'),

  'role-bucket-missing': busy('DeleteBucket', 'CreateBucket'),
  'role-bucket-open': busy('PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock'),
  'role-bucket-policy-changed': busy('PutBucketPolicy DeleteBucketPolicy'),
  'role-bucket-unencrypted': busy('DeleteBucketEncryption PutBucketEncryption'),

  'password-policy-missing': setting('DeleteAccountPasswordPolicy'),
  'password-policy-weaker': setting('UpdateAccountPasswordPolicy'),
  'alias-missing': setting('DeleteAccountAlias CreateAccountAlias'),
  's3-block-off': setting('PutAccountPublicAccessBlock DeleteAccountPublicAccessBlock', 'either'),
  'ebs-encryption-off': setting('DisableEbsEncryptionByDefault', 'subject'),

  'imdsv2-not-required': setting('ModifyInstanceMetadataDefaults', 'subject'),
  'analyzer-missing': setting('DeleteAnalyzer', 'subject'),
  'contact-missing': iam('DeleteAlternateContact', '', 'upper'),
  'contact-changed': iam('PutAlternateContact', '', 'upper'),

  'trail-missing': busy('DeleteTrail', 'CreateTrail'),
  'trail-stopped': busy('StopLogging', 'StartLogging'),
  'trail-not-multi-region': busy('UpdateTrail'),
  'trail-no-global-events': busy('UpdateTrail'),
  'trail-validation-off': busy('UpdateTrail'),
  'trail-selectors-changed': busy('PutEventSelectors'),
  'trail-bucket-changed': busy('UpdateTrail'),
  'trail-key-changed': busy('UpdateTrail'),
  // What made it fail is a finding of its own.
  'trail-delivery-failed': null,
  'audit-bucket-missing': busy('DeleteBucket', 'CreateBucket'),
  'audit-bucket-open': busy('PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock'),
  'audit-foreign-statement': busy('PutBucketPolicy PutKeyPolicy', '', 'stem'),
  'audit-bucket-policy-changed': busy('PutBucketPolicy DeleteBucketPolicy'),
  'audit-bucket-policy-public': busy('PutBucketPolicy'),
  'audit-bucket-ownership-changed': busy('PutBucketOwnershipControls DeleteBucketOwnershipControls'),
  'audit-bucket-versioning-off': busy('PutBucketVersioning'),
  'audit-bucket-encryption-changed': busy('PutBucketEncryption DeleteBucketEncryption'),
  'audit-bucket-retention-shorter': busy('PutBucketLifecycle', '', 'first'),
  'audit-bucket-retention-missing': busy('PutBucketLifecycle DeleteBucketLifecycle'),
  'audit-bucket-lock-weaker': busy('PutBucketObjectLockConfiguration PutObjectLockConfiguration'),
  'audit-key-missing': busy('DeleteAlias UpdateAlias'),
  'audit-key-pending-deletion': busy('ScheduleKeyDeletion', 'CancelKeyDeletion'),
  'audit-key-disabled': busy('DisableKey ScheduleKeyDeletion', 'EnableKey CancelKeyDeletion'),
  'audit-key-rotation-off': busy('DisableKeyRotation', 'EnableKeyRotation'),
  'audit-key-policy-changed': busy('PutKeyPolicy'),
} as const satisfies Readonly<Record<string, ChangeOfRule | null>>;
