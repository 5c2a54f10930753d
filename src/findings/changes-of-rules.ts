import type { RuleId } from './rules.ts';

/** How the cause of a finding is found in the event history. */
export interface ChangeOfRule {
  /** Event names that bring it about. */
  readonly events: readonly string[];
  /** Event names that take it back. */
  readonly undoneBy: readonly string[];
  /** `main`: the partition's main region, where IAM's events are. `either`: AWS does not say which. */
  readonly where: 'main' | 'home' | 'either';
  /**
   * What the event names. `whole`: the subject. `first`: the subject without its last part, which only this
   * tool knows. `both`: the two parts of the subject. `nothing`: a setting of the account.
   */
  readonly names: 'whole' | 'first' | 'both' | 'nothing';
  /** Read all day long, or named in the history by an ARN that the finding does not know. */
  readonly busy: boolean;
}

type Rest = Partial<Omit<ChangeOfRule, 'events'>>;
const change = (events: string, rest: Rest): ChangeOfRule => ({
  events: events.split(' '),
  undoneBy: [],
  where: 'main',
  names: 'whole',
  busy: false,
  ...rest,
});
const iam = (events: string, undoneBy = '', names: ChangeOfRule['names'] = 'whole') =>
  change(events, { undoneBy: undoneBy === '' ? [] : undoneBy.split(' '), names });
const policy = (events: string) => change(events, { busy: true });
const busy = (events: string, undoneBy = '', names: ChangeOfRule['names'] = 'whole') =>
  change(events, { undoneBy: undoneBy === '' ? [] : undoneBy.split(' '), where: 'home', names, busy: true });
const setting = (events: string, where: ChangeOfRule['where'] = 'main') =>
  change(events, { where, names: 'nothing' });

/**
 * The events that make each kind of change, as CloudTrail names them. Names of S3's events differ from those
 * of its API: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html . That
 * page does not list the writing of an object lock, so both spellings are asked for. A rule that is not here
 * is a state, not a change (a key that grew old), or its findings carry the events themselves.
 */
export const changesOfRules: Readonly<Partial<Record<RuleId, ChangeOfRule>>> = {
  'group-missing': iam('DeleteGroup UpdateGroup', 'CreateGroup'),
  'group-policy-detached': iam('DetachGroupPolicy', 'AttachGroupPolicy', 'both'),
  'mfa-policy-detached': iam('DetachGroupPolicy', 'AttachGroupPolicy', 'both'),
  'group-foreign-policy': iam(
    'AttachGroupPolicy PutGroupPolicy',
    'DetachGroupPolicy DeleteGroupPolicy',
    'both',
  ),
  'policy-missing': policy('DeletePolicy'),
  'policy-changed': policy('CreatePolicyVersion SetDefaultPolicyVersion'),
  'mfa-policy-changed': policy('CreatePolicyVersion SetDefaultPolicyVersion'),
  'user-missing': iam('DeleteUser UpdateUser', 'CreateUser'),
  'user-path-changed': iam('UpdateUser'),
  'user-tags-changed': iam('TagUser UntagUser'),
  'user-direct-policy': iam('AttachUserPolicy PutUserPolicy', 'DetachUserPolicy DeleteUserPolicy'),
  'boundary-removed': iam(
    'DeleteUserPermissionsBoundary PutUserPermissionsBoundary DeleteRolePermissionsBoundary PutRolePermissionsBoundary',
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
  'role-bucket-unencrypted': busy('DeleteBucketEncryption PutBucketEncryption'),

  'password-policy-missing': setting('DeleteAccountPasswordPolicy'),
  'password-policy-weaker': setting('UpdateAccountPasswordPolicy'),
  'alias-missing': setting('DeleteAccountAlias CreateAccountAlias'),
  's3-block-off': setting('PutAccountPublicAccessBlock DeleteAccountPublicAccessBlock', 'either'),
  'ebs-encryption-off': setting('DisableEbsEncryptionByDefault', 'home'),

  'trail-missing': busy('DeleteTrail', 'CreateTrail'),
  'trail-stopped': busy('StopLogging', 'StartLogging'),
  'trail-not-multi-region': busy('UpdateTrail'),
  'trail-no-global-events': busy('UpdateTrail'),
  'trail-validation-off': busy('UpdateTrail'),
  'trail-selectors-changed': busy('PutEventSelectors'),
  'trail-bucket-changed': busy('UpdateTrail'),
  'trail-key-changed': busy('UpdateTrail'),
  'audit-bucket-missing': busy('DeleteBucket', 'CreateBucket'),
  'audit-bucket-open': busy('PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock'),
  'audit-foreign-statement': busy('PutBucketPolicy PutKeyPolicy', '', 'first'),
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
};
