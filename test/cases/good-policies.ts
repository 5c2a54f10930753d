import type { Statement } from '../../src/model/policy.ts';

interface GoodPolicy {
  readonly name: string;
  readonly kind: 'human' | 'machine';
  readonly statements: readonly Statement[];
}
const account = '123456789012';
const allow = (
  Action: Statement['Action'],
  Resource: Statement['Resource'],
  Condition?: Statement['Condition'],
): Statement => ({ Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) });
const at = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:${account}:${rest}`;

/** What careful people write: the linter has nothing to say about any of it. */
export const goodPolicies: readonly GoodPolicy[] = [
  {
    name: 'a home folder in a bucket',
    kind: 'human',
    statements: [
      allow('s3:ListBucket', 'arn:aws:s3:::homes', {
        StringLike: { 's3:prefix': ['', `\${aws:username}/*`] },
      }),
      allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::homes/\${aws:username}/*`),
      allow(['s3:ListAllMyBuckets', 's3:GetAccountPublicAccessBlock'], '*'),
    ],
  },
  {
    name: 'a whole bucket, both levels in one statement',
    kind: 'machine',
    statements: [
      allow(
        ['s3:ListBucket', 's3:GetObject', 's3:PutObject', 's3:GetBucketLocation'],
        ['arn:aws:s3:::assets', 'arn:aws:s3:::assets/*'],
      ),
    ],
  },
  {
    name: 'instances by tag, made with a tag',
    kind: 'human',
    statements: [
      allow(['ec2:StartInstances', 'ec2:StopInstances'], at('ec2', 'instance/*'), {
        StringEquals: { 'aws:ResourceTag/team': `\${aws:PrincipalTag/team}` },
      }),
      allow('ec2:CreateTags', at('ec2', 'instance/*'), {
        StringEquals: { 'ec2:CreateAction': 'RunInstances', 'aws:RequestTag/team': 'web' },
      }),
    ],
  },
  {
    name: 'one role for instances, and the instances',
    kind: 'human',
    statements: [
      allow('iam:PassRole', `arn:aws:iam::${account}:role/web`, {
        StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' },
      }),
      allow('ec2:RunInstances', [
        at('ec2', 'instance/*'),
        at('ec2', 'volume/*'),
        at('ec2', 'network-interface/*'),
        at('ec2', 'subnet/subnet-1'),
        at('ec2', 'security-group/sg-1'),
        'arn:aws:ec2:eu-west-1::image/ami-*',
      ]),
    ],
  },
  {
    name: 'queues, topics, tables, functions, secrets',
    kind: 'machine',
    statements: [
      allow(['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'], at('sqs', 'jobs')),
      allow('sns:Publish', at('sns', 'news')),
      allow(
        ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
        [at('dynamodb', 'table/orders'), at('dynamodb', 'table/orders/index/*')],
      ),
      allow('lambda:InvokeFunction', at('lambda', 'function:resize')),
      allow('secretsmanager:GetSecretValue', at('secretsmanager', 'secret:db-??????')),
      allow(['kms:Decrypt', 'kms:GenerateDataKey'], at('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab'), {
        StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' },
      }),
      allow(['ssm:GetParameter', 'ssm:GetParametersByPath'], at('ssm', 'parameter/web/*')),
    ],
  },
  {
    name: 'images, logs and metrics',
    kind: 'machine',
    statements: [
      allow('ecr:GetAuthorizationToken', '*'),
      allow(['ecr:BatchGetImage', 'ecr:PutImage', 'ecr:UploadLayerPart'], at('ecr', 'repository/web')),
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], at('logs', 'log-group:/web/*')),
      allow('cloudwatch:PutMetricData', '*', { StringEquals: { 'cloudwatch:namespace': 'Web' } }),
    ],
  },
  {
    name: 'one region, but for what is global',
    kind: 'human',
    statements: [
      {
        Effect: 'Deny',
        NotAction: ['iam:*', 'sts:*', 'cloudfront:*', 'route53:*', 'support:*', 'organizations:*'],
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } },
      },
    ],
  },
  {
    name: 'nothing without TLS, nothing from elsewhere',
    kind: 'human',
    statements: [
      {
        Effect: 'Deny',
        Action: 's3:*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: {
          NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] },
          BoolIfExists: { 'aws:ViaAWSService': 'false' },
        },
      },
    ],
  },
  {
    name: 'a program that never touches identities',
    kind: 'machine',
    statements: [
      allow('s3:GetObject', 'arn:aws:s3:::assets/*'),
      { Effect: 'Deny', Action: ['iam:*', 'organizations:*'], Resource: '*' },
    ],
  },
  {
    name: 'reading everything but secrets',
    kind: 'human',
    statements: [
      allow(['ec2:Describe*', 'iam:Get*', 'iam:List*', 'ce:Get*', 'support:*', 'health:Describe*'], '*'),
      { Effect: 'Deny', Action: ['secretsmanager:GetSecretValue', 'ssm:GetParameter*'], Resource: '*' },
    ],
  },
  {
    name: 'a role of this account, and one build',
    kind: 'human',
    statements: [
      allow('sts:AssumeRole', `arn:aws:iam::${account}:role/deploy`, {
        Bool: { 'aws:MultiFactorAuthPresent': 'true' },
        NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' },
      }),
      allow(['codebuild:StartBuild', 'codebuild:BatchGetBuilds'], at('codebuild', 'project/web')),
      allow('cloudformation:DescribeStacks', at('cloudformation', 'stack/web/*')),
    ],
  },
  {
    name: 'keys of one’s own, delegated with a boundary',
    kind: 'human',
    statements: [
      allow(
        ['iam:CreateAccessKey', 'iam:ListAccessKeys', 'iam:UpdateAccessKey', 'iam:GetAccessKeyLastUsed'],
        `arn:aws:iam::${account}:user/\${aws:username}`,
      ),
      allow(['iam:CreateRole', 'iam:PutRolePolicy'], `arn:aws:iam::${account}:role/app/*`, {
        StringEquals: { 'iam:PermissionsBoundary': `arn:aws:iam::${account}:policy/app-boundary` },
      }),
    ],
  },
  {
    name: 'no other tags than one, for an action with tags and one without',
    kind: 'human',
    statements: [
      allow(['sqs:TagQueue', 'sqs:SendMessage'], at('sqs', 'jobs'), {
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] },
      }),
    ],
  },
  {
    name: 'escapes, defaults and dates',
    kind: 'human',
    statements: [
      allow('s3:GetObject', `arn:aws:s3:::assets/\${aws:PrincipalTag/team, 'nobody'}/\${*}/*`),
      allow('s3:GetObject', 'arn:aws:s3:::sale/*', {
        DateGreaterThan: { 'aws:CurrentTime': '2026-01-31T00:00:00Z' },
        DateLessThan: { 'aws:CurrentTime': '2026-02-28T00:00:00Z' },
      }),
    ],
  },
];
