/**
 * Pulumi's logical names of everything `programs/` registers. They are public: a state from yesterday is
 * matched by them, so a change here needs an alias there. `/` cannot stand in an IAM name or a bucket name,
 * so no two of these collide.
 */
export const logicalNames = {
  auditBucket: 'audit-trail/bucket',
  auditBucketPublicAccessBlock: 'audit-trail/bucket/public-access-block',
  auditBucketOwnership: 'audit-trail/bucket/ownership',
  auditBucketEncryption: 'audit-trail/bucket/encryption',
  auditBucketVersioning: 'audit-trail/bucket/versioning',
  auditBucketObjectLock: 'audit-trail/bucket/object-lock',
  auditBucketLifecycle: 'audit-trail/bucket/lifecycle',
  auditBucketPolicy: 'audit-trail/bucket/policy',
  auditKey: 'audit-trail/key',
  auditKeyAlias: 'audit-trail/key/alias',
  trail: 'audit-trail/trail',

  alarmLogGroup: 'alarms/log-group',
  alarmRole: 'alarms/delivery-role',
  alarmRolePolicy: 'alarms/delivery-role/logs',
  alarmTopic: 'alarms/topic',
  alarmTopicPolicy: 'alarms/topic/policy',
  alarmSubscription: 'alarms/topic/email',
  /** By the key of the alarm, like `root-used`. */
  alarm: (key: string) => `alarms/${key}`,
  alarmFilter: (key: string) => `alarms/${key}/filter`,

  budget: 'budget/monthly',

  accountAlias: 'account-defaults/alias',
  passwordPolicy: 'account-defaults/password-policy',
  s3PublicAccessBlock: 'account-defaults/s3-public-access-block',
  ebsEncryption: 'account-defaults/ebs-encryption',
  /** Settings of other regions than the home one carry the region behind the name. */
  ebsEncryptionIn: (region: string) => `account-defaults/ebs-encryption/${region}`,
  metadataDefaults: 'account-defaults/instance-metadata-defaults',
  metadataDefaultsIn: (region: string) => `account-defaults/instance-metadata-defaults/${region}`,
  accessAnalyzer: 'account-defaults/access-analyzer',
  accessAnalyzerIn: (region: string) => `account-defaults/access-analyzer/${region}`,
  contact: (type: string) => `account-defaults/contacts/${type}`,

  /** Customer-managed policy by its key in `GroupsPlan.policies`. */
  policy: (key: string) => `groups/policies/${key}`,
  group: (group: string) => `groups/${group}`,
  /** `policy` is the policy's physical name. */
  groupPolicy: (group: string, policy: string) => `groups/${group}/${policy}`,

  machine: (machine: string) => `machines/${machine}`,
  machineBoundary: (machine: string) => `machines/${machine}/boundary`,
  machineGroups: (machine: string) => `machines/${machine}/groups`,

  role: (role: string) => `roles/${role}`,
  rolePolicy: (role: string) => `roles/${role}/buckets`,
  roleProfile: (role: string) => `roles/${role}/profile`,
  roleBucket: (bucket: string) => `roles/buckets/${bucket}`,
  roleBucketPublicAccessBlock: (bucket: string) => `roles/buckets/${bucket}/public-access-block`,
  roleBucketPolicy: (bucket: string) => `roles/buckets/${bucket}/policy`,
  roleBucketEncryption: (bucket: string) => `roles/buckets/${bucket}/encryption`,

  person: (person: string) => `people/${person}`,
  personGroups: (person: string) => `people/${person}/groups`,
} as const;

/** Logical names of one region's settings. The home region's carry no region: they are older than the others. */
export function regionalNames({ name, home }: { readonly name: string; readonly home: boolean }) {
  return home
    ? {
        ebs: logicalNames.ebsEncryption,
        metadata: logicalNames.metadataDefaults,
        analyzer: logicalNames.accessAnalyzer,
      }
    : {
        ebs: logicalNames.ebsEncryptionIn(name),
        metadata: logicalNames.metadataDefaultsIn(name),
        analyzer: logicalNames.accessAnalyzerIn(name),
      };
}
