import {
  CreateAccountAliasCommand,
  CreatePolicyVersionCommand,
  DeleteAccountAliasCommand,
  DeleteAccountPasswordPolicyCommand,
  DeleteGroupCommand,
  DeleteRolePolicyCommand,
  DetachGroupPolicyCommand,
  GetAccountPasswordPolicyCommand,
  GetGroupCommand,
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  ListAccountAliasesCommand,
  ListAttachedGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListPolicyTagsCommand,
  ListRoleTagsCommand,
  ListUserTagsCommand,
  RemoveRoleFromInstanceProfileCommand,
  RemoveUserFromGroupCommand,
  TagUserCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import * as iam from '@pulumi/aws/iam/index.js';
import { expect } from 'vitest';
import { allow, type Clients, decoded, lookFor, type TypeCase, trust } from './provider-case.ts';
import { accountId } from './provider-fixture.ts';

const tagsOf = (
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
) => Object.fromEntries((tags ?? []).map((tag) => [tag.Key, tag.Value]));
const managed = { 'managed-by': 'bootstrap-account' };

const group: TypeCase = {
  token: 'aws:iam/group:Group',
  // A path alone cannot be changed in the emulator; the test of a rename changes both.
  make: (_phase, _base, options) => new iam.Group('group', { name: 'it-group', path: '/one/' }, options),
  id: /^it-group$/,
  outputs: {
    arn: `arn:aws:iam::${accountId}:group/one/it-group`,
    uniqueId: expect.stringMatching(/^\w{16,}$/),
  },
  look: async (clients) =>
    (await lookFor(clients.iam.send(new GetGroupCommand({ GroupName: 'it-group' }))))?.Group?.Path,
  found: () => ({ first: '/one/' }),
  byHand: (clients) => clients.iam.send(new DeleteGroupCommand({ GroupName: 'it-group' })),
  seen: 'gone',
};

const attachedTo = async (clients: Clients, GroupName: string) =>
  (await clients.iam.send(new ListAttachedGroupPoliciesCommand({ GroupName }))).AttachedPolicies?.map(
    (each) => each.PolicyName,
  );

const groupPolicyAttachment: TypeCase = {
  token: 'aws:iam/groupPolicyAttachment:GroupPolicyAttachment',
  make: (phase, { policyA }, options) =>
    new iam.GroupPolicyAttachment(
      'groupPolicyAttachment',
      { group: phase === 'replaced' ? 'base-b' : 'base-a', policyArn: policyA },
      options,
    ),
  id: new RegExp(`^base-a/arn:aws:iam::${accountId}:policy/base-a$`),
  look: async (clients) => [await attachedTo(clients, 'base-a'), await attachedTo(clients, 'base-b')],
  found: () => ({ first: [['base-a'], []], replaced: [[], ['base-a']] }),
  forcing: ['group'],
  byHand: (clients, { policyA }) =>
    clients.iam.send(new DetachGroupPolicyCommand({ GroupName: 'base-b', PolicyArn: policyA })),
  seen: 'gone',
  left: [[], []],
};

const policyArn = `arn:aws:iam::${accountId}:policy/it/it-policy`;
const policy: TypeCase = {
  token: 'aws:iam/policy:Policy',
  make: (phase, _base, options) =>
    new iam.Policy(
      'policy',
      {
        name: 'it-policy',
        path: '/it/',
        description: phase === 'replaced' ? 'two' : 'one',
        policy: allow(phase === 'first' ? 's3:GetObject' : 's3:PutObject'),
        tags: { phase: phase === 'first' ? 'one' : 'two' },
      },
      options,
    ),
  id: new RegExp(`^${policyArn}$`),
  outputs: {
    arn: policyArn,
    attachmentCount: 0,
    policyId: expect.stringMatching(/^\w{16,}$/),
    tagsAll: { ...managed, phase: 'one' },
  },
  look: async (clients) => {
    const found = (await lookFor(clients.iam.send(new GetPolicyCommand({ PolicyArn: policyArn }))))?.Policy;
    if (found === undefined) return undefined;
    const version = await clients.iam.send(
      new GetPolicyVersionCommand({ PolicyArn: policyArn, VersionId: found.DefaultVersionId }),
    );
    const { Tags } = await clients.iam.send(new ListPolicyTagsCommand({ PolicyArn: policyArn }));
    const document = decoded(version.PolicyVersion?.Document) as {
      readonly Statement: readonly [{ readonly Action: unknown }];
    };
    return { description: found.Description, action: document.Statement[0].Action, tags: tagsOf(Tags) };
  },
  found: () => ({
    first: { description: 'one', action: 's3:GetObject', tags: { ...managed, phase: 'one' } },
    changed: { description: 'one', action: 's3:PutObject', tags: { ...managed, phase: 'two' } },
    replaced: { description: 'two', action: 's3:PutObject', tags: { ...managed, phase: 'two' } },
  }),
  inPlace: ['policy', 'tags', 'tagsAll'],
  forcing: ['description'],
  byHand: (clients) =>
    clients.iam.send(
      new CreatePolicyVersionCommand({
        PolicyArn: policyArn,
        PolicyDocument: allow('*'),
        SetAsDefault: true,
      }),
    ),
  seen: ['policy'],
};

const user: TypeCase = {
  token: 'aws:iam/user:User',
  make: (phase, { policyA, policyB }, options) =>
    new iam.User(
      'user',
      {
        name: 'it-user',
        path: phase === 'first' ? '/one/' : '/two/',
        permissionsBoundary: phase === 'first' ? policyA : policyB,
        tags: phase === 'first' ? { a: '1', b: '2' } : { b: '3', c: '4' },
      },
      options,
    ),
  id: /^it-user$/,
  outputs: {
    arn: `arn:aws:iam::${accountId}:user/one/it-user`,
    uniqueId: expect.stringMatching(/^\w{16,}$/),
    forceDestroy: false,
  },
  look: async (clients) => {
    const found = (await lookFor(clients.iam.send(new GetUserCommand({ UserName: 'it-user' }))))?.User;
    if (found === undefined) return undefined;
    const { Tags } = await clients.iam.send(new ListUserTagsCommand({ UserName: 'it-user' }));
    return [found.Path, found.PermissionsBoundary?.PermissionsBoundaryArn, tagsOf(Tags)];
  },
  found: ({ policyA, policyB }) => ({
    first: ['/one/', policyA, { ...managed, a: '1', b: '2' }],
    changed: ['/two/', policyB, { ...managed, b: '3', c: '4' }],
  }),
  inPlace: ['path', 'permissionsBoundary', 'tags', 'tagsAll'],
  byHand: (clients) =>
    clients.iam.send(new TagUserCommand({ UserName: 'it-user', Tags: [{ Key: 'c', Value: 'by-hand' }] })),
  seen: ['tags', 'tagsAll'],
};

const groupsOf = async (clients: Clients, UserName: string) =>
  (await clients.iam.send(new ListGroupsForUserCommand({ UserName }))).Groups?.map(
    (each) => each.GroupName,
  ).sort();

const userGroupMembership: TypeCase = {
  token: 'aws:iam/userGroupMembership:UserGroupMembership',
  make: (phase, _base, options) =>
    new iam.UserGroupMembership(
      'userGroupMembership',
      // Order never counts.
      {
        user: phase === 'replaced' ? 'base-b' : 'base-a',
        groups: phase === 'first' ? ['base-b', 'base-a'] : ['base-c', 'base-a'],
      },
      options,
    ),
  id: /^terraform-\d{26}$/,
  look: async (clients) => [await groupsOf(clients, 'base-a'), await groupsOf(clients, 'base-b')],
  found: () => ({
    first: [['base-a', 'base-b'], []],
    changed: [['base-a', 'base-c'], []],
    replaced: [[], ['base-a', 'base-c']],
  }),
  inPlace: ['groups'],
  forcing: ['user'],
  createFirst: true,
  byHand: (clients) =>
    clients.iam.send(new RemoveUserFromGroupCommand({ UserName: 'base-b', GroupName: 'base-c' })),
  seen: ['groups'],
  importId: 'base-b/base-a/base-c',
  left: [[], []],
};

const role: TypeCase = {
  token: 'aws:iam/role:Role',
  make: (phase, { policyA }, options) =>
    new iam.Role(
      'role',
      {
        name: 'it-role',
        path: phase === 'replaced' ? '/two/' : '/one/',
        assumeRolePolicy: trust(phase === 'first' ? 'ec2.amazonaws.com' : 'lambda.amazonaws.com'),
        description: phase === 'first' ? 'one' : 'two',
        maxSessionDuration: phase === 'first' ? 3600 : 7200,
        tags: { phase: phase === 'first' ? 'one' : 'two' },
        ...(phase === 'first' ? { permissionsBoundary: policyA } : {}),
      },
      options,
    ),
  id: /^it-role$/,
  outputs: {
    arn: `arn:aws:iam::${accountId}:role/one/it-role`,
    createDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    uniqueId: expect.stringMatching(/^\w{16,}$/),
    forceDetachPolicies: false,
    managedPolicyArns: [],
  },
  look: async (clients) => {
    const found = (await lookFor(clients.iam.send(new GetRoleCommand({ RoleName: 'it-role' }))))?.Role;
    if (found === undefined) return undefined;
    const { Tags } = await clients.iam.send(new ListRoleTagsCommand({ RoleName: 'it-role' }));
    const document = decoded(found.AssumeRolePolicyDocument) as {
      readonly Statement: readonly [{ readonly Principal: unknown }];
    };
    const boundary = found.PermissionsBoundary?.PermissionsBoundaryArn;
    return [
      found.Path,
      document.Statement[0].Principal,
      found.Description,
      found.MaxSessionDuration,
      boundary,
      tagsOf(Tags),
    ];
  },
  found: ({ policyA }) => ({
    first: ['/one/', { Service: 'ec2.amazonaws.com' }, 'one', 3600, policyA, { ...managed, phase: 'one' }],
    changed: [
      '/one/',
      { Service: 'lambda.amazonaws.com' },
      'two',
      7200,
      undefined,
      { ...managed, phase: 'two' },
    ],
    replaced: [
      '/two/',
      { Service: 'lambda.amazonaws.com' },
      'two',
      7200,
      undefined,
      { ...managed, phase: 'two' },
    ],
  }),
  inPlace: [
    'assumeRolePolicy',
    'description',
    'maxSessionDuration',
    'permissionsBoundary',
    'tags',
    'tagsAll',
  ],
  forcing: ['path'],
  byHand: (clients) =>
    clients.iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: 'it-role', PolicyDocument: trust('ecs.amazonaws.com') }),
    ),
  seen: ['assumeRolePolicy'],
};

