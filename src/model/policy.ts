/** One value or several, as IAM's JSON allows both. */
export type OneOrMany = string | readonly string[];

/** IAM principal element: `"*"`, or lists by kind. */
export type PrincipalElement =
  | '*'
  | Readonly<Partial<Record<'AWS' | 'Service' | 'Federated' | 'CanonicalUser', OneOrMany>>>;

/** Condition block: operator → key → values. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, OneOrMany | boolean | number>>>>;

/** One IAM statement, in AWS's own spelling. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: OneOrMany;
  readonly NotAction?: OneOrMany;
  readonly Resource?: OneOrMany;
  readonly NotResource?: OneOrMany;
  readonly Condition?: ConditionBlock;
}

/** One IAM policy document. `Version` is always written: without it `${aws:username}` is literal text. */
export interface PolicyDocument {
  readonly Version: '2012-10-17' | '2008-10-17';
  readonly Id?: string;
  readonly Statement: readonly Statement[];
}
