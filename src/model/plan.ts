import type { RoleThing } from './answers.ts';
import type { Contact, ContactType } from './contact.ts';
import type { PolicyDocument, Statement } from './policy.ts';
import type { Partition } from './target.ts';

/** Raised with every change of shape; a reader refuses any other. */
export const planVersion = 2;

/** Ours and, on adopted things, everybody else's: a tag we leave out would be removed. */
export type Tags = Readonly<Record<string, string>>;

export const partNames = [
  'audit-trail',
  'alarms',
  'budget',
  'account-defaults',
  'groups',
  'machines',
  'roles',
  'people',
] as const;
export type PartName = (typeof partNames)[number];

/** The complete intention: everything that is wanted, every physical name in it. Plain JSON, made without IO. */
export interface Plan {
  readonly version: typeof planVersion;
  readonly account: {
    readonly id: string;
    readonly partition: Partition;
    readonly region: string;
    readonly alias?: string;
  };
  readonly parts: {
    readonly 'audit-trail': TrailPlan | null;
    readonly alarms: AlarmsPlan | null;
    readonly budget: BudgetPlan | null;
    readonly 'account-defaults': DefaultsPlan;
    readonly groups: GroupsPlan;
    readonly machines: readonly MachinePlan[];
    readonly roles: readonly RolePlan[];
    readonly people: readonly PersonPlan[];
  };
  /** Logical name → import id, for what the account holds and the state does not. */
  readonly adopt: Readonly<Record<string, string>>;
  /** Logical names that `destroy` leaves in the account, because they were there before us. */
  readonly retain: readonly string[];
}