const inlineAction = async (clients: Clients, RoleName: string) => {
  const found = await lookFor(
    clients.iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'it-inline' })),
  );
  if (found === undefined) return undefined;
  return (decoded(found.PolicyDocument) as { readonly Statement: readonly [{ readonly Action: unknown }] })
    .Statement[0].Action;
};
const rolePolicy: TypeCase = {
  token: 'aws:iam/rolePolicy:RolePolicy',
  make: (phase, _base, options) =>
    new iam.RolePolicy(
      'rolePolicy',
      {
        role: phase === 'replaced' ? 'base-b' : 'base-a',
        name: 'it-inline',
        policy: allow(phase === 'first' ? 's3:Get*' : 's3:Put*'),
      },
      options,
    ),
  id: /^base-a:it-inline$/,
  look: async (clients) => [await inlineAction(clients, 'base-a'), await inlineAction(clients, 'base-b')],
  found: () => ({
    first: ['s3:Get*', undefined],
    changed: ['s3:Put*', undefined],
    replaced: [undefined, 's3:Put*'],
  }),
  inPlace: ['policy'],
  forcing: ['role'],
  byHand: (clients) =>
    clients.iam.send(new DeleteRolePolicyCommand({ RoleName: 'base-b', PolicyName: 'it-inline' })),
  seen: 'gone',
  left: [undefined, undefined],
};

