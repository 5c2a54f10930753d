/**
 * Ways from some rights to all of them, in our own words and from knowledge of the services; AWS's page of each
 * call says what it does. Not complete, and not meant to be: what is not here may still lead further.
 */

/** What a step is tried on. `pattern` rows also try the things that the statements name. */
export type Target =
  | 'nothing'
  /** Whoever asks, somebody else, and whoever the statements name. */
  | 'user'
  /** Somebody else: on oneself it is self-service. */
  | 'another-user'
  | 'group'
  | 'role'
  /** A role that no statement names. */
  | 'any-role'
  | 'policy'
  /** Below `arn:P:<service>:<region>:<account>:`. */
  | { readonly regional: string; readonly rest: string }
  /** The same without region. */
  | { readonly global: string; readonly rest: string }
  /** The same without region and account. */
  | { readonly bare: string; readonly rest: string };

export interface Step {
  readonly action: string;
  readonly on: Target;
  /** What the call would carry: a condition that allows something else closes the way. */
  readonly context?: Readonly<Record<string, string>>;
}

export interface EscalationPath {
  /** Public: consents and tests name it. */
  readonly id: string;
  /** All of them are needed; the first is the one that is told of. */
  readonly steps: readonly Step[];
  /** A clause: «iam:X does so and so». */
  readonly how: string;
}

