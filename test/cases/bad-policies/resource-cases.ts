import type { BadPolicy } from './bad-policy.ts';

export const resourceCases: readonly BadPolicy[] = [
  {
    name: 'an object action on the bucket alone',
    kind: 'human',
    statements: `
- Effect: Allow
  Action: [s3:ListBucket, s3:GetObject]
  Resource: arn:aws:s3:::dev-bucket`,
    found: ['8:35 policy-action-without-resource -'],
  },
  {
    name: 'the same for a program',
    kind: 'machine',
    statements: '- { Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::dev-bucket" }',
    found: ['7:36 policy-action-without-resource consent'],
  },
  {
    name: 'an action that knows no resources',
    kind: 'human',
    statements: `
- Effect: Allow
  Action:
    - s3:ListAllMyBuckets
    - s3:ListBucket
  Resource: arn:aws:s3:::dev-bucket`,
    found: ['9:15 policy-action-without-resource -'],
  },
  {
    name: 'a Deny that denies nothing',
    kind: 'human',
    statements: '- { Effect: Deny, Action: "s3:DeleteObject", Resource: "arn:aws:s3:::logs" }',
    found: ['7:35 policy-action-without-resource consent'],
  },
  {
    name: 'an ARN of another service',
    kind: 'human',
    statements: `
- Effect: Allow
  Action: sqs:SendMessage
  Resource:
    - arn:aws:sqs:eu-west-1:123456789012:jobs
    - arn:aws:sns:eu-west-1:123456789012:jobs`,
    found: ['11:15 policy-resource-mismatch -'],
  },
  {
    name: 'an ARN without its region and account',
    kind: 'human',
    statements: `
- Effect: Allow
  Action: ec2:StopInstances
  Resource: arn:aws:ec2:::instance/*`,
    found: ['8:19 policy-action-without-resource -'],
  },
  {
    name: 'an ARN with a region that it has not',
    kind: 'human',
    statements: `
- Effect: Allow
  Action: iam:GetUser
  Resource:
    - arn:aws:iam::123456789012:user/*
    - arn:aws:iam:eu-west-1:123456789012:user/ada`,
    found: ['11:15 policy-resource-mismatch -'],
  },
  {
    name: 'no ARN at all',
    kind: 'human',
    statements: '- { Effect: Allow, Action: "s3:GetObject", Resource: "dev-bucket/*" }',
    found: ['7:36 policy-action-without-resource -', '7:62 policy-arn-malformed refuse'],
  },
  {
    name: 'an account id that lost its zero, and a region that lost its hyphen',
    kind: 'human',
    statements: `
- Effect: Allow
  Action: sqs:SendMessage
  Resource:
    - arn:aws:sqs:eu-west-1:12345678901:jobs
    - arn:aws:sqs:eu-west1:123456789012:jobs`,
    found: ['10:15 policy-arn-malformed refuse', '11:15 policy-arn-malformed refuse'],
  },
  {
    name: 'another partition',
    kind: 'human',
    statements: '- { Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws-cn:s3:::dev-bucket/*" }',
    found: ['7:62 policy-wrong-partition refuse'],
  },
  {
    name: 'a role of another account',
    kind: 'human',
    statements:
      '- { Effect: Allow, Action: "sts:AssumeRole", Resource: "arn:aws:iam::999988887777:role/deploy" }',
    found: ['7:64 policy-foreign-account consent'],
  },
  {
    name: 'a queue of another account, for a program',
    kind: 'machine',
    statements: '- { Effect: Allow, Action: "sqs:SendMessage", Resource: "arn:aws:sqs:*:999988887777:jobs" }',
    found: ['7:65 policy-foreign-account consent'],
  },
];
