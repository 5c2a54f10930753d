import { account, stranger } from '../case.ts';
import type { BadDocument } from './bad-policy.ts';

const bucket = 'arn:aws:s3:::acme-audit';
const everyone = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${bucket}/*` };
const manage = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'kms:*',
  Resource: '*',
};
const doc = (...statements: readonly unknown[]) => ({ Version: '2012-10-17', Statement: statements });
const trust = (principal: unknown, condition?: unknown) =>
  doc({
    Effect: 'Allow',
    Principal: principal,
    Action: 'sts:AssumeRoleWithWebIdentity',
    ...(condition === undefined ? {} : { Condition: condition }),
  });
const github = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;

export const documentCases: readonly BadDocument[] = [
  {
    name: 'no version',
    use: 'managed',
    holder: 'human',
    document: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucket}/*` }] },
    found: ['- policy-version -'],
  },
  {
    name: 'the version of 2008 with a variable in it',
    use: 'managed',
    holder: 'human',
    document: {
      Version: '2008-10-17',
      Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucket}/\${aws:username}/*` },
    },
    found: ['- policy-version refuse'],
  },
  {
    name: 'a version that never was',
    use: 'managed',
    holder: 'human',
    document: { Version: '2012-10-18', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] },
    found: ['- policy-version refuse'],
  },
  { name: 'no statement', use: 'key', document: doc(), found: ['- policy-no-statements refuse'] },
  {
    name: 'half a statement, and an empty list',
    use: 'managed',
    holder: 'human',
    document: doc(
      { Effect: 'Allow', Action: 's3:GetObject' },
      { Effect: 'Allow', Action: [], Resource: '*' },
      { Effect: 'allow', Action: 's3:GetObject', Resource: '*' },
    ),
    found: [
      '0/ policy-malformed refuse',
      '1/Action policy-empty-list refuse',
      '2/Effect policy-malformed refuse',
    ],
  },
  {
    name: 'a principal where none belongs, and none where one does',
    use: 'managed',
    holder: 'human',
    document: doc({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }),
    found: ['0/Principal policy-malformed refuse'],
  },
  {
    name: 'Sids that IAM does not take',
    use: 'managed',
    holder: 'human',
    document: doc(
      { Sid: 'Read objects', Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucket}/*` },
      { Sid: 'Twice', Effect: 'Allow', Action: 's3:ListBucket', Resource: bucket },
      { Sid: 'Twice', Effect: 'Deny', Action: 's3:DeleteObject', Resource: `${bucket}/*` },
    ),
    found: ['0/Sid policy-sid-syntax refuse', '2/Sid policy-duplicate-sid refuse'],
  },
  {
    name: 'a bucket open to the world',
    use: 'bucket',
    document: doc(everyone, { ...everyone, Principal: { AWS: ['*'] } }),
    found: [
      '0/Principal policy-principal-everyone refuse',
      '1/Principal.AWS.0 policy-principal-everyone refuse',
    ],
  },
  {
    name: 'a bucket that only its condition keeps shut',
    use: 'bucket',
    document: doc({ ...everyone, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } }),
    found: ['0/Principal policy-principal-everyone -'],
  },
  {
    name: 'a condition that keeps nobody out',
    use: 'bucket',
    document: doc({ ...everyone, Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }),
    found: ['0/Principal policy-principal-everyone refuse'],
  },
  {
    name: 'everybody but a list',
    use: 'bucket',
    document: doc({
      Effect: 'Allow',
      NotPrincipal: { AWS: `arn:aws:iam::${account}:user/ada` },
      Action: 's3:GetObject',
      Resource: `${bucket}/*`,
    }),
    found: ['0/NotPrincipal policy-principal-everyone refuse'],
  },
  {
    name: 'a stranger among friends',
    use: 'bucket',
    trusted: ['444455556666'],
    document: doc({
      ...everyone,
      Principal: { AWS: [account, 'arn:aws:iam::444455556666:root', `arn:aws:iam::${stranger}:root`] },
    }),
    found: ['0/Principal.AWS.2 policy-external-principal consent'],
  },
  {
    name: 'principals that AWS refuses',
    use: 'bucket',
    document: doc({
      ...everyone,
      Principal: {
        AWS: [`arn:aws:iam::${account}:group/admins`, `arn:aws:iam::${account}:role/*`],
        Service: 'ec2',
      },
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    }),
    found: [
      '0/Principal.AWS.0 policy-principal-malformed refuse',
      '0/Principal.AWS.1 policy-principal-malformed refuse',
      '0/Principal.Service policy-principal-malformed refuse',
    ],
  },
  {
    name: 'a service that works for all the world',
    use: 'bucket',
    document: doc({
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `${bucket}/*`,
    }),
    found: ['0/Principal.Service policy-confused-deputy -'],
  },
  {
    name: 'any repository of a public provider',
    use: 'trust',
    document: trust(
      { Federated: github },
      { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } },
    ),
    found: ['0/Principal.Federated policy-federated-open refuse'],
  },
  {
    name: 'any repository of a public provider, by a wildcard',
    use: 'trust',
    document: trust(
      { Federated: github },
      { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:*' } },
    ),
    found: ['0/Principal.Federated policy-federated-open refuse'],
  },
  {
    name: 'nobody may repair the bucket policy',
    use: 'bucket',
    document: doc({ Effect: 'Deny', Principal: '*', Action: 's3:PutBucketPolicy', Resource: bucket }),
    found: ['0/Effect policy-resource-locks-out refuse'],
  },
  {
    name: 'the account itself is denied everything',
    use: 'bucket',
    document: doc({
      Effect: 'Deny',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      NotAction: 's3:GetObject',
      Resource: [bucket, `${bucket}/*`],
    }),
    found: ['0/Effect policy-resource-locks-out refuse'],
  },
  {
    name: 'nobody may repair the key policy',
    use: 'key',
    document: doc(manage, { Effect: 'Deny', Principal: '*', Action: 'kms:Put*', Resource: '*' }),
    found: ['1/Effect policy-resource-locks-out refuse'],
  },
  {
    name: 'nobody of the account manages the key',
    use: 'key',
    document: doc({ ...manage, Action: ['kms:Encrypt', 'kms:Decrypt'] }),
    found: ['- policy-key-unmanageable refuse'],
  },
  {
    name: 'a role that asks for a user name',
    use: 'inline-role',
    holder: 'role',
    document: doc({ Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucket}/\${aws:username}/*` }),
    found: ['0/Resource policy-unknown-variable refuse'],
  },
];
