import type { RegionsAnswer } from './answers.ts';
import type { Contacts } from './contact.ts';
import type { PlantedKeys } from './keys.ts';
import type { BudgetNotification } from './plan.ts';
import type { PolicyDocument } from './policy.ts';
import type { Caller } from './target.ts';

export interface AttachedPolicy {
  readonly name: string;
  readonly arn: string;
}
export interface InlinePolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}
export interface AccessKeyFact {
  /** Last four characters of the access key id; the whole id never leaves the reader. */
  readonly idEnd: string;
  readonly active: boolean;
  readonly createdAt: string;
  readonly lastUsedAt?: string;
  /** Where and for what it was last used, like `eu-west-1` and `s3`. */
  readonly lastRegion?: string;
  readonly lastService?: string;
}
export interface UserFact {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: string;
  readonly groups: readonly string[];
  readonly attached: readonly AttachedPolicy[];
  readonly inline: readonly InlinePolicy[];
  readonly boundaryArn?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Serial numbers of the MFA devices. */
  readonly mfaDevices: readonly string[];
  /** When the first of them was enrolled; absent where there is none, or it was not told. */
  readonly mfaSince?: string;
  /** Console password present, and whether it must be changed at the next sign-in. */
  readonly loginProfile?: { readonly createdAt: string; readonly resetRequired: boolean };
  readonly accessKeys: readonly AccessKeyFact[];
  readonly passwordLastUsedAt?: string;
}
export interface GroupFact {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt?: string;
  readonly attached: readonly AttachedPolicy[];
  readonly inline: readonly InlinePolicy[];
}
export interface RoleFact {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly description?: string;
  readonly maxSessionSeconds: number;
  readonly trust: PolicyDocument;
  readonly attached: readonly AttachedPolicy[];
  readonly inline: readonly InlinePolicy[];
  readonly boundaryArn?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly instanceProfiles: readonly string[];
  /** By `RoleLastUsed`: some hours late, and of the last 400 days. */
  readonly lastUsedAt?: string;
}
/** A customer-managed policy, or an AWS-managed one that is attached somewhere; default version. */
export interface PolicyFact {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly description?: string;
  readonly awsManaged: boolean;
  /** Of the default version, like `v3`. */
  readonly versionId?: string;
  /** When the default version last changed; for a policy never edited, when it was made. */
  readonly updatedAt?: string;
  readonly document: PolicyDocument;
  readonly tags: Readonly<Record<string, string>>;
}
export interface InstanceProfileFact {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly roles: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}
export interface InstanceFact {
  readonly id: string;
  readonly region: string;
  /** The tag `Name`. */
  readonly name?: string;
  /** Like `running` or `stopped`; instances that are gone, or going, are left out. */
  readonly state: string;
  /** ARN of the instance profile; absent: none. */
  readonly profileArn?: string;
  /** `optional` answers without a session token too (IMDSv1). */
  readonly httpTokens: 'optional' | 'required';
  /** False: the metadata service is off altogether. */
  readonly metadata: boolean;
  /** Hops that an answer of the metadata service lives. */
  readonly hopLimit?: number;
  /** Public and private. */
  readonly addresses?: readonly string[];
}
export interface PasswordPolicyFact {
  readonly minimumLength: number;
  readonly requireSymbols: boolean;
  readonly requireNumbers: boolean;
  readonly requireUppercase: boolean;
  readonly requireLowercase: boolean;
  readonly allowUsersToChange: boolean;
  readonly maxAgeDays?: number;
  readonly reusePrevention?: number;
  readonly hardExpiry?: boolean;
}
export interface PublicAccessBlockFact {
  readonly blockPublicAcls: boolean;
  readonly ignorePublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly restrictPublicBuckets: boolean;
}
export interface LifecycleRuleFact {
  readonly id: string;
  readonly enabled: boolean;
  readonly prefix?: string;
  readonly expirationDays?: number;
  readonly noncurrentDays?: number;
  readonly abortMultipartDays?: number;
}
/** What `HeadBucket` says of a name that the plan uses. */
export type BucketFact =
  | { readonly kind: 'absent'; readonly name: string }
  /** It exists and belongs to another account: never adopted, never written to. */
  | { readonly kind: 'foreign'; readonly name: string }
  | OwnBucketFact;
