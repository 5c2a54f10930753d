import type { Verdict } from '../../src/model/finding.ts';
import { accountId } from '../helpers/example.ts';
import {
  allow,
  attached,
  both,
  type Change,
  change,
  changeGroup,
  changePolicy,
  everything,
  inline,
  policyOf,
  withGroup,
  withPolicy,
  withRole,
  withUser,
} from './perimeter-changes.ts';

interface Way {
  readonly title: string;
  readonly id: string;
  readonly verdicts: readonly Verdict[];
  readonly plant: Change;
}
const removable = ['remove', 'accept'] as const;
/** Perhaps the file should know the user. */
const stranger = ['adopt', 'remove', 'accept'] as const;
const self = `arn:aws:iam::${accountId}:root`;
const lambda = { Service: 'lambda.amazonaws.com' };
const look = inline(allow('ec2:Describe*'));
const ownArn = `arn:aws:iam::${accountId}:user/\${aws:username}`;
const admin = { attached: attached('AdministratorAccess') };
/** An administrator's role that the own account, or a service, may take on; known and accepted. */
export const acceptedRoles = ['breakglass', 'deployer', 'checkbot'].map(
  (name) => `role-administrator:${name}`,
);
const breakglass = withRole('breakglass', { AWS: self }, admin);
const deployer = withRole('deployer', lambda, admin);

