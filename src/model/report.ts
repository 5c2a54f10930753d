import type { CisRow } from './cis.ts';
import type { Finding } from './finding.ts';
import type { KeyRow } from './keys.ts';

export const reportVersion = 1;

/** The handover document as data; HTML, Markdown and JSON are made from this one object. */
export interface Report {
  readonly schemaVersion: typeof reportVersion;
  /** ISO time the report was made. */
  readonly madeAt: string;
  readonly madeBy: string;
  readonly rehearsal: boolean;
  readonly account: {
    readonly id: string;
    readonly alias?: string;
    readonly region: string;
    readonly partition: string;
  };
  /** Regions with settings of their own, and those that were left out, with why. */
  readonly regions: readonly string[];
  readonly regionsLeftOut: readonly string[];
  readonly state: { readonly kind: 'in-sync' | 'findings' | 'incomplete'; readonly sentence: string };
  readonly responsible: readonly string[];
  readonly nextSteps: readonly string[];
  readonly groups: readonly ReportGroup[];
  readonly people: readonly ReportPerson[];
  readonly machines: readonly {
    readonly name: string;
    readonly purpose?: string;
    readonly owner?: string;
    readonly groups: readonly string[];
    readonly keys: string;
  }[];
  readonly roles: readonly ReportRole[];
  /** Access keys of users on their way to roles; absent where they could not be read. */
  readonly keys?: readonly KeyRow[];
  /** Reasons that lifted the root gate for roles and keys. */
  readonly rootLifts?: readonly { readonly reason: string; readonly until: string; readonly at: string }[];
  readonly permissions: readonly ReportPermission[];
  /** AWS's own simulator on a part of it; absent where this report did not ask. */
  readonly secondOpinion?: {
    readonly asked: number;
    readonly differing: number;
    /** AWS's error code, where it could not be asked, or not to the end. */
    readonly notAsked?: string;
  };
  readonly trail?: ReportTrail;
  readonly alarms?: ReportAlarms;
  readonly budget?: ReportBudget;
  readonly manual: readonly ReportManualItem[];
  readonly findings: readonly Finding[];
  /** Against the CIS benchmark; absent where it was not asked for. */
  readonly cis?: readonly CisRow[];
  readonly costs: readonly CostLine[];
  readonly costsDated: string;
  /** What somebody needs who has to get in when the administrators cannot. */
  readonly wayBack: {
    /** The policy that denies sessions without MFA, and the groups that carry it. */
    readonly mfaDeny?: { readonly policy: string; readonly arn: string; readonly groups: readonly string[] };
    /** ARN of the role that AWS Organizations makes. */
    readonly organizationRole?: string;
    /** Absent where it could not be read. */
    readonly rootHasMfa?: boolean;
  };
  readonly goOn: {
    readonly file: string;
    readonly template: string;
    readonly stateFolder: string;
    /** `s3://…` where several machines share it; the folder is then a working copy. */
    readonly sharedState?: string;
    /** Of the tool, for a job that pins it. */
    readonly version?: string;
  };
  readonly resources: readonly {
    readonly part: string;
    readonly type: string;
    readonly name: string;
    readonly id: string;
    readonly origin: 'made' | 'adopted';
  }[];
}
export interface ReportGroup {
  readonly name: string;
  readonly kind: 'human' | 'machine';
  readonly purpose?: string;
  readonly owner?: string;
  readonly policies: readonly string[];
  readonly members: readonly string[];
}
export interface ReportRole {
  readonly name: string;
  readonly purpose?: string;
  readonly owner?: string;
  readonly profile: string;
  /** «testbucket/uploads/ (read-write)»; further things and calls too. */
  readonly buckets: readonly string[];
  /** The same things by kind and name. */
  readonly uses: readonly {
    readonly kind: 'bucket' | 'queue' | 'secret' | 'log group';
    readonly name: string;
  }[];
  /** Instances that carry it, of the regions that were looked at. */
  readonly instances: readonly {
    readonly id: string;
    readonly name?: string;
    readonly region: string;
    readonly state: string;
  }[];
}
export interface ReportPerson {
  readonly name: string;
  readonly email?: string;
  readonly groups: readonly string[];
  readonly mfa: 'on' | 'not yet';
  /** «authenticator app», «security key»; joined where there are several. */
  readonly mfaKind?: string;
  /** Day on which the first of the devices was enrolled. */
  readonly mfaSince?: string;
  readonly password: 'none' | 'must change' | 'set' | 'never used';
  readonly keys: number;
  /** One line a key: end of its id, age, last use. */
  readonly keyDetails?: readonly string[];
  readonly lastSeen?: string;
  /** False for a user who is in one of our groups but not in the file. */
  readonly planned: boolean;
}
export interface ReportPermission {
  /** «member of finance», «role checkbot». */
  readonly who: string;
  /** «read an object of testbucket». */
  readonly what: string;
  readonly action: string;
  readonly resource: string;
  readonly decision: 'allowed' | 'denied' | 'unknown';
  /** The same question without MFA, for human groups. */
  readonly withoutMfa?: 'allowed' | 'denied' | 'unknown';
  /** The statement that decided, or why none does. */
  readonly reason: string;
  /** The same as data; absent where no statement did. `index` counts from 0. */
  readonly by?: { readonly policy: string; readonly sid: string; readonly index: number };
  /** Names of the people it speaks of, where it is not about a whole group. */
  readonly people?: readonly string[];
  /** What the plan would have, where the account has something else. */
  readonly planned?: PowerAnswer;
}
/** An answer to «may they?», with and without MFA taken together. */
export type PowerAnswer = 'allowed' | 'with-mfa' | 'denied' | 'unknown';
export function answerOf({
  decision,
  withoutMfa,
}: Pick<ReportPermission, 'decision' | 'withoutMfa'>): PowerAnswer {
  return decision === 'allowed' && withoutMfa === 'denied' ? 'with-mfa' : decision;
}
export interface ReportTrail {
  readonly name: string;
  readonly bucket: string;
  readonly key?: string;
  readonly retentionDays: number;
  readonly validation: boolean;
  readonly logging: boolean;
  readonly lastDelivery: string;
  readonly athena: string;
  /** What it costs a month, bucket and key included; an estimate. */
  readonly monthlyUsd: number;
}
export interface ReportAlarms {
  readonly logGroup: string;
  readonly topic: string;
  readonly email?: string;
  readonly subscription: 'confirmed' | 'pending' | 'missing';
  readonly alarms: readonly {
    readonly name: string;
    readonly title: string;
    /** «at 5 or more in 15 minutes». */
    readonly fires: string;
    /** Numbers in the CIS benchmark, by its version. */
    readonly cis: { readonly v3: string; readonly v5: string; readonly v7: string };
    readonly isOn: boolean;
  }[];
}
export interface ReportBudget {
  readonly name: string;
  readonly monthlyUsd: number;
  readonly email?: string;
  /** «80 % spent». */
  readonly mails: readonly string[];
}
export interface ReportManualItem {
  readonly title: string;
  readonly state: 'verified by API' | 'confirmed' | 'open';
  readonly detail: string;
  readonly steps: readonly string[];
}
export interface CostLine {
  readonly item: string;
  readonly monthlyUsd: number;
  readonly note: string;
}
