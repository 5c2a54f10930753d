import type { BadPolicy } from './bad-policy.ts';

export const actionCases: readonly BadPolicy[] = [
  {
    name: 'a typing error in a list',
    kind: 'human',
    statements: `
- Sid: Read
  Effect: Allow
  Action:
    - s3:GetObject
    - s3:GetObjekt
  Resource: arn:aws:s3:::dev-bucket/*`,
    found: ['11:15 policy-unknown-action refuse'],
  },
  {
    name: 'the name of a call instead of its permission',
    kind: 'human',
    statements: '- { Effect: Allow, Action: "s3:HeadObject", Resource: "arn:aws:s3:::b/*" }',
    found: ['7:36 policy-unknown-action refuse'],
  },
  {
    name: 'a service by the name that people say',
    kind: 'human',
    statements: '- { Effect: Allow, Action: "elb:DescribeLoadBalancers", Resource: "*" }',
    found: ['7:36 policy-unknown-action refuse'],
  },
  {
    name: 'a typing error in a Deny leaves it open',
    kind: 'human',
    statements: `
- Effect: Deny
  Action: [s3:DeleteObject, s3:DeleteObjekt]
  Resource: "*"`,
    found: ['8:37 policy-unknown-action refuse'],
  },
  {
    name: 'retired billing actions',
    kind: 'human',
    statements: '- { Effect: Allow, Action: "aws-portal:*Billing", Resource: "*" }',
    found: ['7:36 policy-retired-action refuse'],
  },
  {
    name: 'every action, for people',
    kind: 'human',
    statements: '- { Effect: Allow, Action: "*", Resource: "*" }',
    found: ['7:36 policy-action-wildcard consent', '7:36 policy-pass-role consent'],
  },
  {
    name: 'every action, for programs',
    kind: 'machine',
    statements: '- { Effect: Allow, Action: ["s3:GetObject", "*:*"], Resource: "*" }',
    found: ['7:53 policy-action-wildcard refuse', '7:53 policy-pass-role refuse'],
  },
  {
    name: 'everything but a list leads to administrator as well',
    kind: 'human',
    statements: `
- Effect: Allow
  NotAction: [iam:*, sts:*, organizations:*]
  Resource: "*"`,
    found: ['8:11 policy-allow-not-action consent', '8:22 policy-escalation consent'],
  },
  {
    name: 'writes on every resource, for people and programs',
    kind: 'machine',
    statements: `
- Effect: Allow
  Action: [sqs:SendMessage, sqs:GetQueueUrl]
  Resource: "*"`,
    found: ['9:21 policy-write-everywhere consent'],
  },
  {
    name: 'an ARN that says no more than the service',
    kind: 'human',
    statements: '- { Effect: Allow, Action: "s3:PutObject", Resource: "arn:aws:s3:::*" }',
    found: ['7:62 policy-write-everywhere -'],
  },
  {
    name: 'writes on everything but something',
    kind: 'machine',
    statements: '- { Effect: Allow, Action: "s3:PutObject", NotResource: "arn:aws:s3:::a/*" }',
    found: ['7:52 policy-write-everywhere consent'],
  },
  {
    name: 'any role for any service',
    kind: 'human',
    statements: `
- Sid: Pass
  Effect: Allow
  Action: iam:PassRole
  Resource: arn:aws:iam::123456789012:role/*`,
    found: ['9:19 policy-pass-role consent'],
  },
  {
    name: 'any role for one service is no better',
    kind: 'machine',
    statements: `
- Effect: Allow
  Action: iam:PassRole
  Resource: arn:aws:iam::*:role/*
  Condition:
    StringEquals: { iam:PassedToService: ec2.amazonaws.com }`,
    found: ['8:19 policy-pass-role refuse'],
  },
];
