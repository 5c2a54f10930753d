import { policyLimits, policySize } from '../policy-size.ts';
import type { PolicyToLint, PolicyUse } from './policy-to-lint.ts';
import { hopeless, type Rule, type Said } from './rule.ts';

/** Sids are letters and digits, and stand once in a document. Queues and topics of AWS take more, IAM does not. */
export const sidRule: Rule = {
  ids: ['policy-duplicate-sid', 'policy-sid-syntax'],
  check: (policy) => [
    ...repeatedSids(policy),
    ...policy.statements.flatMap(({ Sid }, index): readonly Said[] =>
      Sid === undefined || /^[A-Za-z0-9]*$/.test(Sid) || !isIam(policy.use)
        ? []
        : [
            {
              rule: 'policy-sid-syntax',
              statement: index,
              spot: ['Sid'],
              ...hopeless,
              what: `The Sid ${JSON.stringify(Sid)} has characters that IAM does not take.`,
              why: 'IAM refuses a Sid of anything but the letters A-Z a-z and digits.',
              fix: `Write ${JSON.stringify(Sid.replace(/[^A-Za-z0-9]/g, '') || 'AName')}, for example.`,
            },
          ],
    ),
  ],
};

function isIam(use: PolicyUse): boolean {
  return use !== 'bucket' && use !== 'key' && use !== 'topic';
}

function repeatedSids({ statements, where }: PolicyToLint): readonly Said[] {
  const first = new Set<string>();
  const told = new Set<string>();
  return statements.flatMap(({ Sid }, index): readonly Said[] => {
    if (Sid === undefined || Sid === '') return [];
    const again = first.has(Sid) && !told.has(Sid);
    if (first.has(Sid)) told.add(Sid);
    first.add(Sid);
    if (!again) return [];
    return [
      {
        rule: 'policy-duplicate-sid',
        statement: index,
        spot: ['Sid'],
        ...hopeless,
        what: `Two statements of ${where} are called ${Sid}.`,
        why: 'IAM refuses a document in which a Sid stands twice.',
        fix: 'Give each statement a Sid of its own.',
      },
    ];
  });
}

/**
 * Most characters of each kind of document; S3 and KMS count bytes.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
 */
const limits: Readonly<Record<PolicyUse, number>> = {
  managed: policyLimits.managed,
  boundary: policyLimits.managed,
  'inline-role': policyLimits.inlineRole,
  trust: policyLimits.trust,
  bucket: 20 * 1024,
  key: 32 * 1024,
  topic: 30 * 1024,
};

/** So far over its limit that nobody meant it: judging what it allows would take long, and change nothing. */
export function isFarTooLarge({ statements, use }: Pick<PolicyToLint, 'statements' | 'use'>): boolean {
  return policySize({ Version: '2012-10-17', Statement: statements }) > 4 * limits[use];
}

export const sizeRule: Rule = {
  ids: ['policy-too-large'],
  check: ({ statements, where, use }) => {
    const size = policySize({ Version: '2012-10-17', Statement: statements });
    const limit = limits[use];
    if (size <= limit) return [];
    return [
      {
        rule: 'policy-too-large',
        spot: [],
        ...hopeless,
        what: `The statements of ${where} have ${size} characters; a policy takes ${limit}.`,
        expected: `at most ${limit}`,
        actual: String(size),
        why: 'AWS refuses a larger policy of this kind.',
        fix: 'Shorten the lists, use wildcards at the end of action names, or make two of it.',
      },
    ];
  },
};
