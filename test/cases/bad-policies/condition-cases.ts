import type { BadPolicy } from './bad-policy.ts';

const one = (condition: string, more = ''): string => `
- Effect: Allow
  Action: s3:GetObject
  Resource: arn:aws:s3:::dev-bucket/*${more}
  Condition:
    ${condition}`;

export const conditionCases: readonly BadPolicy[] = [
  {
    name: 'an operator that AWS has not',
    kind: 'human',
    statements: one('StringEqual: { aws:PrincipalAccount: "123456789012" }'),
    found: ['11:13 policy-unknown-operator refuse'],
  },
  {
    name: 'a condition key that AWS has not',
    kind: 'human',
    statements: one('StringEquals: { aws:PrincipleAccount: "123456789012" }'),
    found: ['11:29 policy-unknown-condition-key consent'],
  },
  {
    name: 'a condition key without its service',
    kind: 'human',
    statements: one('IpAddress: { SourceIp: 203.0.113.0/24 }'),
    found: ['11:26 policy-unknown-condition-key consent'],
  },
  {
    name: 'a key that no action carries',
    kind: 'machine',
    statements: one('StringLike: { s3:prefix: "uploads/*" }'),
    found: ['11:27 policy-condition-key-unsupported consent'],
  },
  {
    name: 'a key that one of two actions carries',
    kind: 'human',
    statements: `
- Effect: Allow
  Action: [s3:ListBucket, s3:GetBucketLocation]
  Resource: arn:aws:s3:::dev-bucket
  Condition: { StringLike: { s3:prefix: "uploads/*" } }`,
    found: ['10:38 policy-condition-key-unsupported -'],
  },
  {
    name: 'MFA asked of a program',
    kind: 'machine',
    statements: one('Bool: { aws:MultiFactorAuthPresent: "true" }'),
    found: ['11:21 policy-condition-key-absent consent'],
  },
  {
    name: 'the source of a service asked of a person, in a Deny',
    kind: 'human',
    statements: `
- Effect: Deny
  Action: s3:DeleteObject
  Resource: arn:aws:s3:::dev-bucket/*
  Condition: { ArnLike: { aws:SourceArn: "arn:aws:s3:::*" } }`,
    found: ['10:35 policy-condition-key-absent consent'],
  },
  {
    name: 'values that their operator cannot compare',
    kind: 'human',
    statements: `
- Effect: Allow
  Action: s3:GetObject
  Resource: arn:aws:s3:::dev-bucket/*
  Condition:
    Bool: { aws:SecureTransport: "yes" }
    IpAddress: { aws:SourceIp: [203.0.113.0/24, 203.0.113.0/33] }
    DateLessThan: { aws:CurrentTime: tomorrow }`,
    found: [
      '11:42 policy-condition-value refuse',
      '12:57 policy-condition-value refuse',
      '13:46 policy-condition-value refuse',
    ],
  },
  {
    name: 'a wildcard that is taken for a star',
    kind: 'human',
    statements: `
- Effect: Deny
  Action: s3:DeleteObject
  Resource: arn:aws:s3:::dev-bucket/*
  Condition:
    StringNotEquals: { aws:PrincipalArn: "arn:aws:iam::123456789012:role/admin-*" }`,
    found: ['11:50 policy-literal-wildcard consent'],
  },
  {
    name: 'ForAllValues on an Allow',
    kind: 'machine',
    statements: one('"ForAllValues:StringEquals": { aws:CalledVia: [athena.amazonaws.com] }'),
    found: ['11:13 policy-for-all-values consent'],
  },
  {
    name: 'a misspelt variable',
    kind: 'human',
    statements: `
- Effect: Allow
  Action: s3:GetObject
  Resource: "arn:aws:s3:::homes/\${aws:usernam}/*"`,
    found: ['9:21 policy-unknown-variable refuse'],
  },
  {
    name: 'a variable without its dollar, and one without its end',
    kind: 'human',
    statements: `
- Effect: Allow
  Action: s3:GetObject
  Resource:
    - "arn:aws:s3:::homes/{aws:username}/*"
    - "arn:aws:s3:::homes/\${aws:username/*"`,
    found: ['10:15 policy-unknown-variable refuse', '11:15 policy-unknown-variable refuse'],
  },
  {
    name: 'a variable in the name of an action',
    kind: 'human',
    statements: `
- Effect: Allow
  Action: ["s3:GetObject", "s3:\${aws:username}"]
  Resource: "arn:aws:s3:::dev-bucket/*"`,
    found: ['8:36 policy-misplaced-variable refuse', '8:36 policy-unknown-action refuse'],
  },
];