export interface OwnBucketFact {
  readonly kind: 'own';
  readonly name: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly policy?: PolicyDocument;
  readonly publicAccessBlock?: PublicAccessBlockFact;
  readonly objectOwnership?: string;
  readonly versioning: 'Enabled' | 'Suspended' | 'Disabled';
  /** Only root can have switched it on; absent: off. */
  readonly mfaDelete?: true;
  readonly encryption?: {
    readonly algorithm: string;
    readonly kmsKeyArn?: string;
    readonly bucketKey: boolean;
  };
  readonly lifecycle: readonly LifecycleRuleFact[];
  readonly objectLock?: { readonly enabled: boolean; readonly mode?: string; readonly days?: number };
}
export interface KeyFact {
  readonly id: string;
  readonly arn: string;
  readonly aliases: readonly string[];
  readonly state: string;
  readonly enabled: boolean;
  readonly rotation: boolean;
  readonly description: string;
  readonly policy: PolicyDocument;
  readonly tags: Readonly<Record<string, string>>;
}
export interface TrailFact {
  readonly name: string;
  readonly arn: string;
  readonly homeRegion: string;
  readonly multiRegion: boolean;
  readonly organization: boolean;
  readonly globalEvents: boolean;
  readonly validation: boolean;
  readonly bucket: string;
  readonly prefix?: string;
  readonly kmsKeyArn?: string;
  /** Log group it also delivers to; AWS writes a `:*` at the end. */
  readonly logGroupArn?: string;
  readonly logRoleArn?: string;
  readonly logging: boolean;
  readonly startedAt?: string;
  readonly latestDeliveryAt?: string;
  readonly latestDeliveryError?: string;
  /** True when management events, read and write, are all recorded. */
  readonly allManagementEvents: boolean;
  /** True when data events are recorded too. */
  readonly dataEvents?: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** Account-level defaults for new EC2 instances; what is absent has no default. */
export interface MetadataDefaultsFact {
  readonly httpTokens?: string;
  readonly httpEndpoint?: string;
  readonly httpPutResponseHopLimit?: number;
  readonly instanceMetadataTags?: string;
}
/** An analyzer for external access whose zone is the account; those for unused access are left out. */
export interface AnalyzerFact {
  readonly name: string;
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}
/** Settings that each region has for itself; one that is absent could not be read. */
export interface RegionFact {
  readonly name: string;
  readonly ebsEncryptionByDefault?: boolean;
  readonly metadataDefaults?: MetadataDefaultsFact;
  readonly analyzers?: readonly AnalyzerFact[];
  /** IAM's names of the reads that were denied in this region; those of the home region stand in `notRead`. */
  readonly denied: readonly string[];
}
/** A region that was asked for, or could have been, and was not read at all. */
export interface RegionLeftOut {
  readonly name: string;
  /** `disabled`: not switched on for the account. `unknown`: AWS has none of that name. */
  readonly why: 'disabled' | 'unknown' | 'unreachable';
}
export interface MetricFilterFact {
  readonly name: string;
  readonly pattern: string;
  readonly namespace: string;
  readonly metric: string;
  /** What an event counts for, as text. */
  readonly value: string;
}
/** A log group that alarms of ours read, or would read. */
export interface LogGroupFact {
  readonly name: string;
  readonly arn: string;
  readonly createdAt?: string;
  /** Absent: kept for ever. */
  readonly retentionDays?: number;
  readonly keyArn?: string;
  readonly filters: readonly MetricFilterFact[];
  readonly tags: Readonly<Record<string, string>>;
}
export interface AlarmFact {
  readonly name: string;
  readonly arn: string;
  readonly namespace?: string;
  readonly metric?: string;
  readonly statistic?: string;
  readonly comparison?: string;
  readonly threshold?: number;
  readonly periodSeconds?: number;
  readonly evaluationPeriods?: number;
  readonly treatMissingData?: string;
  readonly actionsEnabled: boolean;
  readonly actions: readonly string[];
}
export interface SubscriptionFact {
  readonly protocol: string;
  readonly endpoint: string;
  /** Absent while it waits for its confirmation: AWS does not tell it before. */
  readonly arn?: string;
}
export interface TopicFact {
  readonly name: string;
  readonly arn: string;
  readonly policy?: PolicyDocument;
  readonly keyId?: string;
  readonly subscriptions: readonly SubscriptionFact[];
  readonly tags: Readonly<Record<string, string>>;
}
export interface BudgetFact {
  readonly name: string;
  /** COST, USAGE… */
  readonly type: string;
  readonly timeUnit: string;
  readonly limit?: { readonly amount: number; readonly unit: string };
  readonly notifications: readonly BudgetNotification[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What a read could not learn, and which permission would have let it. */
export interface NotRead {
  /** IAM's name of the read; `*` where no permission would have helped, as nothing answered. */
  readonly action: string;
  readonly why: string;
}

/** The account as it is today: read-only facts, gathered in bulk. Lists are sorted by name. */
export interface Snapshot {
  readonly takenAt: string;
  readonly region: string;
  readonly caller: Caller;
  readonly aliases: readonly string[];
  /** iam:GetAccountSummary, as AWS names the entries (`Users`, `UsersQuota`, `AccountMFAEnabled`…). */
  readonly summary: Readonly<Record<string, number>>;
  readonly root: {
    readonly hasAccessKeys: boolean;
    readonly hasMfa: boolean;
    /** Last sign-in or use of a key, by the credential report (up to four hours late); absent: never, or not known. */
    readonly lastUsedAt?: string;
  };
  readonly users: readonly UserFact[];
  readonly groups: readonly GroupFact[];
  readonly roles: readonly RoleFact[];
  readonly policies: readonly PolicyFact[];
  readonly instanceProfiles: readonly InstanceProfileFact[];
  /** Of the regions that were looked at. */
  readonly instances: readonly InstanceFact[];
  /** Keys in user data of the regions that were looked at; absent: not looked. */
  readonly planted?: PlantedKeys;
  readonly passwordPolicy?: PasswordPolicyFact;
  readonly trails: readonly TrailFact[];
  /** Keyed by bucket name; only the names that the plan or a trail mentions. */
  readonly buckets: Readonly<Record<string, BucketFact>>;
  readonly keys: readonly KeyFact[];
  /** Only what the plan asks about, as `SnapshotInterest` says. */
  readonly logGroups: readonly LogGroupFact[];
  readonly alarms: readonly AlarmFact[];
  readonly topics: readonly TopicFact[];
  readonly budgets: readonly BudgetFact[];
  readonly s3PublicAccessBlock?: PublicAccessBlockFact;
  /** Of the home region. */
  readonly ebsEncryptionByDefault?: boolean;
  /** The home region first, then the others of the file's `regions` by name. */
  readonly regions: readonly RegionFact[];
  readonly regionsLeftOut: readonly RegionLeftOut[];
  /** Absent where they could not be read. */
  readonly contacts?: Contacts;
  readonly notRead: readonly NotRead[];
}

/** What a snapshot should look at beyond the bulk reads. */
export interface SnapshotInterest {
  readonly buckets: readonly string[];
  /** With the `alias/` prefix. */
  readonly keyAliases: readonly string[];
  /** ARNs of AWS-managed policies whose documents are wanted even where nothing uses them yet. */
  readonly awsManagedPolicies: readonly string[];
  /** Regions whose own settings are read. Default: the home region. */
  readonly regions?: RegionsAnswer;
  /** What watches the trail; absent where no alarms are wanted. */
  readonly alarms?: {
    /** Name. */
    readonly logGroup: string;
    readonly topicArn: string;
    readonly alarmPrefix: string;
  };
  /** Name. */
  readonly budget?: string;
}
