import type { ArnScope } from '../../lib/arn.ts';
import type { ConditionBlock, PolicyDocument, Statement } from '../../model/policy.ts';
import { ownUserArns } from './own-user.ts';

/**
 * `IfExists`, because a bare access key carries no such key at all: with plain `Bool` the deny would pass it
 * over, and the key would be free.
 */
const withoutMfa: ConditionBlock = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } };
/** Plain `Bool` on an Allow: a missing key must not count as MFA. */
const withMfa: ConditionBlock = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

/** What a session without MFA keeps: to enrol a device, to change the password it was told to change. */
const openWithoutMfa = [
  'iam:CreateVirtualMFADevice',
  'iam:EnableMFADevice',
  'iam:GetMFADevice',
  'iam:GetUser',
  'iam:ListMFADevices',
  'iam:ListVirtualMFADevices',
  'iam:ResyncMFADevice',
  // AWS's sample leaves these two out; a first sign-in with a forced reset would then be stuck.
  'iam:ChangePassword',
  'iam:GetAccountPasswordPolicy',
  // The only way for the holder of an access key to become a session with MFA.
  'sts:GetSessionToken',
];

/**
 * `RequireMFA`, for every human group: own credentials, and a deny on all the rest until the session has MFA.
 * Differs from AWS's sample where that one locks new users out or lets a stolen key enrol for others.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html
 */
export function requireMfa(scope: ArnScope): PolicyDocument {
  return { Version: '2012-10-17', Statement: [...selfService(scope), ...denies(scope)] };
}

/**
 * `EnrolMFA`: the self-service half alone, for a group whose deny waits until its members have enrolled. It grants
 * nothing beyond one's own password and devices.
 */
export function enrolMfa(scope: ArnScope): PolicyDocument {
  return { Version: '2012-10-17', Statement: selfService(scope) };
}

function selfService(scope: ArnScope): readonly Statement[] {
  const ownUser = ownUserArns(scope);
  const mfa = `arn:${scope.partition}:iam::${scope.accountId}:mfa`;
  return [
    {
      Sid: 'ViewAccountInfo',
      Effect: 'Allow',
      Action: [
        'iam:GetAccountPasswordPolicy',
        'iam:GetAccountSummary',
        'iam:ListAccountAliases',
        'iam:ListVirtualMFADevices',
      ],
      Resource: '*',
    },
    {
      // ChangePassword asks for the old password. Create- and UpdateLoginProfile do not: never grant those.
      Sid: 'ManageOwnPassword',
      Effect: 'Allow',
      Action: ['iam:ChangePassword', 'iam:GetUser', 'iam:GetLoginProfile'],
      Resource: ownUser,
    },
    {
      // Since November 2022 the person types the device's name: a pattern on the user name blocks enrolment.
      Sid: 'CreateVirtualMFA',
      Effect: 'Allow',
      Action: 'iam:CreateVirtualMFADevice',
      Resource: `${mfa}/*`,
    },
    {
      // The hyphen keeps `ann` away from the devices of `anna`.
      Sid: 'DeleteOwnVirtualMFA',
      Effect: 'Allow',
      Action: 'iam:DeleteVirtualMFADevice',
      Resource: [`${mfa}/\${aws:username}`, `${mfa}/\${aws:username}-*`],
      Condition: withMfa,
    },
    {
      Sid: 'ManageOwnMFA',
      Effect: 'Allow',
      Action: ['iam:EnableMFADevice', 'iam:GetMFADevice', 'iam:ListMFADevices', 'iam:ResyncMFADevice'],
      Resource: ownUser,
    },
    {
      // Otherwise a stolen key takes the second factor off by itself.
      Sid: 'DeactivateOwnMFAOnlyWithMFA',
      Effect: 'Allow',
      Action: 'iam:DeactivateMFADevice',
      Resource: ownUser,
      Condition: withMfa,
    },
  ];
}

function denies(scope: ArnScope): readonly Statement[] {
  return [
    {
      Sid: 'DenyAllExceptListedIfNoMFA',
      Effect: 'Deny',
      NotAction: openWithoutMfa,
      Resource: '*',
      Condition: withoutMfa,
    },
    {
      // Beside AdministratorAccess the exceptions above would reach every user, not only one's own.
      Sid: 'DenyMFASetupForOthersIfNoMFA',
      Effect: 'Deny',
      Action: ['iam:EnableMFADevice', 'iam:ResyncMFADevice', 'iam:ChangePassword'],
      NotResource: ownUserArns(scope),
      Condition: withoutMfa,
    },
  ];
}
