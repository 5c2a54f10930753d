import type { PolicyDocument } from '../model/policy.ts';

/** «May this one do that to this thing?» */
export interface AccessRequest {
  readonly principal: {
    /**
     * User, role or session ARN; for `service` the service's name, like `cloudtrail.amazonaws.com`; for
     * `federated` the identity provider, as a trust policy names it.
     */
    readonly arn: string;
    readonly accountId: string;
    readonly kind: 'user' | 'role' | 'service' | 'federated';
    /** All tags of the principal. Absent: not known, so that no condition on one can be judged. */
    readonly tags?: Readonly<Record<string, string>>;
  };
  readonly action: string;
  /** One ARN, or `*` for actions that know no resource. No wildcards. */
  readonly resource: string;
  /** Owner of the resource, where its ARN does not say it (S3). Absent: the caller's account. */
  readonly resourceAccount?: string;
  /** Condition keys of the request. Those that follow from the rest are filled in. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** Every policy that has a say in a request. */
export interface PolicySet {
  readonly identity: readonly NamedPolicy[];
  /** Absent: no boundary. */
  readonly boundary?: readonly NamedPolicy[];
  /** Bucket policy, key policy, or trust policy of the resource. */
  readonly resource?: NamedPolicy;
  /** Names of policies that also have a say, whose text is not known: nothing is `allowed` beside them. */
  readonly unread?: readonly string[];
}

export interface Decision {
  readonly decision: 'allowed' | 'denied' | 'unknown';
  readonly kind: 'allow' | 'explicit-deny' | 'implicit-deny' | 'unknown';
  /** The statement that decided; absent where none did. `index` counts from 0. */
  readonly by?: { readonly policy: string; readonly sid: string; readonly index: number };
  readonly reason: string;
}

/** Three-valued: what cannot be judged is never taken for a yes or a no. */
export type Verdict = 'yes' | 'no' | 'unknown';

/** Yes when all are; no as soon as one is. */
export function every(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('no')) return 'no';
  return verdicts.includes('unknown') ? 'unknown' : 'yes';
}
/** Yes as soon as one is; no when all are. */
export function some(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('yes')) return 'yes';
  return verdicts.includes('unknown') ? 'unknown' : 'no';
}
export function not(verdict: Verdict): Verdict {
  if (verdict === 'unknown') return 'unknown';
  return verdict === 'yes' ? 'no' : 'yes';
}
export function verdictOf(value: boolean): Verdict {
  return value ? 'yes' : 'no';
}
