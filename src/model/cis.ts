import type { PolicyDocument } from './policy.ts';
import type { NotRead } from './snapshot.ts';

/** Versions of the CIS AWS Foundations Benchmark that are reported, newest first. */
export const cisVersions = ['7.0', '5.0', '3.0'] as const;
export type CisVersion = (typeof cisVersions)[number];

/**
 * `done`: read from the account and as the benchmark wants it. `open`: read, and not so. `manual`: only a person
 * can tell. `not-covered`: this tool does not look there. `unknown`: the read was denied, or reached not far enough.
 */
export type CisStatus = 'done' | 'open' | 'manual' | 'not-covered' | 'unknown';
/** `set`: this tool can set it. `verify`: it only looks. `guide`: a person does it. `none`: out of its scope. */
export type CisHow = 'set' | 'verify' | 'guide' | 'none';

/** One recommendation, in our words. */
export interface CisControl {
  /** Stable. */
  readonly key: string;
  readonly title: string;
  /** Its number in each version that has it. */
  readonly numbers: Readonly<Partial<Record<CisVersion, string>>>;
  /** In the newest version that has it. */
  readonly level: 1 | 2;
  /** Where version 3.0 has another one. */
  readonly levelIn3?: 1 | 2;
  readonly how: CisHow;
}
export interface CisVerdict {
  readonly status: CisStatus;
  readonly why: string;
  /** Names of what decided: users, buckets, regions, or the reads that were denied. */
  readonly evidence: readonly string[];
}
export interface CisRow extends CisControl, CisVerdict {}

export interface ServerCertificateFact {
  readonly name: string;
  /** ISO time. */
  readonly expiresAt: string;
}
/** What absent says of a bucket: that it could not be read. */
export interface CisBucketFact {
  readonly name: string;
  readonly policy?: PolicyDocument | 'none';
  readonly mfaDelete?: boolean;
  /** Target of its access logs; only of buckets that trails write to. */
  readonly accessLogs?: { readonly bucket: string } | 'off';
}
/** A customer-managed key that could rotate by itself: symmetric, enabled, its material made by KMS. */
export interface CisKeyFact {
  readonly arn: string;
  readonly rotation: boolean;
}
/** Ports an entry lets in; absent: every port, of every protocol. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}
/** A rule that lets the whole internet in. */
export interface OpenRule {
  readonly source: '0.0.0.0/0' | '::/0';
  readonly ports?: PortRange;
}
export interface SecurityGroupFact {
  readonly id: string;
  readonly name: string;
  readonly vpc: string;
  /** The group a VPC comes with. */
  readonly isDefault: boolean;
  /** Rules of any kind, in and out. */
  readonly rules: number;
  readonly openIn: readonly OpenRule[];
}
/** A network ACL; its entries for incoming traffic from the whole internet, in the order AWS asks them. */
export interface NetworkAclFact {
  readonly id: string;
  readonly isDefault: boolean;
  readonly entries: readonly (OpenRule & { readonly allows: boolean })[];
}
export interface VpcFact {
  readonly id: string;
  readonly isDefault: boolean;
  readonly flowLogs: boolean;
}
/** What absent says of a region: that it could not be read. */
export interface CisRegionFact {
  readonly name: string;
  readonly securityGroups?: readonly SecurityGroupFact[];
  readonly networkAcls?: readonly NetworkAclFact[];
  readonly vpcs?: readonly VpcFact[];
  readonly keys?: readonly CisKeyFact[];
  /** Keys beyond the number that is looked at. */
  readonly keysLeftOut?: number;
}

/**
 * What only the CIS report asks for; read when it is wanted, in the regions of the snapshot. What is absent could
 * not be read.
 */
export interface CisFacts {
  /** Names of all regions that are switched on for the account. */
  readonly enabledRegions?: readonly string[];
  /** ISO time of the last sign-in of root, or use of a root key, by a credential report that was had. */
  readonly rootLastUse?: string | 'never';
  /** True when an authenticator app, rather than a thing of its own, is assigned to root. */
  readonly rootHasVirtualMfa?: boolean;
  readonly serverCertificates?: readonly ServerCertificateFact[];
  readonly buckets?: readonly CisBucketFact[];
  /** Buckets beyond the number that is looked at. */
  readonly bucketsLeftOut: number;
  /** By the trail's ARN: which events on objects of all buckets it records. */
  readonly objectEvents: Readonly<Record<string, 'none' | 'read' | 'write' | 'all'>>;
  readonly regions: readonly CisRegionFact[];
  readonly notRead: readonly NotRead[];
}