const adminPolicy = { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' };
const one = (action: string, on: Target, context?: Step['context']): Step => ({
  action,
  on,
  ...(context === undefined ? {} : { context }),
});

/** Rights are written, attached, or what limits them is taken away. */
const grants: readonly EscalationPath[] = [
  {
    id: 'create-policy-version',
    steps: [one('iam:CreatePolicyVersion', 'policy')],
    how: 'a new default version of a policy that one carries may say anything',
  },
  {
    id: 'set-default-policy-version',
    steps: [one('iam:SetDefaultPolicyVersion', 'policy')],
    how: 'an older, wider version of a policy that one carries can be made the valid one',
  },
  {
    id: 'put-user-policy',
    steps: [one('iam:PutUserPolicy', 'user')],
    how: 'any policy can be written onto a user, oneself included',
  },
  {
    id: 'attach-user-policy',
    steps: [one('iam:AttachUserPolicy', 'user', adminPolicy)],
    how: 'AdministratorAccess can be attached to a user, oneself included',
  },
  {
    id: 'put-group-policy',
    steps: [one('iam:PutGroupPolicy', 'group')],
    how: 'any policy can be written onto a group that one is in',
  },
  {
    id: 'attach-group-policy',
    steps: [one('iam:AttachGroupPolicy', 'group', adminPolicy)],
    how: 'AdministratorAccess can be attached to a group that one is in',
  },
  {
    id: 'put-role-policy',
    steps: [one('iam:PutRolePolicy', 'role')],
    how: 'any policy can be written onto a role that one may take or hand on',
  },
  {
    id: 'attach-role-policy',
    steps: [one('iam:AttachRolePolicy', 'role', adminPolicy)],
    how: 'AdministratorAccess can be attached to a role that one may take or hand on',
  },
  {
    id: 'add-user-to-group',
    steps: [one('iam:AddUserToGroup', 'group')],
    how: 'one can join the administrators',
  },
  {
    id: 'update-assume-role-policy',
    steps: [one('iam:UpdateAssumeRolePolicy', 'role')],
    how: 'a powerful role can be told to trust oneself',
  },
  {
    id: 'delete-user-boundary',
    steps: [one('iam:DeleteUserPermissionsBoundary', 'user')],
    how: 'the boundary that holds a user down can be taken off',
  },
  {
    id: 'delete-role-boundary',
    steps: [one('iam:DeleteRolePermissionsBoundary', 'role')],
    how: 'the boundary that holds a role down can be taken off',
  },
  {
    id: 'put-user-boundary',
    steps: [one('iam:PutUserPermissionsBoundary', 'user')],
    how: 'the boundary that holds a user down can be exchanged for a wider one',
  },
  {
    id: 'put-role-boundary',
    steps: [one('iam:PutRolePermissionsBoundary', 'role')],
    how: 'the boundary that holds a role down can be exchanged for a wider one',
  },
  {
    id: 'detach-group-policy',
    steps: [one('iam:DetachGroupPolicy', 'group')],
    how: 'the deny that asks for MFA can be taken off the group',
  },
  {
    id: 'delete-group-policy',
    steps: [one('iam:DeleteGroupPolicy', 'group')],
    how: 'a deny written onto the group can be removed',
  },
  {
    id: 'detach-user-policy',
    steps: [one('iam:DetachUserPolicy', 'user')],
    how: 'a deny attached to oneself can be taken off',
  },
  {
    id: 'delete-user-policy',
    steps: [one('iam:DeleteUserPolicy', 'user')],
    how: 'a deny written onto oneself can be removed',
  },
  {
    id: 'remove-user-from-group',
    steps: [one('iam:RemoveUserFromGroup', 'group')],
    how: 'one can leave the group that carries the deny, and others can be put out of theirs',
  },
];

/** Somebody else's way in is made one's own. */
const identities: readonly EscalationPath[] = [
  {
    id: 'create-access-key',
    steps: [one('iam:CreateAccessKey', 'another-user')],
    how: 'a key of an administrator can be made, and used',
  },
  {
    id: 'create-login-profile',
    steps: [one('iam:CreateLoginProfile', 'another-user')],
    how: 'a password can be given to a user who has none, like a machine',
  },
  {
    id: 'update-login-profile',
    steps: [one('iam:UpdateLoginProfile', 'another-user')],
    how: "an administrator's password can be set anew",
  },
  {
    id: 'deactivate-mfa-device',
    steps: [one('iam:DeactivateMFADevice', 'another-user')],
    how: "an administrator's second factor can be taken off, and a password alone opens the account",
  },
  {
    id: 'enrol-mfa-device',
    steps: [
      one('iam:EnableMFADevice', 'another-user'),
      one('iam:CreateVirtualMFADevice', { global: 'iam', rest: 'mfa/any-device' }),
    ],
    how: "a second factor of one's own can be enrolled for an administrator, whose stolen key then passes for MFA",
  },
  {
    id: 'assume-any-role',
    steps: [one('sts:AssumeRole', 'any-role')],
    how: 'every role that trusts the account can be taken, the strongest included',
  },
  {
    id: 'assume-root',
    steps: [one('sts:AssumeRoot', { global: 'iam', rest: 'root' })],
    how: 'root sessions of member accounts can be opened',
  },
  {
    id: 'update-saml-provider',
    steps: [one('iam:UpdateSAMLProvider', { global: 'iam', rest: 'saml-provider/any' })],
    how: "the identity provider that roles trust can be exchanged for one's own",
  },
  {
    id: 'openid-client',
    steps: [
      one('iam:AddClientIDToOpenIDConnectProvider', { global: 'iam', rest: 'oidc-provider/any.example' }),
    ],
    how: "an application of one's own can be let in through a provider that roles trust",
  },
  {
    id: 'openid-thumbprint',
    steps: [
      one('iam:UpdateOpenIDConnectProviderThumbprint', { global: 'iam', rest: 'oidc-provider/any.example' }),
    ],
    how: "a server of one's own can pass for the provider that roles trust",
  },
  {
    id: 'identity-center-assignment',
    steps: [one('sso:CreateAccountAssignment', { bare: 'sso', rest: 'permissionSet/ssoins-any/ps-any' })],
    how: "one can be assigned the administrators' permission set in Identity Center",
  },
  {
    id: 'identity-center-managed-policy',
    steps: [
      one('sso:AttachManagedPolicyToPermissionSet', { bare: 'sso', rest: 'permissionSet/ssoins-any/ps-any' }),
      one('sso:ProvisionPermissionSet', { bare: 'sso', rest: 'permissionSet/ssoins-any/ps-any' }),
    ],
    how: 'AdministratorAccess can be put into a permission set that one has',
  },
  {
    id: 'identity-center-inline-policy',
    steps: [
      one('sso:PutInlinePolicyToPermissionSet', { bare: 'sso', rest: 'permissionSet/ssoins-any/ps-any' }),
      one('sso:ProvisionPermissionSet', { bare: 'sso', rest: 'permissionSet/ssoins-any/ps-any' }),
    ],
    how: 'any policy can be written into a permission set that one has',
  },
  {
    id: 'identity-store-membership',
    steps: [one('identitystore:CreateGroupMembership', { bare: 'identitystore', rest: 'group/any' })],
    how: "one can join the administrators' group in Identity Center",
  },
];

export const identityPaths: readonly EscalationPath[] = [...grants, ...identities];
