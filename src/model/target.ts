/** AWS partition, as the second field of an ARN spells it. */
export type Partition = 'aws' | 'aws-cn' | 'aws-us-gov';

/** Credentials as the AWS SDK v3 shapes them. Never logged, never written to disk by us. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** The long-lived access keys that an operator's session stands on: switched off, the next session is not opened. */
export interface KeysBehind {
  /** Whole ids, to compare with in memory: never shown, never written. */
  readonly ids: readonly string[];
  /** False where the session came ready-made: then a key that nobody here can see may stand behind it. */
  readonly isComplete: boolean;
}

/** How the operator got in; only the last is bad: whoever finds such a key has it until somebody notices. */
export type SignIn =
  | 'cloudshell'
  | 'aws-login'
  | 'single-sign-on'
  | 'role'
  | 'mfa-session'
  | 'process'
  | 'temporary'
  | 'long-lived-key';

/**
 * Where a run works: a real account or the rehearsal. Decided once, at the top; nothing below asks
 * which of the two it is, it only uses what the target carries.
 */
export interface Target {
  readonly kind: 'account' | 'rehearsal';
  /** Home region: the trail's, the audit bucket's, and the engine's provider region. */
  readonly region: string;
  /** Base URL for every AWS call; absent means AWS itself. Only ever a loopback address. */
  readonly endpoint?: string;
  /** Folder that holds `pulumi-resource-aws`; absent means the official plug-in, fetched by the engine. */
  readonly pluginFolder?: string;
  /** Folder that holds one state folder per account id. */
  readonly stateRoot: string;
  /** Says in words where the credentials come from, for `doctor` and the plan's head. */
  readonly credentialSource: string;
  /** Absent in a rehearsal. */
  readonly signIn?: SignIn;
  /** Absent: nothing is known of them. */
  readonly keysBehind?: KeysBehind;
  /** Resolves (and on expiry renews) the operator's credentials. */
  readonly credentials: () => Promise<AwsCredentials>;
}

/** Who the credentials belong to, from sts:GetCallerIdentity. */
export interface Caller {
  readonly accountId: string;
  readonly arn: string;
  readonly partition: Partition;
  readonly kind: 'root' | 'user' | 'role' | 'federated';
  /** User name, role name, or the last part of the ARN. */
  readonly name: string;
  /** `long-lived` for AKIA… keys, which never carry MFA; `session` for ASIA… ones. */
  readonly credentialKind: 'long-lived' | 'session';
}
