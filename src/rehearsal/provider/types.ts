import { analyzer } from './access-analyzer.ts';
import { alternativeContact } from './account-contacts.ts';
import {
  accountAlias,
  accountPasswordPolicy,
  accountPublicAccessBlock,
  encryptionByDefault,
} from './account-settings.ts';
import { budget } from './budgets.ts';
import { trail } from './cloudtrail.ts';
import { group, groupPolicyAttachment } from './iam-groups.ts';
import { policy } from './iam-policies.ts';
import { instanceProfile, rolePolicy } from './iam-role-parts.ts';
import { role } from './iam-roles.ts';
import { user, userGroupMembership } from './iam-users.ts';
import { alias, key } from './kms.ts';
import { logGroup, logMetricFilter } from './log-groups.ts';
import { instanceMetadataDefaults } from './metadata-defaults.ts';
import { metricAlarm } from './metric-alarms.ts';
import type { ResourceType } from './resource-type.ts';
import { bucket } from './s3-bucket.ts';
import { bucketLifecycle } from './s3-lifecycle.ts';
import { bucketObjectLock, bucketVersioning } from './s3-protection.ts';
import {
  bucketEncryption,
  bucketOwnershipControls,
  bucketPolicy,
  bucketPublicAccessBlock,
} from './s3-settings.ts';
import { topicSubscription } from './topic-subscriptions.ts';
import { topic, topicPolicy } from './topics.ts';

const all: readonly ResourceType[] = [
  group,
  groupPolicyAttachment,
  policy,
  user,
  userGroupMembership,
  role,
  rolePolicy,
  instanceProfile,
  accountPasswordPolicy,
  accountAlias,
  accountPublicAccessBlock,
  encryptionByDefault,
  instanceMetadataDefaults,
  alternativeContact,
  analyzer,
  bucket,
  bucketPolicy,
  bucketVersioning,
  bucketEncryption,
  bucketPublicAccessBlock,
  bucketOwnershipControls,
  bucketLifecycle,
  bucketObjectLock,
  key,
  alias,
  trail,
  logGroup,
  logMetricFilter,
  metricAlarm,
  topic,
  topicPolicy,
  topicSubscription,
  budget,
];

/** Every type that `programs/` uses, by its token. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
  all.map((each) => [each.token, each]),
);
