import type { Contacts } from './contact.ts';
import type { Statement } from './policy.ts';

/**
 * Everything that was wanted, complete: the file, its templates, flags and defaults merged. `null` where
 * something is wanted absent. What is still open is a question (`ui/questions.ts`), not a hole in here.
 */
export interface Answers {
  readonly account: {
    readonly id: string;
    readonly alias?: string;
    readonly region: string;
    /** Alternate contacts to set; those that are not named are left alone. */
    readonly contacts?: Contacts;
  };
  readonly groups: readonly GroupAnswer[];
  readonly people: readonly PersonAnswer[];
  readonly machines: readonly MachineAnswer[];
  readonly roles: readonly RoleAnswer[];
  /** Policies of the file's own, for groups and roles to name. Absent: none. */
  readonly policies?: readonly PolicyAnswer[];
  /** Tags for everything that is made and takes tags. Absent: none. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly regions: RegionsAnswer;
  /** `null`: an existing trail is left as the only one. */
  readonly trail: TrailAnswer | null;
  /** `null`: no alarms. */
  readonly alarms: AlarmsAnswer | null;
  /** `null`: no budget. */
  readonly budget: BudgetAnswer | null;
  readonly defaults: DefaultsAnswer;
  /** Days that `check` waits for a person. */
  readonly graceDays: number;
  /** Day (`2027-01-31`, UTC) after which no use of root is expected; absent: root is still needed. */
  readonly rootClosedAt?: string;
  readonly exceptions: readonly ExceptionAnswer[];
}
/** A finding that somebody decided to leave alone. */
export interface ExceptionAnswer {
  readonly finding: string;
  readonly reason: string;
  /** Last day, in UTC. */
  readonly until: string;
}
export type GroupAccess =
  | { readonly kind: 'administrator' | 'billing-read-only' | 'billing-manager' | 'support' | 'none' }
  | { readonly kind: 'statements'; readonly statements: readonly Statement[] };
export interface GroupAnswer {
  readonly name: string;
  readonly kind: 'human' | 'machine';
  readonly purpose?: string;
  readonly owner?: string;
  readonly access: GroupAccess;
  readonly cli: 'login' | 'keys' | 'none';
  /** Names in `Answers.policies`. Absent: none. */
  readonly policies?: readonly string[];
  /** IAM path, where it is made. */
  readonly path?: string;
}
export interface PolicyAnswer {
  readonly name: string;
  readonly purpose?: string;
  readonly statements: readonly Statement[];
}
export interface PersonAnswer {
  readonly name: string;
  readonly email?: string;
  /** Of who is kept: those of before. */
  readonly groups: readonly string[];
  /** age public key that a first password is encrypted to. */
  readonly ageRecipient?: string;
  /** The person has left; the user is kept, without way in and rights, to the end of this day (UTC). */
  readonly keptUntil?: string;
}
export interface MachineAnswer {
  readonly name: string;
  readonly purpose?: string;
  readonly owner?: string;
  readonly groups: readonly string[];
  /** age public key that a new access key is encrypted to. */
  readonly ageRecipient?: string;
}
export interface RoleBucketAnswer {
  readonly name: string;
  readonly access: 'read' | 'write' | 'read-write';
  readonly prefix?: string;
  readonly delete: boolean;
  /** Account id of the bucket's owner; absent means this account. */
  readonly owner?: string;
  readonly create: boolean;
}
/** What a role may use beside buckets; of this account, in the home region unless it says another. */
export type RoleThingAnswer =
  | {
      readonly kind: 'queue';
      readonly name: string;
      readonly access: 'send' | 'receive' | 'send-receive';
      readonly region?: string;
    }
  | { readonly kind: 'secret' | 'log-group'; readonly name: string; readonly region?: string };
/** The same with its region. */
export type RoleThing = RoleThingAnswer & { readonly region: string };
export interface RoleAnswer {
  readonly name: string;
  readonly purpose?: string;
  readonly owner?: string;
  readonly buckets: readonly RoleBucketAnswer[];
  readonly things?: readonly RoleThingAnswer[];
  /** Names in `Answers.policies`. Absent: none. */
  readonly policies?: readonly string[];
  /** IAM path of role and profile, where they are made. */
  readonly path?: string;
  readonly tags?: Readonly<Record<string, string>>;
}
export interface TrailAnswer {
  readonly name: string;
  /** Generated and written back to the file before a plan is made of it. */
  readonly bucket: string;
  readonly retentionDays: number;
  readonly encryption: 'kms' | 'sse-s3';
  readonly objectLock: 'none' | 'governance';
}
/** Regions with settings of their own; the home region is always among them. */
export type RegionsAnswer =
  | { readonly kind: 'home' | 'all-enabled' }
  /** Sorted, without the home region. */
  | { readonly kind: 'list'; readonly others: readonly string[] };
export interface AlarmsAnswer {
  readonly email: string;
  readonly logRetentionDays: number;
}
export interface BudgetAnswer {
  readonly monthlyUsd: number;
  readonly email: string;
}
export interface DefaultsAnswer {
  readonly passwordPolicy: {
    readonly minimumLength: number;
    readonly requireSymbols: boolean;
    readonly requireNumbers: boolean;
    readonly requireUppercase: boolean;
    readonly requireLowercase: boolean;
    readonly reusePrevention: number;
  };
  readonly blockPublicS3: boolean;
  readonly encryptEbs: boolean;
  readonly requireImdsv2: boolean;
  readonly accessAnalyzer: boolean;
}
