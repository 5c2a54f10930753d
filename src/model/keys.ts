/** Who an access key belongs to, as far as AWS tells. */
export type KeyOwner =
  /** A user of this account. `gone`: deleted since. */
  | { readonly kind: 'user'; readonly name: string; readonly status: 'active' | 'inactive' | 'gone' }
  /** This account, and none of its users, while root has a key: the root user's, or a deleted one. */
  | { readonly kind: 'own-account' }
  /** This account, and neither a user's nor root's: deleted. */
  | { readonly kind: 'deleted' }
  | { readonly kind: 'foreign'; readonly accountId: string }
  /** Of a session: it ends by itself. */
  | { readonly kind: 'temporary' }
  | { readonly kind: 'unknown' };

/** What starts machines and may carry a key. */
export type HolderKind = 'instance' | 'launch-template' | 'launch-configuration';

/** Where a text stands: which machine, or which thing that machines are made of. */
export interface LaunchHolder {
  readonly kind: HolderKind;
  /** Instance or template id; the name of a launch configuration. */
  readonly id: string;
  readonly name?: string;
  readonly region: string;
  /** Of a launch template. */
  readonly version?: string;
  readonly isDefault?: boolean;
}

export interface KeyPlace extends LaunchHolder {
  /** Empty for the user data itself, else like `/etc/app.env`. */
  readonly part: string;
  /** From 1, in that part. */
  readonly line: number;
  /** Something that looks like the secret stands beside it. */
  readonly withSecret: boolean;
}

/** An access key that lies in user data. Its secret is never taken out of the text. */
export interface PlantedKeyFact {
  /** Last four characters; the whole id never leaves the reader. */
  readonly idEnd: string;
  readonly owner: KeyOwner;
  readonly places: readonly KeyPlace[];
}

/** User data that could not be looked into, wholly or in part: it may hold a key. */
export interface UndecodedFact extends LaunchHolder {
  readonly why: readonly string[];
}

export interface PlantedKeys {
  readonly keys: readonly PlantedKeyFact[];
  readonly undecoded: readonly UndecodedFact[];
  /** Texts that were looked into. */
  readonly looked: number;
}

/** When, where and for what a key was last used, as AWS tells it: hours late. */
export interface KeyUse {
  readonly at: string;
  readonly region?: string;
  readonly service?: string;
}

/** Who used a key, out of the event history: management calls of 90 days, no calls on objects. */
export interface KeyCaller {
  readonly address: string;
  readonly userAgent: string;
  readonly calls: number;
  readonly lastAt: string;
  /** Event names, a few. */
  readonly events: readonly string[];
  /** The instance with that address, where it is one of ours. */
  readonly instance?: string;
}

/** The keys of the root user, which nobody can list: by the credential report and the event history. */
export interface RootKeys {
  /** One for each that the report calls active. */
  readonly keys: readonly {
    readonly number: 1 | 2;
    readonly lastUse?: KeyUse;
    readonly rotatedAt?: string;
  }[];
  /** Ends of their ids, as far as the event history names them. */
  readonly keyEnds: readonly string[];
  readonly callers: readonly KeyCaller[];
  /** What could not be asked. */
  readonly incomplete: readonly string[];
}

/** How far a key has come on its way to a role; https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html */
export const keyStages = ['found', 'role-attached', 'role-in-use', 'quiet', 'inactive', 'deleted'] as const;
export type KeyStage = (typeof keyStages)[number];

/** What is noted of one key beside the state; no more of its id than the end. */
export interface KeyNote {
  readonly user: string;
  readonly idEnd: string;
  /** Role that replaces it, and the instances that got it. */
  readonly role?: string;
  readonly instances?: readonly string[];
  readonly attachedAt?: string;
  /** When it was switched off, why that was thought to be safe, and how many days it then waits. */
  readonly offAt?: string;
  readonly because?: string;
  readonly waitDays?: number;
  readonly deletedAt?: string;
}

/** A profile put on an instance, and what was there before: what `detach` and `destroy` put back. */
export interface AttachmentNote {
  readonly instance: string;
  readonly region: string;
  readonly role: string;
  readonly at: string;
  /** ARN of the profile that was there; absent: none. */
  readonly previousProfileArn?: string;
  /** Metadata options as they were, where IMDSv2 was required along with it. */
  readonly previousMetadata?: { readonly httpTokens: string; readonly hopLimit: number };
}

/** A default version of a launch template made in the place of one that held a key: what `detach` and `destroy` put back. */
export interface TemplateNote {
  /** `lt-…`. */
  readonly template: string;
  readonly region: string;
  readonly role: string;
  readonly at: string;
  /** Numbers of the version that was made, and of the default one before. */
  readonly version: string;
  readonly previousDefault: string;
}

/** A group that starts machines from a launch template. */
export interface TemplateUser {
  readonly group: string;
  /** `$Default`, `$Latest`, or a number, which stays with that version whatever is made. */
  readonly version: string;
}

/** What takes the place of a launch template's version with a key in it: the same, with a profile and without the key. */
export interface TemplateChange {
  readonly id: string;
  readonly name?: string;
  readonly region: string;
  /** The default version, which is the newest one too. */
  readonly from: string;
  /** Lines of its user data that are left out, from 1. Empty with `made`. */
  readonly lines: readonly number[];
  /** A version that an earlier run made and did not get to make the default one. */
  readonly made?: string;
  /** Name of the profile that it has now. */
  readonly profile?: string;
  /** Auto Scaling groups; undefined: they could not be asked. */
  readonly users?: readonly TemplateUser[];
}

/** A place that a person has to change. */
export interface ByHand {
  readonly place: KeyPlace;
  readonly why: string;
}

/** A key on its way, as reports show it. */
export interface KeyRow {
  /** User name, or `root`. */
  readonly owner: string;
  readonly idEnd: string;
  readonly active: boolean;
  readonly createdAt?: string;
  readonly lastUse?: KeyUse;
  readonly places: readonly KeyPlace[];
  readonly stage: KeyStage;
  /** One sentence: what is known of the stage. */
  readonly detail: string;
  /** Command or step that leads on; absent where there is nothing left to do. */
  readonly next?: string;
}