const instanceProfile: TypeCase = {
  token: 'aws:iam/instanceProfile:InstanceProfile',
  make: (phase, _base, options) =>
    new iam.InstanceProfile(
      'instanceProfile',
      {
        name: 'it-profile',
        path: phase === 'replaced' ? '/two/' : '/one/',
        role: phase === 'first' ? 'base-a' : 'base-b',
      },
      options,
    ),
  id: /^it-profile$/,
  outputs: {
    arn: `arn:aws:iam::${accountId}:instance-profile/one/it-profile`,
    createDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    uniqueId: expect.stringMatching(/^\w{16,}$/),
    tagsAll: managed,
  },
  look: async (clients) => {
    const found = await lookFor(
      clients.iam.send(new GetInstanceProfileCommand({ InstanceProfileName: 'it-profile' })),
    );
    return found === undefined
      ? undefined
      : [found.InstanceProfile?.Path, found.InstanceProfile?.Roles?.map((each) => each.RoleName)];
  },
  found: () => ({
    first: ['/one/', ['base-a']],
    changed: ['/one/', ['base-b']],
    replaced: ['/two/', ['base-b']],
  }),
  inPlace: ['role'],
  forcing: ['path'],
  byHand: (clients) =>
    clients.iam.send(
      new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: 'it-profile', RoleName: 'base-b' }),
    ),
  seen: ['role'],
};

