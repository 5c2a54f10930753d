import type { BadPolicy } from './bad-policy.ts';

export const escalationCases: readonly BadPolicy[] = [
  {
    name: 'a new version of one policy that the group may carry',
    kind: 'human',
    statements: `
- Sid: Versions
  Effect: Allow
  Action:
    - iam:ListPolicies
    - iam:CreatePolicyVersion
  Resource: "*"`,
    found: ['11:15 policy-escalation consent', '12:21 policy-write-everywhere -'],
  },
  {
    name: 'a pattern that no list of names would find',
    kind: 'machine',
    statements: '- { Effect: Allow, Action: "iam:*Policy*", Resource: "*" }',
    found: ['7:36 policy-escalation refuse', '7:62 policy-write-everywhere consent'],
  },
  {
    name: 'a policy of one’s own, written onto oneself',
    kind: 'human',
    statements: `
- Effect: Allow
  Action: iam:PutUserPolicy
  Resource: "arn:aws:iam::123456789012:user/\${aws:username}"`,
    found: ['8:19 policy-escalation consent'],
  },
  {
    name: 'passing a role and starting instances, in two statements',
    kind: 'human',
    statements: `
- Effect: Allow
  Action: [ec2:RunInstances, ec2:Describe*]
  Resource: "*"
- Sid: Pass
  Effect: Allow
  Action: [iam:GetRole, iam:PassRole]
  Resource: "*"`,
    found: [
      '9:21 policy-write-everywhere -',
      '12:33 policy-escalation consent',
      '12:33 policy-pass-role consent',
      '13:21 policy-write-everywhere -',
    ],
  },
  {
    name: 'keys of others, by a prefix that reaches further than oneself',
    kind: 'human',
    statements: `
- Effect: Allow
  Action: iam:CreateAccessKey
  Resource: "arn:aws:iam::123456789012:user/\${aws:username}*"`,
    found: ['8:19 policy-escalation consent'],
  },
  {
    name: 'a Deny that closes one way of two',
    kind: 'human',
    statements: `
- Effect: Allow
  Action: [lambda:UpdateFunctionCode, ssm:StartSession]
  Resource: "*"
- Effect: Deny
  Action: ssm:*
  Resource: "*"`,
    found: ['8:20 policy-escalation consent', '9:21 policy-write-everywhere -'],
  },
  {
    name: 'every role that trusts the account',
    kind: 'human',
    statements: '- { Effect: Allow, Action: "sts:AssumeRole", Resource: "arn:aws:iam::123456789012:role/*" }',
    found: ['7:36 policy-escalation consent'],
  },
  {
    name: 'a Deny on IAM shuts people out of enrolling MFA',
    kind: 'human',
    statements: `
- Effect: Allow
  Action: ec2:Describe*
  Resource: "*"
- Sid: NoIam
  Effect: Deny
  Action: iam:*
  Resource: "*"`,
    found: ['11:19 policy-deny-locks-out consent'],
  },
  {
    name: 'one region only, IAM included',
    kind: 'human',
    statements: `
- Effect: Deny
  Action: "*"
  Resource: "*"
  Condition: { StringNotEquals: { aws:RequestedRegion: eu-west-1 } }`,
    found: ['7:19 policy-deny-locks-out consent'],
  },
  {
    name: 'a program that is denied everything',
    kind: 'machine',
    statements: '- { Effect: Deny, Action: "*", Resource: "*" }',
    found: ['7:21 policy-deny-locks-out -'],
  },
  {
    name: 'more than a policy takes',
    kind: 'human',
    statements: `
- Effect: Allow
  Action: s3:GetObject
  Resource:
${Array.from({ length: 150 }, (_, index) => `    - arn:aws:s3:::a-bucket-with-quite-a-long-name-${index}/*`).join('\n')}`,
    found: ['6:7 policy-too-large refuse'],
  },
  {
    name: 'several mistakes of all kinds at once',
    kind: 'machine',
    statements: `
- Sid: First
  Effect: Allow
  Action: [s3:GetObjekt, iam:AttachUserPolicy]
  Resource: "*"
- Sid: Second
  Effect: Allow
  Action: s3:PutObject
  Resource: arn:aws:s3:::dev-bucket
  Condition: { StringEqual: { aws:username: deploy } }
- Sid: Third
  Effect: Deny
  Action: s3:DeleteObject
  Resource: "arn:aws:s3:::dev-bucket/\${aws:user}/*"`,
    found: [
      '9:20 policy-unknown-action refuse',
      '9:34 policy-escalation refuse',
      '10:21 policy-write-everywhere consent',
      '13:19 policy-action-without-resource consent',
      '15:24 policy-unknown-operator refuse',
      '19:21 policy-unknown-variable refuse',
    ],
  },
];