/** Ways to become an administrator past the plan: each is found once, as what it is. */
export const ways: readonly Way[] = [
  {
    title: 'the policy attached to a new user',
    id: 'user-administrator:eve',
    verdicts: stranger,
    plant: withUser('eve', admin),
  },
  {
    title: 'an inline policy on a planned person',
    id: 'user-administrator:finn',
    verdicts: ['repair', 'accept'],
    plant: change('finn', { inline: inline(allow('*')) }),
  },
  {
    title: 'membership in our own group',
    id: 'user-administrator:finn',
    verdicts: ['repair', 'adopt', 'accept'],
    plant: change('finn', { groups: ['admins', 'finance'] }),
  },
  {
    title: 'a new group',
    id: 'user-administrator:finn',
    verdicts: ['repair', 'remove', 'accept'],
    plant: both(withGroup('ops', admin), change('finn', { groups: ['finance', 'ops'] })),
  },
  {
    title: 'a new group that waits for members',
    id: 'group-administrator:ops',
    verdicts: removable,
    plant: withGroup('ops', admin),
  },
  {
    title: 'everything but a list',
    id: 'user-administrator:eve',
    verdicts: stranger,
    plant: withUser('eve', {
      inline: inline({ Effect: 'Allow', NotAction: 'ec2:*', Resource: '*' }),
    }),
  },
  {
    title: 'iam:*, on a group of ours',
    id: 'group-administrator:finance',
    verdicts: ['repair', 'accept'],
    plant: changeGroup('finance', { inline: inline(allow('iam:*')) }),
  },
  {
    title: 'every action of every service, in a policy of ours',
    id: 'group-administrator:developers',
    verdicts: ['repair', 'adopt', 'accept'],
    plant: changePolicy('developers-work', { document: policyOf(allow('*:*')) }),
  },
  {
    title: 'hanging a policy on oneself, and nothing else',
    id: 'user-administrator:eve',
    verdicts: stranger,
    plant: withUser('eve', {
      inline: inline(allow('iam:AttachUserPolicy', `arn:aws:iam::${accountId}:user/eve`)),
    }),
  },
  {
    title: 'writing inline policies to roles of one path',
    id: 'role-administrator:helper',
    verdicts: removable,
    plant: withRole('helper', lambda, {
      inline: inline(allow('iam:PutRolePolicy', 'arn:aws:iam::*:role/apps/*')),
    }),
  },
  {
    title: 'a new version of the policy that one holds',
    id: 'user-administrator:eve',
    verdicts: stranger,
    plant: both(
      withPolicy('shared', {
        document: policyOf(allow('iam:CreatePolicyVersion', `arn:aws:iam::${accountId}:policy/shared`)),
      }),
      withUser('eve', { attached: attached('shared', accountId) }),
    ),
  },
  {
    title: 'the policy attached to a role of ours',
    id: 'role-administrator:checkbot',
    verdicts: ['repair', 'accept'],
    plant: (account) => ({
      ...account,
      roles: account.roles.map((role) => ({ ...role, ...admin })),
    }),
  },
  {
    title: 'a boundary that one may take off',
    id: 'user-administrator:eve',
    verdicts: stranger,
    plant: both(
      withPolicy('limit', { document: policyOf(allow(['s3:*', 'iam:DeleteUserPermissionsBoundary'])) }),
      withUser('eve', {
        ...admin,
        boundaryArn: `arn:aws:iam::${accountId}:policy/limit`,
      }),
    ),
  },
  {
    title: 'trust to another account',
    id: 'outside-administrator:support/999988887777',
    verdicts: removable,
    plant: withRole('support', { AWS: 'arn:aws:iam::999988887777:role/ops' }, admin),
  },
  {
    title: 'trust to anyone',
    id: 'outside-administrator:support/anyone',
    verdicts: removable,
    plant: withRole('support', '*', { inline: [{ name: 'mine', document: everything }] }),
  },
  {
    title: 'trust to an identity provider',
    id: 'outside-administrator:sso/acme',
    verdicts: removable,
    plant: withRole('sso', { Federated: `arn:aws:iam::${accountId}:saml-provider/acme` }, admin),
  },
  {
    title: "taking on an administrator's role",
    id: 'user-administrator:eve',
    verdicts: stranger,
    plant: both(breakglass, withUser('eve', { inline: inline(allow('sts:AssumeRole')) })),
  },
  {
    title: 'a role that leads to a role',
    id: 'role-administrator:first',
    verdicts: removable,
    plant: both(breakglass, withRole('first', lambda, { inline: inline(allow('sts:AssumeRole')) })),
  },
  {
    title: 'being named by the trust of an administrator, without a right of his own',
    id: 'user-administrator:finn',
    verdicts: ['accept'],
    plant: withRole('breakglass', { AWS: `arn:aws:iam::${accountId}:user/finn` }, admin),
  },
  {
    title: "handing an administrator's role to a service",
    id: 'user-administrator:eve',
    verdicts: stranger,
    plant: both(
      deployer,
      withUser('eve', {
        inline: inline(
          allow('iam:PassRole', `arn:aws:iam::${accountId}:role/deployer`),
          allow('lambda:CreateFunction', 'arn:aws:lambda:*:*:function:dev-*'),
        ),
      }),
    ),
  },
  {
    title: 'a password of an administrator',
    id: 'user-administrator:eve',
    verdicts: stranger,
    plant: withUser('eve', {
      inline: inline(allow('iam:UpdateLoginProfile', `arn:aws:iam::${accountId}:user/ada`)),
    }),
  },
  {
    title: 'putting oneself into the group of administrators',
    id: 'user-administrator:eve',
    verdicts: stranger,
    plant: withUser('eve', { inline: inline(allow('iam:AddUserToGroup', '*')) }),
  },
  {
    title: "a shell on an administrator's instance",
    id: 'user-administrator:eve',
    verdicts: stranger,
    plant: both(
      (account) => ({
        ...account,
        roles: account.roles.map((role) => ({ ...role, ...admin })),
      }),
      withUser('eve', { inline: inline(allow('ssm:StartSession')) }),
    ),
  },
  {
    title: 'a condition that cannot be judged',
    id: 'user-administrator:eve',
    verdicts: stranger,
    plant: withUser('eve', {
      inline: inline({ ...allow('*'), Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } } }),
    }),
  },
];

