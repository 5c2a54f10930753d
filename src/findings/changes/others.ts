import { busy, type ChangeOfRule, change, iam, policyVersion } from './change-of-rule.ts';

const givenToUser =
  'AttachUserPolicy PutUserPolicy AddUserToGroup PutUserPermissionsBoundary DeleteUserPermissionsBoundary';
const givenToRole = 'AttachRolePolicy PutRolePolicy PutRolePermissionsBoundary DeleteRolePermissionsBoundary';
const trusted = 'UpdateAssumeRolePolicy CreateRole';
const byRoot = { names: 'nothing', byRoot: true, maybe: true } as const;
const onInstance = { where: 'home', maybe: true } as const;

/**
 * The events behind what nobody planned. `null`: a state that time alone brings about (a key that grew old);
 * the newest change to the same user would name somebody who has nothing to do with it.
 */
export const changesOfOthers = {
  'root-key': change('CreateAccessKey', 'DeleteAccessKey', byRoot),
  'root-without-mfa': change('DeactivateMFADevice', 'EnableMFADevice', byRoot),
  'root-used': change('ConsoleLogin', '', byRoot),
  'root-in-use': change('ConsoleLogin', '', byRoot),

  'user-administrator': iam(givenToUser, 'DetachUserPolicy DeleteUserPolicy RemoveUserFromGroup'),
  // Either something was hung on the group, or one of its policies was rewritten: the finding knows which.
  'group-administrator': iam(
    'AttachGroupPolicy PutGroupPolicy',
    'DetachGroupPolicy DeleteGroupPolicy',
    'trace',
  ),
  'role-administrator': iam(givenToRole, 'DetachRolePolicy DeleteRolePolicy'),
  'outside-administrator': iam(`${trusted} ${givenToRole}`, 'DetachRolePolicy DeleteRolePolicy', 'first'),
  'rights-unknown': null,
  'unknown-user': iam('CreateUser', 'DeleteUser'),
  'user-without-group': iam('RemoveUserFromGroup CreateUser', 'AddUserToGroup DeleteUser'),
  'unknown-group': iam('CreateGroup', 'DeleteGroup'),
  'unknown-role': iam('CreateRole', 'DeleteRole'),
  'role-trusts-account': iam(trusted, '', 'first'),
  'role-trusts-anyone': iam(trusted, '', 'first'),
  'role-trusts-provider': iam(trusted, '', 'first'),
  'foreign-policy-changed': policyVersion('CreatePolicyVersion SetDefaultPolicyVersion', 'first'),
  'aws-policy-new-version': null,

  'human-without-mfa': iam('DeactivateMFADevice', 'EnableMFADevice', 'whole', true),
  'human-key-without-mfa': iam('CreateAccessKey UpdateAccessKey DeactivateMFADevice', 'DeleteAccessKey'),
  'machine-login-profile': iam('CreateLoginProfile', 'DeleteLoginProfile'),
  'password-never-used': null,
  'key-old': null,
  'key-unused': null,
  'keys-two-active': iam('CreateAccessKey UpdateAccessKey', 'DeleteAccessKey'),

  'key-on-machine': change(
    'ModifyInstanceAttribute RunInstances CreateLaunchTemplateVersion CreateLaunchTemplate CreateLaunchConfiguration',
    '',
    { ...onInstance, names: 'first' },
  ),
  'key-text-left': null,
  'user-data-undecoded': null,

  'instance-without-profile': change('DisassociateIamInstanceProfile RunInstances', '', onInstance),
  'instance-foreign-profile': change(
    'AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation RunInstances',
    'DisassociateIamInstanceProfile',
    onInstance,
  ),
  'instance-imdsv1': change('ModifyInstanceMetadataOptions RunInstances', '', onInstance),

  'second-trail': busy('StartLogging CreateTrail', 'StopLogging DeleteTrail'),
  'no-trail': busy('StopLogging DeleteTrail UpdateTrail PutEventSelectors', 'StartLogging', 'trace'),
  'exception-unused': null,
} as const satisfies Readonly<Record<string, ChangeOfRule | null>>;
