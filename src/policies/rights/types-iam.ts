import { type Right, rights, type TypeRights } from './right.ts';

/** A role is handed over when a trail or an instance profile gets it. */
export const passRole = (service: string): Right => ({
  action: 'iam:PassRole',
  on: ['role'],
  // Nobody calls it: AWS looks for it in another call.
  calls: [],
  service,
});

const removeFromGroup = 'iam:RemoveUserFromGroup group';
const removeFromProfile = 'iam:RemoveRoleFromInstanceProfile instance-profile';

export const iamTypes: Readonly<Record<string, TypeRights>> = {
  'aws:iam/group:Group': {
    file: 'iam/group.go',
    read: rights('iam:GetGroup group'),
    write: rights('iam:CreateGroup group', 'iam:UpdateGroup group'),
    remove: rights('iam:DeleteGroup group'),
  },
  'aws:iam/groupPolicyAttachment:GroupPolicyAttachment': {
    file: 'iam/group_policy_attachment.go',
    read: rights('iam:ListAttachedGroupPolicies group'),
    write: rights('iam:AttachGroupPolicy group'),
    remove: rights('iam:DetachGroupPolicy group'),
  },
  'aws:iam/policy:Policy': {
    file: 'iam/policy.go',
    read: rights('iam:GetPolicy policy', 'iam:GetPolicyVersion policy'),
    write: rights(
      'iam:CreatePolicy policy',
      'iam:ListPolicyVersions policy',
      'iam:CreatePolicyVersion policy',
      'iam:DeletePolicyVersion policy',
      'iam:TagPolicy policy',
      'iam:UntagPolicy policy',
    ),
    remove: rights(
      'iam:ListPolicyVersions policy',
      'iam:DeletePolicyVersion policy',
      'iam:DeletePolicy policy',
    ),
  },
  'aws:iam/user:User': {
    file: 'iam/user.go',
    read: rights('iam:GetUser user'),
    write: rights(
      'iam:CreateUser user',
      'iam:UpdateUser user',
      // A boundary is never taken off, so DeleteUserPermissionsBoundary is not here.
      'iam:PutUserPermissionsBoundary user',
      'iam:TagUser user',
      'iam:UntagUser user',
    ),
    remove: rights('iam:ListGroupsForUser user', removeFromGroup, 'iam:DeleteUser user'),
  },
  'aws:iam/userGroupMembership:UserGroupMembership': {
    file: 'iam/user_group_membership.go',
    read: rights('iam:ListGroupsForUser user'),
    write: rights('iam:AddUserToGroup group', removeFromGroup),
    remove: rights(removeFromGroup),
  },
  'aws:iam/role:Role': {
    file: 'iam/role.go',
    read: rights(
      'iam:GetRole role',
      'iam:ListRolePolicies role',
      'iam:GetRolePolicy role',
      'iam:ListAttachedRolePolicies role',
    ),
    write: rights(
      'iam:CreateRole role',
      'iam:UpdateAssumeRolePolicy role',
      'iam:UpdateRole role',
      'iam:UpdateRoleDescription role',
      'iam:TagRole role',
      'iam:UntagRole role',
    ),
    // Everything that a refresh saw on the role goes with it.
    remove: rights(
      'iam:ListInstanceProfilesForRole role',
      removeFromProfile,
      'iam:ListAttachedRolePolicies role',
      'iam:DetachRolePolicy role',
      'iam:ListRolePolicies role',
      'iam:DeleteRolePolicy role',
      'iam:DeleteRole role',
    ),
  },
  'aws:iam/rolePolicy:RolePolicy': {
    file: 'iam/role_policy.go',
    read: rights('iam:GetRolePolicy role'),
    write: rights('iam:PutRolePolicy role'),
    remove: rights('iam:DeleteRolePolicy role'),
  },
  'aws:iam/instanceProfile:InstanceProfile': {
    file: 'iam/instance_profile.go',
    read: rights('iam:GetInstanceProfile instance-profile', 'iam:GetRole role'),
    write: [
      ...rights(
        'iam:CreateInstanceProfile instance-profile',
        'iam:AddRoleToInstanceProfile instance-profile',
        removeFromProfile,
        'iam:TagInstanceProfile instance-profile',
        'iam:UntagInstanceProfile instance-profile',
      ),
      // https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html
      passRole('ec2.amazonaws.com'),
    ],
    remove: rights(removeFromProfile, 'iam:DeleteInstanceProfile instance-profile'),
  },
};