/** What looks like one of them and is none. */
export const harmless: readonly (readonly [title: string, found: readonly string[], plant: Change])[] = [
  [
    'attaching one harmless policy only',
    ['user-direct-policy:eve'],
    withUser('eve', {
      inline: inline({
        ...allow('iam:AttachUserPolicy'),
        Condition: { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/ReadOnlyAccess' } },
      }),
    }),
  ],
  [
    'hanging policies only on what carries the boundary',
    ['user-direct-policy:eve'],
    withUser('eve', {
      inline: inline({
        ...allow('iam:PutRolePolicy'),
        Condition: {
          StringEquals: { 'iam:PermissionsBoundary': `arn:aws:iam::${accountId}:policy/limit` },
        },
      }),
    }),
  ],
  [
    'everything, and a boundary around it',
    ['user-direct-policy:eve'],
    both(
      withPolicy('limit', { document: policyOf(allow('s3:*')) }),
      withUser('eve', { ...admin, boundaryArn: `arn:aws:iam::${accountId}:policy/limit` }),
    ),
  ],
  [
    'a role with everything, and a boundary around it',
    ['unknown-role:helper'],
    both(
      withPolicy('limit', { document: policyOf(allow('s3:*')) }),
      withRole('helper', lambda, { ...admin, boundaryArn: `arn:aws:iam::${accountId}:policy/limit` }),
    ),
  ],
  [
    'everything, and IAM denied',
    ['user-direct-policy:eve'],
    withUser('eve', {
      inline: inline(allow('*'), { Effect: 'Deny', Action: ['iam:*', 'sts:*', 'ssm:*'], Resource: '*' }),
    }),
  ],
  [
    "handing on a role that is no administrator's",
    ['user-direct-policy:eve'],
    withUser('eve', { inline: inline(allow(['iam:PassRole', 'ec2:RunInstances'])) }),
  ],
  [
    'taking on roles where none is an administrator',
    ['user-direct-policy:eve'],
    withUser('eve', { inline: inline(allow('sts:AssumeRole')) }),
  ],
  [
    "changing the trust of roles, where the only administrator's is AWS's own",
    ['user-direct-policy:eve'],
    both(
      withRole(
        'AWSReservedSSO_AdministratorAccess_0123456789abcdef',
        { Federated: `arn:aws:iam::${accountId}:saml-provider/AWSSSO_0123_DO_NOT_DELETE` },
        { path: '/aws-reserved/sso.amazonaws.com/', ...admin },
      ),
      withUser('eve', { inline: inline(allow('iam:UpdateAssumeRolePolicy')) }),
    ),
  ],
  [
    'own keys, as every person has them',
    ['user-direct-policy:eve'],
    withUser('eve', {
      inline: inline(allow('iam:CreateAccessKey', ownArn)),
    }),
  ],
  [
    'an administrator who has one more policy',
    ['user-direct-policy:ada'],
    change('ada', { inline: inline(allow('*')) }),
  ],
  [
    'an administrator in one more group',
    ['unknown-group:ops'],
    both(withGroup('ops', { inline: look }), change('ada', { groups: ['admins', 'ops'] })),
  ],
  [
    'what AWS made for itself',
    [],
    both(
      withRole(
        'AWSServiceRoleForTrustedAdvisor',
        { Service: 'trustedadvisor.amazonaws.com' },
        { path: '/aws-service-role/trustedadvisor.amazonaws.com/', inline: inline(allow('iam:*')) },
      ),
      withRole(
        'AWSReservedSSO_AdministratorAccess_0123456789abcdef',
        { Federated: `arn:aws:iam::${accountId}:saml-provider/AWSSSO_0123_DO_NOT_DELETE` },
        { path: '/aws-reserved/sso.amazonaws.com/eu-west-1/', ...admin },
      ),
      withRole('OrganizationAccountAccessRole', { AWS: 'arn:aws:iam::111122223333:root' }, admin),
      withRole('AWSControlTowerExecution', { AWS: 'arn:aws:iam::111122223333:root' }, admin),
      withRole('aws-controltower-ForwardSnsNotificationRole', lambda, { inline: look }),
    ),
  ],
];