export interface TrailPlan {
  readonly trail: {
    readonly name: string;
    readonly arn: string;
    /**
     * The log group that the trail also delivers to. `ours`: that of the alarms. `removed`: it was ours, and no
     * alarm reads it any more. `left`: whatever somebody set there stays.
     */
    readonly logs: 'ours' | 'removed' | 'left';
    readonly tags: Tags;
  };
  readonly bucket: {
    readonly name: string;
    readonly policy: PolicyDocument;
    readonly retentionDays: number;
    readonly noncurrentDays: number;
    /** Period of the object lock in days; absent: no object lock. */
    readonly lockDays?: number;
    /** COMPLIANCE only where somebody set it by hand: it is never taken back. */
    readonly lockMode: 'GOVERNANCE' | 'COMPLIANCE';
    /** The lock has to be wanted when the bucket is made; on a bucket without it the flag would replace the bucket. */
    readonly lockAtCreation: boolean;
    /** False where somebody else's lifecycle rules are on the bucket: they are left alone, all of them. */
    readonly ownsLifecycle: boolean;
    /** False where a KMS key of somebody else encrypts already and the file asks for less. */
    readonly ownsEncryption: boolean;
    /** Statements of the live policy that are not ours; they stay, and are told. */
    readonly foreign: readonly Statement[];
    readonly tags: Tags;
  };
  /** Absent: SSE-S3. */
  readonly key?: {
    /** With the `alias/` prefix. */
    readonly alias: string;
    readonly description: string;
    readonly policy: PolicyDocument;
    readonly deletionWindowDays: number;
    /** Statements of the live key policy that are not ours; they stay, and are told. */
    readonly foreign: readonly Statement[];
    readonly tags: Tags;
  };
}
/** What the trail needs to deliver to a log group of ours. */
export interface DeliveryPlan {
  readonly logGroup: {
    readonly name: string;
    readonly arn: string;
    /** 0: kept for ever, where somebody else set it so. */
    readonly retentionDays: number;
    /** A key that somebody set stays: leaving it out would take it off. */
    readonly keyArn?: string;
    readonly tags: Tags;
  };
  readonly role: {
    readonly name: string;
    readonly path: string;
    readonly arn: string;
    readonly description: string;
    readonly maxSessionSeconds: number;
    readonly boundaryArn?: string;
    readonly trust: PolicyDocument;
    readonly policy: { readonly name: string; readonly document: PolicyDocument };
    readonly tags: Tags;
  };
}
/** A metric filter on the log group and the alarm on what it counts; both bear `name`. */
export interface AlarmPlan {
  /** Like `root-used`; ends the logical names. */
  readonly key: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Filter pattern of CloudWatch Logs. */
  readonly pattern: string;
  readonly namespace: string;
  readonly metric: string;
  /** Fires when at least so many events are counted in one period. */
  readonly threshold: number;
  readonly periodSeconds: number;
  /** Numbers in the CIS benchmark, by its version. */
  readonly cis: { readonly v3: string; readonly v5: string; readonly v7: string };
  /** Actions that somebody else hung on the alarm; they stay. */
  readonly otherActions: readonly string[];
  readonly tags: Tags;
}
export interface AlarmsPlan {
  readonly logGroup: string;
  /** Absent where the trail delivers to a log group of somebody else already: the alarms read that one. */
  readonly delivery?: DeliveryPlan;
  readonly topic: {
    readonly name: string;
    readonly arn: string;
    readonly policy: PolicyDocument;
    /** Statements of the live policy that are not ours; they stay, and are told. */
    readonly foreign: readonly Statement[];
    /** `audit-key`: the trail's own key. `none`: there is none. Otherwise the key that somebody else set. */
    readonly encryption: 'audit-key' | 'none' | { readonly keyId: string };
    readonly tags: Tags;
  };
  readonly email: string;
  /** Days that the subscription may wait for whoever reads the mailbox. */
  readonly graceDays: number;
  readonly alarms: readonly AlarmPlan[];
}
export interface BudgetNotification {
  readonly type: 'ACTUAL' | 'FORECASTED';
  readonly threshold: number;
  readonly thresholdType: 'PERCENTAGE' | 'ABSOLUTE_VALUE';
  readonly comparison: string;
  readonly emails: readonly string[];
  readonly topics: readonly string[];
}
export interface BudgetPlan {
  readonly name: string;
  readonly monthlyUsd: number;
  readonly email: string;
  /** Ours first; then those that somebody else made, which stay. */
  readonly notifications: readonly BudgetNotification[];
  readonly tags: Tags;
}
export interface DefaultsPlan {
  readonly alias?: string;
  readonly passwordPolicy: {
    readonly minimumLength: number;
    readonly requireSymbols: boolean;
    readonly requireNumbers: boolean;
    readonly requireUppercase: boolean;
    readonly requireLowercase: boolean;
    readonly reusePrevention: number;
    /** Set only where the account has it already: never weakened, never introduced. */
    readonly maxAgeDays?: number;
    readonly hardExpiry?: boolean;
  };
  readonly blockPublicS3: boolean;
  readonly encryptEbs: boolean;
  readonly requireImdsv2: boolean;
  readonly accessAnalyzer: boolean;
  /** Alternate contacts, in the order of `contactTypes`. */
  readonly contacts: readonly ContactPlan[];
  /** The home region first, the others by name. */
  readonly regions: readonly RegionPlan[];
}
export interface ContactPlan extends Contact {
  readonly type: ContactType;
}
/** What one region gets for itself; a wish that is absent here is off, or settled without us. */
export interface RegionPlan {
  readonly name: string;
  readonly home: boolean;
  readonly encryptEbs: boolean;
  readonly metadataDefaults?: MetadataDefaultsPlan;
  /** The one external-access analyzer of account and region. */
  readonly analyzer?: { readonly name: string; readonly tags: Tags };
}
/** Defaults for new instances: IMDSv2 is ours, the rest is kept as it was, for AWS takes them in one. */
export interface MetadataDefaultsPlan {
  readonly httpTokens: 'required';
  readonly httpEndpoint?: string;
  readonly httpPutResponseHopLimit?: number;
  readonly instanceMetadataTags?: string;
}
/** A customer-managed policy. */
export interface ManagedPolicyPlan {
  /** Physical name. */
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly description: string;
  readonly document: PolicyDocument;
  readonly tags: Tags;
}
export interface GroupPlan {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly kind: 'human' | 'machine';
  readonly purpose?: string;
  /** Who answers for it; for the report. */
  readonly owner?: string;
  /** AWS-managed policies to attach. */
  readonly awsManaged: readonly { readonly name: string; readonly arn: string }[];
  /** Keys into `GroupsPlan.policies`, attached in this order. */
  readonly customer: readonly string[];
  /** The MFA deny waits for these members (`--staged`), and with it whatever is not attached yet. */
  readonly staged?: readonly WaitingMember[];
}
/** A member of a staged group who has a way in and no MFA device. */
export interface WaitingMember {
  readonly name: string;
  /** ISO time from which they could have enrolled; absent where it begins with this run. */
  readonly since?: string;
  /** Last day (UTC) of grace; absent with `since`. */
  readonly until?: string;
}
export interface GroupsPlan {
  /** Customer-managed policies by key; `require-mfa` is always there when a human group is. */
  readonly policies: Readonly<Record<string, ManagedPolicyPlan>>;
  readonly groups: readonly GroupPlan[];
}
export interface PersonPlan {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly email?: string;
  readonly groups: readonly string[];
  /** Groups of the file joined once their MFA deny is on: joining earlier would be power without it. */
  readonly waitsFor?: readonly string[];
  readonly ageRecipient?: string;
  /** They have left; no group, no password, until this day. */
  readonly keptUntil?: string;
  /** A boundary that somebody set by hand stays: leaving it out would take it off. */
  readonly boundaryArn?: string;
  readonly tags: Tags;
  /** The IAM user that runs the tool: that membership comes last. */
  readonly operator: boolean;
}
export interface MachinePlan {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly purpose?: string;
  /** Who answers for it; for the report. */
  readonly owner?: string;
  readonly groups: readonly string[];
  readonly boundary: ManagedPolicyPlan;
  readonly tags: Tags;
}
export interface RolePlan {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly purpose?: string;
  /** Who answers for it; for the report. */
  readonly owner?: string;
  readonly description: string;
  readonly maxSessionSeconds: number;
  readonly boundaryArn?: string;
  readonly trust: PolicyDocument;
  /** Of the file's policies that the role names; they are in its policy too. Absent: none. */
  readonly statements?: readonly Statement[];
  /** Inline policy of the one task. */
  readonly policy: { readonly name: string; readonly document: PolicyDocument };
  readonly profile: { readonly name: string; readonly path: string; readonly tags: Tags };
  /** Buckets to make, because the file asks for it. */
  readonly createBuckets: readonly {
    readonly name: string;
    readonly tags: Tags;
    /** False where a KMS key encrypts it already: SSE-S3 would be less. */
    readonly encrypt: boolean;
    /** Denies calls without TLS, beside what others wrote. Absent: the bucket was there before us. */
    readonly policy?: PolicyDocument;
  }[];
  readonly buckets: readonly {
    readonly name: string;
    readonly access: 'read' | 'write' | 'read-write';
    readonly prefix?: string;
    readonly owner: string;
  }[];
  /** Queues, secrets and log groups; absent: none. */
  readonly things?: readonly RoleThing[];
  readonly tags: Tags;
}

