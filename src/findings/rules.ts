import type { Finding, Severity } from '../model/finding.ts';

interface Rule {
  readonly severity: Severity;
  /** A few words, for tables and for SARIF's rule list. */
  readonly title: string;
}

const rule = (severity: Severity, title: string): Rule => ({ severity, title });

/**
 * Every rule of the preflight and of the comparison with the plan: the stable first half of a finding's id.
 * Ids are public (baselines and exceptions name them).
 */
export const rules = {
  // Preflight: whether a run may begin
  'root-caller': rule('critical', 'The caller is the root user'),
  'root-key': rule('critical', 'The root user has an access key'),
  'root-without-mfa': rule('critical', 'The root user has no MFA'),
  'wrong-account': rule('critical', 'The credentials belong to another account'),
  'unknown-inventory': rule('high', 'The account could not be read'),
  'state-of-another': rule('critical', 'The account is run from another state'),
  'state-taken-over': rule('info', 'A new state takes over from another one'),
  'missing-right': rule('high', 'The caller may not do what the plan needs'),
  'not-read': rule('low', 'A part of the account could not be read'),
  'region-not-read': rule('low', 'A setting of a region could not be read'),
  'region-left-out': rule('low', 'A region was left out'),
  'credentials-expire-soon': rule('info', 'The credentials end soon'),
  'name-case-clash': rule('high', 'A name is taken in another spelling'),
  quota: rule('high', 'A quota of the account is too small'),
  'policy-too-long': rule('high', 'A policy is longer than AWS takes'),
  'second-trail': rule('medium', 'A second trail costs money'),
  'policy-name-taken': rule('critical', 'A policy of that name is not ours'),
  'group-in-use': rule('high', 'A group that the file drops has other members'),
  'trail-not-adoptable': rule('high', 'A trail cannot be taken over without loss'),
  'trail-kept': rule('high', 'The file drops a part of the audit trail'),
  'trail-name-taken': rule('high', 'The name of the trail is taken'),
  'audit-bucket-foreign': rule('critical', 'The audit bucket belongs to another account'),
  'audit-bucket-region': rule('high', 'The audit bucket is in another region'),
  'audit-key-pending-deletion': rule('critical', 'The audit key is about to be deleted'),
  'role-bucket-absent': rule('high', 'A bucket of a role does not exist'),
  'role-bucket-foreign': rule('high', 'A bucket of a role belongs to another account'),

  // Identity: what we planned, against the account
  'group-missing': rule('high', 'A group is missing'),
  'group-policy-detached': rule('high', 'A policy is not on its group'),
  'mfa-policy-detached': rule('critical', 'The MFA policy is not on a group'),
  'mfa-staged': rule('high', 'A group waits for a member to enrol MFA'),
  'mfa-staged-ready': rule('high', 'A group that waited can get its MFA policy'),
  'member-waits': rule('info', 'A person waits to join a group'),
  'group-foreign-policy': rule('high', 'A group carries a policy that was not planned'),
  'policy-missing': rule('high', 'A policy is missing'),
  'policy-changed': rule('high', 'A policy was changed'),
  'mfa-policy-changed': rule('critical', 'The MFA policy was changed'),
  'user-missing': rule('medium', 'A planned user is missing'),
  'user-path-changed': rule('medium', 'A user has another path'),
  'user-tags-changed': rule('low', 'Tags of a user differ'),
  'user-direct-policy': rule('high', 'A user carries policies of their own'),
  'boundary-removed': rule('high', 'A permissions boundary is missing or another one'),
  'user-kept': rule('medium', 'A person has left and the user is kept'),
  'user-kept-open': rule('high', 'A person who has left has a way in again'),
  'member-missing': rule('medium', 'A user is not in a planned group'),
  'member-extra': rule('high', 'A user is in a group without being planned there'),
  'role-missing': rule('high', 'A role is missing'),
  'role-trust-changed': rule('high', 'Who may use a role was changed'),
  'role-foreign-trust': rule('high', 'A role can be taken on by somebody who was not planned'),
  'role-policy-missing': rule('high', 'The policy of a role is missing'),
  'role-policy-changed': rule('high', 'The policy of a role was changed'),
  'role-foreign-policy': rule('high', 'A role carries a policy that was not planned'),
  'role-settings-changed': rule('low', 'Description or session length of a role differ'),
  'role-tags-changed': rule('low', 'Tags of a role differ'),
  'profile-missing': rule('high', 'An instance profile is missing'),
  'profile-role-changed': rule('high', 'An instance profile carries another role'),

  // Buckets of roles
  'role-bucket-missing': rule('high', 'A planned bucket is missing'),
  'role-bucket-open': rule('high', 'Public access to a planned bucket is not blocked'),
  'role-bucket-policy-changed': rule('medium', 'The policy of a planned bucket was changed'),
  'role-bucket-unencrypted': rule('medium', 'A planned bucket has no default encryption'),

  // Account settings
  'password-policy-missing': rule('medium', 'The password policy is missing'),
  'password-policy-weaker': rule('medium', 'The password policy is weaker'),
  'alias-missing': rule('low', 'The account alias is missing'),
  's3-block-off': rule('high', 'Public access to buckets is not blocked'),
  'ebs-encryption-off': rule('medium', 'New volumes are not encrypted'),
  'imdsv2-not-required': rule('medium', 'New instances may use the old metadata service'),
  'analyzer-missing': rule('medium', 'Nothing watches for access from outside'),
  'contact-missing': rule('medium', 'An alternate contact is missing'),
  'contact-changed': rule('medium', 'An alternate contact was changed'),

  // The audit trail
  'trail-missing': rule('critical', 'The trail is missing'),
  'trail-stopped': rule('critical', 'The trail does not log'),
  'trail-not-multi-region': rule('high', 'The trail covers one region only'),
  'trail-no-global-events': rule('high', 'The trail leaves out global services'),
  'trail-validation-off': rule('high', 'Log file validation is off'),
  'trail-selectors-changed': rule('high', 'The trail does not record all management events'),
  'trail-bucket-changed': rule('high', 'The trail writes to another place'),
  'trail-key-changed': rule('high', 'The trail uses another key'),
  'trail-delivery-failed': rule('high', 'Log files are not delivered'),
  'audit-bucket-missing': rule('critical', 'The audit bucket is missing'),
  'audit-bucket-open': rule('high', 'Public access to the audit bucket is not blocked'),
  'audit-foreign-statement': rule('high', 'A policy of the audit trail lets in somebody who was not planned'),
  'audit-bucket-policy-changed': rule('high', 'The policy of the audit bucket was changed'),
  'audit-bucket-policy-public': rule('critical', 'The policy of the audit bucket allows everybody'),
  'audit-bucket-ownership-changed': rule('medium', 'Objects of the audit bucket may have other owners'),
  'audit-bucket-versioning-off': rule('high', 'Versioning of the audit bucket is off'),
  'audit-bucket-encryption-changed': rule('high', 'The audit bucket encrypts otherwise'),
  'audit-bucket-retention-shorter': rule('high', 'Log files are deleted too early'),
  'audit-bucket-retention-missing': rule('low', 'Old log files are never deleted'),
  'audit-bucket-lock-weaker': rule('high', 'The lock on log files is weaker'),
  'audit-key-missing': rule('critical', 'The audit key is missing'),
  'audit-key-disabled': rule('critical', 'The audit key is disabled'),
  'audit-key-rotation-off': rule('medium', 'The audit key does not rotate'),
  'audit-key-policy-changed': rule('high', 'The policy of the audit key was changed'),

  // Alarms and budget
  'trail-logs-changed': rule('high', 'The trail does not deliver to the log group of the alarms'),
  'alarm-logs-missing': rule('high', 'The log group of the alarms is missing'),
  'alarm-logs-retention-shorter': rule('low', 'The log group of the alarms forgets sooner'),
  'alarm-logs-retention-missing': rule('low', 'The log group of the alarms never forgets'),
  'alarm-role-missing': rule('high', 'The role that feeds the alarms is missing'),
  'alarm-role-changed': rule('high', 'The role that feeds the alarms was changed'),
  'alarm-role-foreign-policy': rule('high', 'The role that feeds the alarms carries another policy'),
  'alarm-filter-missing': rule('high', 'A metric filter is missing'),
  'alarm-filter-changed': rule('high', 'A metric filter counts something else'),
  'alarm-missing': rule('high', 'An alarm is missing'),
  'alarm-changed': rule('high', 'An alarm was changed'),
  'alarm-actions-off': rule('high', 'An alarm tells nobody'),
  'alarm-topic-missing': rule('high', 'The topic of the alarms is missing'),
  'alarm-topic-policy-changed': rule('high', 'The policy of the topic was changed'),
  'alarm-topic-foreign-statement': rule('medium', 'The topic lets in somebody who was not planned'),
  'alarm-topic-key-changed': rule('medium', 'The topic uses another key'),
  'alarm-subscription-missing': rule('high', 'Nobody is subscribed to the alarms'),
  'alarm-unconfirmed': rule('high', 'The subscription to the alarms is not confirmed'),
  'budget-missing': rule('medium', 'The budget is missing'),
  'budget-changed': rule('medium', 'The budget was changed'),
  'budget-mail-missing': rule('medium', 'A mail of the budget is missing'),
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleId = keyof typeof rules;

/** A finding under its rule: severity and id follow from rule and subject. */
export function findingOf(
  id: RuleId,
  subject: string,
  told: Omit<Finding, 'id' | 'rule' | 'severity' | 'subject'>,
): Finding {
  return { id: `${id}:${subject}`, rule: id, severity: rules[id].severity, subject, ...told };
}
