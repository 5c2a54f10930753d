import type { AccessRequest, Decision, PolicySet } from '../../src/policies/evaluate.ts';

/** One question about a set of policies, and the answer that AWS would give. */
export interface AccessCase {
  readonly title: string;
  readonly request: AccessRequest;
  readonly policies: PolicySet;
  readonly expected: Decision['kind'];
  /** Sid of the statement that decides. */
  readonly sid?: string;
}

export const account = '111122223333';
export const stranger = '999988887777';
export const scope = { partition: 'aws', accountId: account } as const;

export const allowAll: PolicySet['identity'][number] = {
  name: 'AdministratorAccess',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

export function user(name: string, path = '/'): AccessRequest['principal'] {
  return { arn: `arn:aws:iam::${account}:user${path}${name}`, accountId: account, kind: 'user' };
}
export function role(name: string): AccessRequest['principal'] {
  return {
    arn: `arn:aws:sts::${account}:assumed-role/${name}/i-0123456789abcdef0`,
    accountId: account,
    kind: 'role',
  };
}
export function service(name: string): AccessRequest['principal'] {
  return { arn: name, accountId: account, kind: 'service' };
}

/** The three kinds of session: signed in with MFA, signed in without, and a bare access key. */
export const sessions = {
  mfa: { 'aws:MultiFactorAuthPresent': 'true', 'aws:SecureTransport': 'true' },
  noMfa: { 'aws:MultiFactorAuthPresent': 'false', 'aws:SecureTransport': 'true' },
  key: { 'aws:SecureTransport': 'true' },
} as const;