/**
 * One resource that the program registers for a plan: its logical name (public, pinned by a test), its Pulumi
 * type, and how it is found in an account.
 */
export interface PlannedResource {
  /** Pulumi's logical name, like `groups/admins/require-mfa`. */
  readonly name: string;
  readonly type: string;
  readonly part: PartName;
  /** For people: «group admins», «policy RequireMFA on group admins». */
  readonly title: string;
  /** For a setting that each region has for itself: the title in two, so that a list can gather regions. */
  readonly inRegion?: { readonly setting: string; readonly region: string };
  /** What it belongs to, by logical name, and what it is called beside that, so that a list can be short. */
  readonly within?: { readonly name: string; readonly as: string };
  /** Name or ARN in the account. */
  readonly physical: string;
  /** Never deleted by `destroy` or by a plan that drops it. */
  readonly kept: boolean;
  /** It was there before us and is taken over. An account's settings always are there; they count as made. */
  readonly adopted: boolean;
}

/** One resource of the last recorded state, read from the engine's own file. */
export interface StateEntry {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly retained: boolean;
  /** Recorded properties, like a membership's `groups`; empty where none were recorded. */
  readonly properties?: Readonly<Record<string, unknown>>;
}
/** Groups that a recorded membership put somebody into; empty where there is none. */
export function recordedGroups(state: StateIndex, membership: string): readonly string[] {
  const groups = state.get(membership)?.properties?.groups;
  return Array.isArray(groups) ? groups.filter((each) => typeof each === 'string') : [];
}
/** Keyed by logical name. Empty where there is no state yet. */
export type StateIndex = ReadonlyMap<string, StateEntry>;
