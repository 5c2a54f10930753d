import type { PolicyDocument } from '../model/policy.ts';

/**
 * Most characters of a document, white space not counted.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const policyLimits = {
  managed: 6144,
  inlineUser: 2048,
  inlineGroup: 5120,
  inlineRole: 10_240,
  trust: 2048,
} as const;

/** Characters of a document as IAM counts them. */
export function policySize(document: PolicyDocument): number {
  return JSON.stringify(document).replace(/\s/g, '').length;
}