const accountPasswordPolicy: TypeCase = {
  token: 'aws:iam/accountPasswordPolicy:AccountPasswordPolicy',
  make: (phase, _base, options) =>
    new iam.AccountPasswordPolicy(
      'accountPasswordPolicy',
      phase === 'first'
        ? { minimumPasswordLength: 14, requireSymbols: true, passwordReusePrevention: 24 }
        : {
            minimumPasswordLength: 16,
            requireSymbols: false,
            passwordReusePrevention: 24,
            allowUsersToChangePassword: false,
          },
      options,
    ),
  id: /^iam-account-password-policy$/,
  outputs: { allowUsersToChangePassword: true, expirePasswords: false, requireNumbers: false },
  look: async (clients) => {
    const found = (await lookFor(clients.iam.send(new GetAccountPasswordPolicyCommand({}))))?.PasswordPolicy;
    if (found === undefined) return undefined;
    return [
      found.MinimumPasswordLength,
      found.RequireSymbols,
      found.PasswordReusePrevention,
      found.AllowUsersToChangePassword,
    ];
  },
  found: () => ({ first: [14, true, 24, true], changed: [16, false, 24, false] }),
  inPlace: ['allowUsersToChangePassword', 'minimumPasswordLength', 'requireSymbols'],
  byHand: (clients) => clients.iam.send(new DeleteAccountPasswordPolicyCommand({})),
  seen: 'gone',
};

const accountAlias: TypeCase = {
  token: 'aws:iam/accountAlias:AccountAlias',
  make: (phase, _base, options) =>
    new iam.AccountAlias(
      'accountAlias',
      { accountAlias: phase === 'replaced' ? 'it-two' : 'it-one' },
      options,
    ),
  id: /^it-one$/,
  look: async (clients) => (await clients.iam.send(new ListAccountAliasesCommand({}))).AccountAliases?.[0],
  found: () => ({ first: 'it-one', replaced: 'it-two' }),
  forcing: ['accountAlias'],
  byHand: async (clients) => {
    await clients.iam.send(new DeleteAccountAliasCommand({ AccountAlias: 'it-two' }));
    await clients.iam.send(new CreateAccountAliasCommand({ AccountAlias: 'by-hand' }));
  },
  seen: ['accountAlias'],
};

export const iamCases: readonly TypeCase[] = [
  group,
  groupPolicyAttachment,
  policy,
  user,
  userGroupMembership,
  role,
  rolePolicy,
  instanceProfile,
  accountPasswordPolicy,
  accountAlias,
];
